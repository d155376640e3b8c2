"""Who wrote a page, as its own marks say: microdata, rel=author, classes named after bylines.

What other people wrote (comments, teasers, the sidebar) and what is no name (dates, "Follow") is left out.
"""

import re
from itertools import islice

from . import days

MOST_MARKED, MOST_LEVELS, MOST_INSIDE, LONGEST = 300, 60, 60, 120
MARKED = (
    "//*[contains(@itemprop,'author') or contains(@rel,'author') or contains(@class,'author') or contains(@class,'Author')"
    " or contains(@class,'byline') or contains(@class,'Byline') or contains(@id,'byline') or contains(@id,'author')"
    " or contains(@class,'writtenby') or contains(@class,'autor') or contains(@class,'auteur')"
    " or contains(@class,'signature')]"
)
CLASSES = re.compile(
    r"(?:^|[\s_-])(?:(?:by)?-?authors?|bylines?|p-author|writtenby|autore?s?|auteurs?|signature)", re.I
)
OTHERS = re.compile(
    r"comment|related|sidebar|footer|teaser|recommend|promo|widget|popular|more-?(?:from|stories|news)|newsletter"
    r"|reply|replies|discuss|respond|trending|most-?read|card-?list|carousel|author-?bio|about-?(?:the-?)?author"
    r"|follow|note|nav\b|menu|social|share",
    re.IGNORECASE,
)
PICTURES = re.compile(r"avatar|photo|image|img|caption|credit|icon", re.IGNORECASE)
PARTS_OF = ("nav", "footer", "form", "select", "head", "figure", "blockquote")
LABEL = re.compile(
    r"^(?:(?:written|posted|reported|story|text|article|published|edited|analysis|words|review(?:ed)?)\s+by|by|par|von|por|di"
    r"|door|av|af|author|authors|reporter|автор|autor|auteur|text|texte)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
CUT = re.compile(r"\s*(?:[|•·●★@\n/]|\((?![^()\d:@/]{2,80}\))|\blast updated\b|\b(?:edited|photographs?|photos) by\b|\s[–—-]\s|\s[–—-]$|\s{3}|https?:|\d|\b(?:follow|updated|published|posted|contributor"
                 r"|senior|staff writer|correspondent|read more|view profile|get |share)\b)", re.IGNORECASE)  # fmt: skip
NO_NAME = re.compile(
    r"(?:(?:(?:about )?the |our |a )?(?:authors?|note|admin|staff|editors?|editorial team|guest|unknown|anonymous|home|profile|bio|comments?"
    r"|see all|view all|all posts|next|previous|about us|contact).*|.*(?:'s (?:blog|posts)))$",
    re.IGNORECASE,
)
MOST_WORDS = 14


def find(tree) -> tuple[str, str]:
    """(the names, where they were marked), ("", "") without any."""
    ranked: list[tuple[int, str, str]] = []
    for element in islice(tree.xpath(MARKED), MOST_MARKED):
        rank, where = _rank(element)
        if rank is None or any(rank >= one[0] for one in ranked) or _of_others(element):
            continue
        words = _words(element)
        if words:
            ranked.append((rank, words, where))
    return min(ranked)[1:] if ranked else ("", "")


def clean(words: str) -> str:
    """A byline without its label, date, titles and agency's furniture; "" where no name is in it."""
    words = " ".join(words[:400].split())
    for _ in range(2):
        words = LABEL.sub("", words)
    dated = days.find_date(words)
    words = words[: dated[0]] if dated else words
    cut = CUT.search(words)
    words = (words[: cut.start()] if cut else words).strip(" ,;:.-–—|")
    if not 2 <= len(words) <= LONGEST or len(words.split()) > MOST_WORDS or NO_NAME.match(words):
        return ""
    first = words[0]
    return words if first.isalpha() and (first.isupper() or first.upper() == first.lower()) else ""


def _rank(element):
    """How far its mark can be trusted, and the mark's name; (None, "") for marks of something else."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "meta", "link", "script", "input", "img"):
        return None, ""
    if "author" in (element.get("itemprop") or "").split():
        return 0, "itemprop author"
    if "author" in (element.get("rel") or "").lower().split():
        return 0, "link to the author"
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if CLASSES.search(named) and not OTHERS.search(named) and not PICTURES.search(named):
        return 1 if "byline" in named.lower() else 2, "byline of the page"
    return None, ""


def _of_others(element):
    for ancestor in islice(element.iterancestors(), MOST_LEVELS):
        if ancestor.tag in ("body", "html"):
            return False
        if ancestor.tag in PARTS_OF:
            return True
        if OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def _words(element):
    inner = [one for one in islice(element.iterdescendants(), MOST_INSIDE) if isinstance(one.tag, str)]
    named = [one for one in inner if "name" in (one.get("itemprop") or "")]
    if not named:
        links = [one for one in inner if one.tag == "a"]
        named = [
            link for link in links if "author" in f"{link.get('rel')} {link.get('class')} {link.get('href')}".lower()
        ]
    if named:
        found = [clean(one.get("content") or _text(one)) for one in named[:8]]
        joined = ", ".join(dict.fromkeys(one for one in found if one))
        if joined:
            return joined[:LONGEST]
    return clean(_text(element))


def _text(element):
    """Its words, blocks apart."""
    parts, length = [], 0
    for piece in element.itertext():
        parts.append(piece)
        length += len(piece)
        if length > 400:
            break
    return " ".join(parts)
