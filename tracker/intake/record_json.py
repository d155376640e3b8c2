"""A Record as JSON and back, nothing lost: for items that wait, for what the reading process sends, for scripts.

The fields of the dataclasses decide: a field added to Record or Coded needs nothing here. A day is written as ISO 8601;
a moment with its offset, and where its zone has a name with that too: 2021-12-23T18:04:00+03:00[Europe/Moscow].
Reading is strict, for what is read may come from a process that a hostile file has taken over.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from .record import Record

Make = Callable[[Any], Any]
UNFIT = re.compile("[\0\ud800-\udfff]")  # no table can hold these


class NoRecord(ValueError):
    """The JSON is not what `as_json` writes."""


def as_json(thing: Any) -> dict[str, Any]:
    """A Record (or Columns, or Coded) as what `json.dumps` takes. NUL and half characters, which no table can hold, are
    left out: a text never has them (Record.of), another field only where a reader let them pass."""
    return {name: _plain(getattr(thing, name)) for name, _, _ in _fields(type(thing))}


def from_json(data: Any, kind: type = Record) -> Any:
    """The `kind` that `as_json` was given; a field that is missing has its default. Raises NoRecord."""
    if not isinstance(data, dict):
        raise NoRecord(f"{kind.__name__} is no object")
    values = {}
    for name, make, required in _fields(kind):
        if name in data:
            values[name] = make(data[name])
        elif required:
            raise NoRecord(f"{kind.__name__} without {name}")
    return kind(**values)


def moment_in_words(moment: datetime) -> str:
    """ISO 8601 with offset, followed by the zone's name in brackets where it has one."""
    zone = f"[{moment.tzinfo.key}]" if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key else ""
    return moment.isoformat() + zone


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return UNFIT.sub("", value)
    if dataclasses.is_dataclass(value):
        return as_json(value)
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {_plain(name): _plain(one) for name, one in value.items()}
    return value


@cache
def _fields(kind: type) -> list[tuple[str, Make, bool]]:
    """(name, how its value is made from JSON, whether it must be there) of each field."""
    hints = typing.get_type_hints(kind)
    missing = dataclasses.MISSING
    return [
        (one.name, _maker(hints[one.name]), one.default is missing and one.default_factory is missing)
        for one in dataclasses.fields(kind)
    ]


def _maker(hint: Any) -> Make:
    """What makes a value of type `hint` from JSON; NoRecord where the JSON does not fit."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (other,) = [one for one in inside if one is not type(None)]
        return _or_none(_maker(other))
    if origin is dict:
        return _dict(_maker(inside[1]))
    if origin is list or (origin is tuple and inside[-1] is Ellipsis):
        return _several(_maker(inside[0]), origin)
    if origin is tuple:
        return _so_many([_maker(one) for one in inside])
    if dataclasses.is_dataclass(hint):
        return lambda data: from_json(data, typing.cast(type, hint))
    return SIMPLE[hint]


def _or_none(make: Make) -> Make:
    return lambda data: None if data is None else make(data)


def _several(make: Make, container: type) -> Make:
    return lambda data: container(make(one) for one in _is(data, list))


def _so_many(makes: list[Make]) -> Make:
    def made(data):
        if len(_is(data, list)) != len(makes):
            raise NoRecord(f"{len(data)} values where {len(makes)} belong")
        return tuple(make(one) for make, one in zip(makes, data, strict=True))

    return made


def _dict(make: Make) -> Make:
    return lambda data: {_text(name): make(one) for name, one in _is(data, dict).items()}


def _is(data: Any, kind: type) -> Any:
    if type(data) is not kind:
        raise NoRecord(f"{type(data).__name__} where {kind.__name__} belongs")
    return data


def _text(data: Any) -> str:
    if UNFIT.search(_is(data, str)):
        raise NoRecord("a text with NUL or half characters")
    return data


def _day(data: Any) -> date:
    words = _text(data)
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise NoRecord(f"no day: {words[:40]!r}") from error


def _moment(data: Any) -> datetime:
    words, _, zone = _text(data).rstrip("]").partition("[")
    try:
        moment = datetime.fromisoformat(words)
        moment = _in_zone(moment, ZoneInfo(zone)) if zone else moment
    except (ValueError, OSError, LookupError) as error:
        raise NoRecord(f"no moment: {data[:60]!r}") from error
    if moment.tzinfo is None:
        raise NoRecord("a moment without its zone")
    return moment


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same hands of the clock in the named zone; where it shows them twice a year, the time with that offset."""
    named = moment.replace(tzinfo=zone)
    return named if named.utcoffset() == moment.utcoffset() else named.replace(fold=1)


SIMPLE: dict[Any, Make] = {
    str: _text,
    int: lambda data: _is(data, int),
    float: lambda data: float(data) if type(data) is int else _is(data, float),
    bool: lambda data: _is(data, bool),
    date: _day,
    datetime: _moment,
}
