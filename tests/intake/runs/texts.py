"""Texts and pages about nobody, without a database."""

PLACES = ["LUZERN", "GENEVA", "VIENNA", "OSLO", "GRAZ", "BERN", "TURIN", "LYON"]
THINGS = [
    "fishing quotas", "the northern bridge", "grain transit", "the rail timetable", "prisoner lists", "a ceasefire line",
    "river dams", "school books", "airspace fees", "timber duties", "the harbour fund", "radio masts", "border markets",
    "old maps", "pension transfers", "the canal lock", "mine clearing", "visa stamps", "power lines", "the toll road",
]  # fmt: skip
PEOPLE = ["the envoy", "a mediator", "the minister", "a spokeswoman", "the chair", "an official", "the governor"]
VERBS = ["rejected", "welcomed", "put off", "signed", "questioned", "withdrew", "published", "counted", "measured"]


def words(n: int, sentences: int = 6) -> str:
    """A text that resembles no other of these: every sentence has its own things and numbers."""
    lines = []
    for k in range(sentences):
        seed = n * 31 + k * 7
        one, two = THINGS[seed % 20], THINGS[(seed * 13 + k) % 20]
        who, verb = PEOPLE[(seed + k) % 7], VERBS[(seed * 5) % 9]
        lines.append(
            f"In round {n * 17 + k} {who} {verb} paper {n}-{k} on {one}, {seed * 3 + 11} pages long, and asked for"
            f" {seed + 2} days to look at {two} again."
        )
    return " ".join(lines)


def story(n: int, *, sentences: int = 6, day: str = "March 3") -> str:
    place = PLACES[n % len(PLACES)]
    return (
        f"Round {n} of the talks ends in {place.title()}\n\n"
        f"{place}, {day}. /Example Wire/. {words(n, sentences)}\n"
        f'"We are prepared to go on with item {n}," the official said.\n'
    )


def page(n: int, *, sentences: int = 6) -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>Page {n} of the talks</title>"
        f"<meta property='og:site_name' content='Example Page'>"
        f"<meta property='article:published_time' content='2021-03-0{n % 9 + 1}T10:00:00+01:00'></head><body><article>"
        f"<h1>Page {n} of the talks</h1><p>{words(n, sentences)}</p>"
        f"<p>The two sides of page {n} will meet again in the house by the lake, the envoy told the press.</p>"
        f"</article></body></html>"
    ).encode()


def file(n: int) -> tuple[str, bytes, str]:
    """Name, bytes and content type; every third is a page, the others plain text."""
    if n % 3 == 0:
        return f"page-{n}.html", page(n), "text/html"
    return f"story-{n}.txt", story(n).encode(), "text/plain"
