"""Guessing at tokens is slowed to 20 tries a minute and address, counted over all processes."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from .models import Guess

LIMIT = 20


def count_guess(address: str) -> int:
    """Record a wrong token from `address`; return how many there were in this minute, this one included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sharing_guess (address, minute, number) VALUES (%s, date_trunc('minute', now()), 1)"
            " ON CONFLICT (address, minute) DO UPDATE SET number = sharing_guess.number + 1 RETURNING number",
            [address[:64]],
        )
        return cursor.fetchone()[0]


def guesses_now(address: str) -> int:
    """How many wrong tokens came from `address` in this minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM sharing_guess WHERE address = %s AND minute = date_trunc('minute', now())",
            [address[:64]],
        )
        row = cursor.fetchone()
        return row[0] if row else 0


def forget_old_guesses(older_than: timedelta = timedelta(hours=1)) -> int:
    """Delete what is not counted any more; return how many rows went."""
    return Guess.objects.filter(minute__lt=timezone.now() - older_than).delete()[0]
