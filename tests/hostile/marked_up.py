"""Hostile XML (NewsML-G2, NewsML 1, NITF, feeds) and hostile pages."""

import re
from collections.abc import Callable

from .damage import MB, Makers, in_words
from .seeds import SEEDS, encoded

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DAYS = re.compile(rb"\d{4}-?\d\d-?\d\dT[\d:]+|\d\d Mar \d{4}")
ROOT_TAG = re.compile(rb"^(<\?xml[^>]*\?>)?<([\w-]+)")


def _declaring(seed: bytes, subset: str, use: bytes) -> bytes:
    """With a DOCTYPE that declares `subset`, and `use` among its words."""
    found = ROOT_TAG.match(seed)
    declaration, root = found[1] or b"", found[2]
    rest = seed[len(declaration) :].replace(b"Envoys of", use + b"Envoys of", 1)
    return declaration + b"<!DOCTYPE " + root + b" [" + encoded(subset) + b"]>" + rest


def xml(make: Callable[..., bytes]) -> Makers:
    def inside(words: bytes) -> bytes:
        return in_words(make, words)

    seed = make()
    return {
        "a billion laughs": lambda: _declaring(seed, '<!ENTITY a0 "ha">' + LAUGHS, b"&a9;"),
        "one entity used 50,000 times": lambda: _declaring(seed, f'<!ENTITY a "{"x" * 50_000}">', b"&a;" * 50_000),
        "an entity that holds itself": lambda: _declaring(seed, '<!ENTITY a "&b;"><!ENTITY b "&a;">', b"&a;"),
        "a file of the server": lambda: _declaring(seed, '<!ENTITY a SYSTEM "file:///etc/passwd">', b"&a;"),
        "an address inside the house": lambda: _declaring(seed, '<!ENTITY a SYSTEM "http://127.0.0.1:1/">', b"&a;"),
        "entities from elsewhere": lambda: _declaring(seed, '<!ENTITY % a SYSTEM "http://127.0.0.1:1/"> %a;', b""),
        "a DOCTYPE of five megabytes": lambda: _declaring(seed, "<!ELEMENT a ANY>" * (5 * MB // 16), b""),
        "100,000 levels": lambda: inside(b"<a>" * 100_000),
        "250 levels, closed": lambda: inside(b"<p>" * 250 + b"deep" + b"</p>" * 250),
        "400,000 elements": lambda: inside(b"<b/>" * 400_000),
        "100,000 attributes": lambda: inside(b"<p " + b"".join(b'a%d="1" ' % n for n in range(100_000)) + b"/>"),
        "an attribute of five megabytes": lambda: inside(b'<p title="' + b"x" * (5 * MB) + b'"/>'),
        "50,000 namespaces": lambda: inside(
            b"<p " + b"".join(b'xmlns:n%d="u%d" ' % (n, n) for n in range(50_000)) + b"/>"
        ),
        "a CDATA that never ends": lambda: inside(b"<![CDATA[" + b"x" * MB),
        "a comment that never ends": lambda: inside(b"<!--" + b"x" * MB),
        "100,000 instructions": lambda: inside(b"<?php x ?>" * 100_000),
        "characters that XML has not": lambda: inside(b"&#0;&#xD800;&#xFFFF;&#x1F;&#99999999999;"),
        "days that no calendar has": lambda: DAYS.sub(b"99999-99-99T99:99:99+99:99", seed),
        "days before all years": lambda: DAYS.sub(b"0000-00-00T00:00:00-23:59", seed),
        "the end of time in the far west": lambda: DAYS.sub(b"9999-12-31T23:59:59-14:00", seed),
        "an encoding that is none": lambda: _encoded_as(seed, b"x-none"),
        "an encoding that is no text": lambda: _encoded_as(seed, b"zlib"),
        "UTF-7 in its declaration": lambda: _encoded_as(seed, b"utf-7"),
        "UTF-16 in its declaration only": lambda: _encoded_as(seed, b"utf-16"),
        "its story 20,000 times": lambda: _repeated(seed, 20_000),
        "a line of controls": lambda: inside(bytes(range(1, 32)) * 1000),
    }


def _encoded_as(seed: bytes, name: bytes) -> bytes:
    return b'<?xml version="1.0" encoding="' + name + b'"?>' + re.sub(rb"^<\?xml[^>]*\?>", b"", seed)


def _repeated(seed: bytes, times: int) -> bytes:
    """With its item, entry, component or paragraph many times, up to nine megabytes."""
    for name in (b"item", b"entry", b"NewsComponent", b"p"):
        if found := re.search(rb"<" + name + rb"[ >].*</" + name + rb">", seed, re.DOTALL):
            return seed.replace(found[0], found[0] * min(times, 9 * MB // len(found[0])), 1)
    return seed * 2


def pages() -> Makers:
    def page(body: bytes, head: bytes = b"") -> bytes:
        return b"<!doctype html><html><head><title>Talks</title>" + head + b"</head><body>" + body + b"</body></html>"

    ld = b'<script type="application/ld+json">%s</script>'
    story = b"<article><h1>Envoys meet</h1><p>They met in the house by the lake and will go on.</p></article>"
    return {
        "100,000 levels": lambda: page(b"<div>" * 100_000 + b"deep"),
        "5,000 tables in each other": lambda: page(b"<table><tr><td>" * 5_000 + b"deep"),
        "100,000 tags that are never closed": lambda: page(b"<b><i><a href=x>" * 33_000 + b"x"),
        "150,000 meta tags": lambda: page(story, b"<meta name=a content=b>" * 150_000),
        "an attribute of four megabytes": lambda: page(b"<p title='" + b"x" * (4 * MB) + b"'>x</p>" + story),
        "100,000 attributes": lambda: page(b"<p " + b"".join(b"a%d=1 " % n for n in range(100_000)) + b">x</p>" + story),
        "half a million entities": lambda: page(b"<p>" + b"&amp;&nbsp;&zwj;" * 170_000 + b"</p>"),
        "a comment that never ends": lambda: page(story + b"<!--" + b"-" * MB),
        "script that never ends": lambda: page(story + b"<script>" + b"x" * MB),
        "plaintext in the middle": lambda: page(b"<plaintext>" + story * 1000),
        "JSON-LD of 50,000 levels": lambda: page(story, ld % (b"[" * 50_000)),
        "JSON-LD in which all is of another kind": lambda: page(story, ld % b'{"@graph":[{"@type":[["NewsArticle"]],"headline":{"a":1},"author":[[[5]]],"datePublished":[1e999]}]}'),
        "JSON-LD with numbers beyond all": lambda: page(story, ld % (b'{"@type":"NewsArticle","datePublished":' + b"9" * 50_000 + b"}")),
        "an author who is his own": lambda: page(story, ld % (b'{"@type":"NewsArticle","author":' * 900 + b"1" + b"}" * 900)),
        "days that no calendar has": lambda: page(b"<time datetime='99999-99-99T99:99+99:99'>x</time>" + story, b"<meta property='article:published_time' content='9999-12-31T23:59:59-23:59'>"),
        "the first moment in the far east": lambda: page(story, b"<meta property='article:published_time' content='0001-01-01T00:00:00+14:00'>"),
        "an encoding that is none": lambda: page(story, b"<meta charset=x-none>"),
        "an encoding that is no text": lambda: page(story, b"<meta charset=base64>"),
        "UTF-16 in its meta tag only": lambda: page(story, b"<meta charset=utf-16>"),
        "half characters by number": lambda: page(b"<p>&#xD83D;&#xDE00;&#0;&#x110000;&#99999999999999;</p>" + story),
        "NUL in its tags": lambda: page(b"<p\0 cla\0ss=x>t\0ext</p\0>" + story),
        "SVG and MathML in each other": lambda: page(b"<svg><math><mtext><table><mglyph><style><!--</style>" * 3000 + story),
        "frames without a page": lambda: b"<html><frameset><frame src='file:///etc/passwd'></frameset></html>",
        "links of one megabyte": lambda: page(story + b"<a href='" + b"../" * (MB // 3) + b"'>x</a>", b"<base href='////'>"),
        "an address that is none": lambda: page(story, b"<link rel=canonical href='http://[::1'><meta property=og:url content='http://x:99999999/\xff'>"),
        "200,000 lines": lambda: page(b"<p>x</p>" * 200_000),
        "a title of two megabytes": lambda: b"<html><title>" + b"Talks " * 350_000 + b"</title><body>" + story,
    }  # fmt: skip


HOSTILE: dict[str, Callable[[], Makers]] = {
    **{name: (lambda name=name: xml(SEEDS[name])) for name in ("newsml-g2", "newsml-1", "nitf", "rss", "atom")},
    "html": pages,
}
