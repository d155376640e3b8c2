"""A text made of quotes, for statements that came without the text they were taken from."""

BETWEEN = "\n\n"
MOST_COMPARED = 200  # quotes of one report among which those that stand inside another are looked for

Span = tuple[int, int]


def stitched(quotes: list[tuple[Span | None, str]]) -> tuple[str, list[Span]]:
    """The quotes one after another, and where each stands; (place in the text that is lost, words) each.

    They are in the order of their places where all have one, else as given. What is quoted twice, or inside of another
    quote, stands once.
    """
    places = [span for span, _ in quotes]
    order = (
        sorted(range(len(quotes)), key=lambda number: places[number] or (0, 0)) if all(places) else range(len(quotes))
    )
    words = list(dict.fromkeys(quotes[number][1] for number in order))
    hosts = _hosts(words) if len(words) <= MOST_COMPARED else {}
    starts, parts, length = {}, [], 0
    for one in words:
        if one not in hosts:
            starts[one] = length
            parts.append(one)
            length += len(one) + len(BETWEEN)
    for one, host in hosts.items():
        starts[one] = starts[host] + host.index(one)
    return BETWEEN.join(parts), [(starts[one], starts[one] + len(one)) for _, one in quotes]


def _hosts(words: list[str]) -> dict[str, str]:
    """Of each that stands inside another: the longest that holds it."""
    longest = sorted(words, key=len, reverse=True)
    return {
        one: host
        for place, one in enumerate(longest)
        if (host := next((other for other in longest[:place] if one in other), None)) is not None
    }
