"""The colours keep the contrast that docs/design.md promises (WCAG 2.2: 4.5 for text, 3 for marks and controls)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(CSS.read_text())}

STATUSES = ("suggested", "draft", "reviewed", "published", "rejected", "disputed")
STANCES = ("rejects", "leans-against", "conditional", "leans-for", "accepts", "demands")
MESSAGES = ("bad", "warn", "good", "info")

TEXT = [
    *((ink, paper) for ink in ("ink", "ink-2", "ink-3") for paper in ("paper", "paper-2")),
    ("ink", "paper-3"),
    ("accent", "paper"),
    ("accent", "paper-2"),
    ("accent-strong", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "ink"),
    ("ink", "mark"),
    ("silence", "paper"),
    *((name, ground) for name in (*STATUSES, *STANCES, *MESSAGES) for ground in ("paper", f"{name}-wash")),
    *(("ink", f"{name}-wash") for name in (*STATUSES, *STANCES, *MESSAGES)),
    *((f"track-{number}", "paper") for number in range(1, 13)),
]
MARKS = [
    ("rule-control", "paper"),
    ("rule-control", "paper-2"),
    ("focus", "paper"),
    ("focus", "paper-2"),
    ("focus", "mark"),
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3)], ids=["text", "marks"])
def test_pairs(pairs, least, theme):
    found = {pair: contrast(*(TOKENS[name][theme] for name in pair)) for pair in pairs}
    assert {pair: round(value, 2) for pair, value in found.items() if value < least} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stances_for_and_against_differ_without_red_and_green(theme):
    """Orange and blue stay apart for people who cannot tell red from green: their blue channels differ by far."""

    def blueness(name):
        colour = TOKENS[name][theme]
        return int(colour[5:7], 16) - int(colour[1:3], 16)

    assert blueness("rejects") < -60
    assert blueness("accepts") > 60
    assert blueness("leans-against") < 0 < blueness("leans-for")
