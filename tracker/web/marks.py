"""Shapes that stand beside colours, so that nothing is told by colour alone.

Every shape is SVG markup for a box of 16 by 16, drawn with the current text colour. `cut` is a line in the
colour of the paper, drawn over a filled shape. The markup is constant: a mark in a long list costs one string.
"""

from django.utils.safestring import SafeString, mark_safe

CHECK = "M4.4 8.4l2.4 2.5 4.8-5.2"
CROSS = "M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"

DISC = '<circle cx="8" cy="8" r="7.5"/>'
RING = '<circle cx="8" cy="8" r="6.7" fill="none" stroke-width="1.6"/>'
DASHED = '<circle cx="8" cy="8" r="6.6" fill="none" stroke-width="1.8" stroke-dasharray="2.6 2.6"/>'
HALF = f'{RING}<path d="M8 1.3a6.7 6.7 0 0 1 0 13.4z"/>'


def line(path: str, *, cut: bool = False, width: float = 1.9) -> str:
    """A stroke along `path`; `cut` draws it in the paper's colour."""
    css = ' class="cut"' if cut else ""
    return f'<path d="{path}"{css} fill="none" stroke-width="{width}" stroke-linecap="round"/>'


def svg(inner: str) -> SafeString:
    return mark_safe(f'<svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{inner}</svg>')


# Filled is strong, outlined is weak; a tick is for, a cross against.
STANCES = {
    "rejects": svg(DISC + line(CROSS, cut=True)),
    "leans_against": svg(RING + line(CROSS, width=1.6)),
    "conditional": svg(
        '<path d="M8 .8L15.2 8 8 15.2.8 8z" fill="none" stroke-width="1.5"/><path d="M8 .8V15.2L.8 8z"/>'
    ),
    "leans_for": svg(RING + line(CHECK, width=1.6)),
    "accepts": svg(DISC + line(CHECK, cut=True)),
    "demands": svg('<path d="M8 .4L15.8 15H.2z"/>' + line("M8 6v4.2M8 12.6v.1", cut=True)),
    "silence": svg(
        '<circle cx="8" cy="8" r="5.6" fill="none" stroke-width="1.5"'
        ' stroke-dasharray=".1 2.83" stroke-linecap="round"/>'
    ),
}

CROSSED = svg(line("M2.5 2.5l11 11M13.5 2.5l-11 11", width=2.4))
STATUSES = {
    "suggested": svg(DASHED),
    "draft": svg(RING),
    "reviewed": svg(HALF),
    "published": svg(DISC),
    "rejected": CROSSED,
    "disputed": svg(line("M1.5 5.5h13M1.5 10.5h13M11 1.5L5 14.5", width=2)),
    "floated": svg(DASHED),
    "proposed": svg(DASHED),
    "confirmed": svg(RING + line(CHECK, width=1.6)),
    "held": svg(DISC),
    "read_out": svg(DISC + line("M4.8 6.4h6.4M4.8 9.6h6.4", cut=True, width=1.5)),
    "postponed": svg(RING + line("M5 8h6M8.6 5.4L11.2 8l-2.6 2.6", width=1.6)),
    "cancelled": CROSSED,
    "active": svg(DISC),
    "suspended": svg('<path d="M3 1.5h3.4v13H3zM9.6 1.5H13v13H9.6z"/>'),
    "concluded": svg('<path d="M1.5 1.5h13v13h-13z"/>'),
}
UNKNOWN_STATUS = svg(RING)

# One shape per palette number 1..12; the first six differ most.
TRACKS = (
    svg(DISC),
    svg('<path d="M1 1h14v14H1z"/>'),
    svg('<path d="M8 .6L15.8 15H.2z"/>'),
    svg('<path d="M8 0l8 8-8 8-8-8z"/>'),
    svg('<path d="M5.6.5h4.8v5.1h5.1v4.8h-5.1v5.1H5.6v-5.1H.5V5.6h5.1z"/>'),
    svg('<circle cx="8" cy="8" r="5.9" fill="none" stroke-width="3.4"/>'),
    svg('<path d="M.2 1h15.6L8 15.4z"/>'),
    svg('<path d="M8 .2l2.3 5.2 5.6.6-4.2 3.8 1.2 5.6L8 12.5l-4.9 2.9 1.2-5.6L.1 6l5.6-.6z"/>'),
    svg('<path d="M4 1h8l4 7-4 7H4L0 8z"/>'),
    svg('<path d="M2.6 2.6h10.8v10.8H2.6z" fill="none" stroke-width="3.2"/>'),
    svg('<path d="M0 12a8 8 0 0 1 16 0z"/>'),
    svg('<path d="M.5 2h15v4H.5zM.5 10h15v4H.5z"/>'),
)
