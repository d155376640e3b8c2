"""No edit is lost unseen (bar.md R5): eight writers on one row, fifty saves each."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.factories import NegotiationFactory
from tracker.history.editable import EditConflict
from tracker.history.queries import history_model
from tracker.negotiations.models import Negotiation

WRITERS, SAVES = 8, 50


def write(pk: int, writer: int) -> list[str]:
    """Read, then save over what was read; return the marks of the saves that were accepted."""
    accepted = []
    for number in range(SAVES):
        mark = f"[{writer}.{number}]"
        read = Negotiation.objects.get(pk=pk)
        try:
            with transaction.atomic():
                row = Negotiation.lock_at(pk, read.version)
                row.summary = read.summary + mark
                row.save()
            accepted.append(mark)
        except EditConflict:
            pass
    connection.close()
    return accepted


@pytest.mark.django_db(transaction=True)
def test_accepted_saves_are_all_there_and_the_others_were_told():
    negotiation = NegotiationFactory()
    with ThreadPoolExecutor(WRITERS) as pool:
        marks = [mark for accepted in pool.map(lambda n: write(negotiation.pk, n), range(WRITERS)) for mark in accepted]
    negotiation.refresh_from_db()
    assert 0 < len(marks) < WRITERS * SAVES
    assert all(mark in negotiation.summary for mark in marks)
    assert negotiation.version == len(marks) + 1
    assert history_model(Negotiation).objects.filter(pgh_obj_id=negotiation.pk).count() == len(marks) + 1
