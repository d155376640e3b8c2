"""Asking the database what is asked on every page, planned once."""

from collections.abc import Mapping, Sequence

import psycopg
from django.db import connection


def planned(sql: str, values: Mapping | Sequence = ()) -> list[tuple]:
    """The rows of a statement with many joins: after a few times it is a prepared statement of its connection, for planning it takes
    longer than answering. Its values are bound by the server, so say their types: `%(ids)s::bigint[]`.

    Not for what is planned well for some values only, such as searches for words (performance.md, 8). In the transaction of the
    caller. Raises django.db.DatabaseError."""
    connection.ensure_connection()
    # Django's own cursor binds by itself and prepares nothing; this one is counted and logged as all are.
    with connection._prepare_cursor(psycopg.Cursor(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, values)
        return cursor.fetchall()
