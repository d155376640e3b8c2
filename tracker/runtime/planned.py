"""Asking the database what is asked on every page, planned once."""

from collections.abc import Mapping, Sequence

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def planned(sql: str, values: Mapping | Sequence = ()) -> list[tuple]:
    """The rows of a statement with many joins: it is a prepared statement of its connection, planned once for any values, for planning
    it takes longer than answering. Its values are bound by the server, so say their types: `%(ids)s::bigint[]`.

    It begins with SELECT: before all else history's context is put, as a command of its own, which no prepared statement may hold.
    Not for what is planned well for some values only, such as searches for words (performance.md, 8). In the transaction of the
    caller. Raises django.db.DatabaseError."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _cursor() -> CursorWrapper:
    """Django's own binds by itself and prepares nothing, but only of its own it can tell what was asked."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    return connection.make_cursor(psycopg.Cursor(connection.connection))  # type: ignore[arg-type]
