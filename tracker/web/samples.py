"""Made-up things for the style page: they carry the attributes that the tags read, and stand in no table."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

TRACK_NAMES = (
    "SSD",
    "NRC",
    "OSCE",
    "Normandy",
    "Shuttle",
    "Letters",
    "UNSC",
    "IAEA",
    "Trade",
    "Grain",
    "Track two",
    "Humanitarian",
)
STANCES = ("rejects", "leans_against", "conditional", "leans_for", "accepts", "demands", "silence")
STATUSES = ("suggested", "draft", "reviewed", "published", "rejected", "disputed")
STEPS = (
    "floated",
    "proposed",
    "confirmed",
    "postponed",
    "cancelled",
    "held",
    "read_out",
    "active",
    "suspended",
    "concluded",
)
ICONS = (
    "search",
    "list-filter",
    "calendar",
    "link",
    "quote",
    "history",
    "share-2",
    "plus",
    "pencil",
    "check",
    "x",
    "trash-2",
    "keyboard",
    "external-link",
)


@dataclass
class Day:
    """Stands for tracker.lib.dates.UncertainDate, with its rendering given."""

    edtf: str
    rendering: str
    words: str = ""
    reference: date | None = None
    is_exact_day: bool = False
    earliest: datetime = field(default_factory=lambda: datetime(2022, 1, 1, tzinfo=UTC))
    latest: datetime = field(default_factory=lambda: datetime(2022, 1, 10, tzinfo=UTC))

    def __str__(self) -> str:
        return self.rendering


def track(number: int):
    return Thing(
        colour=number,
        label=TRACK_NAMES[number - 1],
        name=f"Track “{TRACK_NAMES[number - 1]}”",
        get_absolute_url=lambda: "#tracks",
    )


def statement(words: str, **attributes):
    outlet = Thing(label="Example Agency")
    report = Thing(
        outlet=outlet,
        title="Readout of the telephone briefing",
        published_at=datetime(2021, 12, 23, 17, 5, tzinfo=UTC),
        language="en",
        get_absolute_url=lambda: "#quotes",
    )
    plain = {
        "pk": 1,
        "form": "direct",
        "quote": words,
        "spoken": words,
        "translation": "",
        "speaker": Thing(get_absolute_url=lambda: "#quotes"),
        "speaker_label": "Anna Example",
        "speaker_role": "Deputy Foreign Minister",
        "basis": "on_record",
        "get_basis_display": lambda: "On record",
        "relays": Thing(all=[]),
        "report": report,
    }
    return Thing(**(plain | attributes))


def context() -> dict:
    """What style.html shows."""
    now = datetime.now(UTC)
    return {
        "themes": ("light", "dark"),
        "tracks": [track(number) for number in range(1, 13)],
        "stances": STANCES,
        "statuses": STATUSES,
        "steps": STEPS,
        "icons": ICONS,
        "exact": Day("2022-01-12", "12 Jan 2022", is_exact_day=True),
        "vague": Day("2022-01-01~/2022-01-10~", "early January 2022", "as soon as early January", date(2021, 12, 23)),
        "moment": datetime(2022, 1, 12, 11, 5, tzinfo=UTC),
        "soon": now + timedelta(days=1),
        "later": now + timedelta(days=12),
        "past": now - timedelta(days=3),
        "counts": [(day * 7 % 11) * (day % 3) // 2 for day in range(90)],
        "on_record": statement(
            "We are ready to talk, on the understanding that both sides bring something to the table."
        ),
        "unnamed": statement(
            "some of the points can be discussed, and others will never be agreed to",
            form="mixed",
            speaker=None,
            speaker_label="a senior official",
            speaker_role=None,
            basis="background",
            get_basis_display=lambda: "On background",
            relays=Thing(all=["Example Agency"]),
        ),
        "indirect": statement(
            "that the delegation would travel to Geneva in the second week of January",
            form="indirect",
            speaker_role=None,
        ),
        "rows": (
            ("Enlargement", ("demands", "rejects", "silence")),
            ("Missiles", ("demands", "conditional", "leans_for")),
            ("Transparency", ("leans_for", "accepts", "demands")),
        ),
    }
