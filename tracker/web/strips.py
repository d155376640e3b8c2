"""Small activity strips: one bar a day, drawn on the server."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

HEIGHT = 24
BAR = 3
STEP = 4


def strip_svg(values: Sequence[int], label: str) -> SafeString:
    """An SVG picture of `values` (counts, oldest first), named `label` for those who cannot see it.

    Bars grow with the square root of the count, so that one statement stays visible beside a day of forty.
    """
    width = max(len(values), 1) * STEP
    top = max([*values, 1]) ** 0.5
    bars = "".join(
        f'<rect x="{i * STEP}" y="{HEIGHT - height:.1f}" width="{BAR}" height="{height:.1f}"/>'
        for i, value in enumerate(values)
        if value and (height := max(HEIGHT * value**0.5 / top, 2))
    )
    base = f'<path class="strip-base" d="M0 {HEIGHT + 0.5}H{width}"/>'
    return format_html(
        '<svg class="strip" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}{}</svg>',
        width,
        HEIGHT + 1,
        label,
        mark_safe(bars),
        mark_safe(base),
    )
