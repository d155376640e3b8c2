"""Writing many rows by COPY: the columns that vary from row to row, and the model's defaults for the others."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, models

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
CHUNK = 2000  # rows sent at once


def text(value: object) -> str:
    """A value as COPY reads it; lists of numbers as arrays."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence], **fixed: object) -> None:
    """Add `rows`, which hold `columns` in order; `fixed`: columns that are the same in each. No trigger of a row's is left
    out here, no default of the model's either."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    others = {name: fixed.get(name, _default(field)) for name, field in fields.items() if name not in columns}
    tail = "".join("\t" + text(value) for value in others.values()) + "\n"
    names = ", ".join(connection.ops.quote_name(name) for name in (*columns, *others))
    lines: list[str] = []
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN") as sink,
    ):
        for row in rows:
            lines.append("\t".join(map(text, row)) + tail)
            if len(lines) == CHUNK:
                sink.write("".join(lines))
                lines.clear()
        sink.write("".join(lines))


def _default(field: models.Field) -> object:
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) else value
