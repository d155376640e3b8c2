"""JSON-LD of a page: the node that describes the article. Bounded: a page may carry a million brackets."""

import json
import re
from collections.abc import Iterator
from itertools import islice

MOST_SCRIPTS, LONGEST_SCRIPT, MOST_NODES = 200, 400_000, 2000
STORY = re.compile(r"(?:^|/|#|:)\w*(?:article|posting)$", re.IGNORECASE)
PAGE = re.compile(r"(?:^|/|:)(?:webpage|itempage|videoobject)$", re.IGNORECASE)
WRAPPING = re.compile(r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)\s*(?:\*/)?\s*$")


def article(tree) -> dict:
    """The article's node, else the page's, {} without one."""
    best: tuple[int, dict] | None = None
    for script in islice(tree.iter("script"), MOST_SCRIPTS):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in islice(_nodes(_load(script.text or "")), MOST_NODES):
            rank = _rank(node)
            if rank is not None and (best is None or rank < best[0]):
                best = rank, node
    return best[1] if best else {}


def name(value) -> str:
    """The name in a value that may be a string, a thing with a name, or a list of them (its first)."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) and "://" not in value else ""


def names(value) -> list[str]:
    """Every name in it, each once."""
    found: list[str] = []
    for item in value[:10] if isinstance(value, list) else [value]:
        inner = item.get("name") if isinstance(item, dict) else None
        found += [name(one) for one in inner[:10]] if isinstance(inner, list) else [name(item)]
    return list(dict.fromkeys(" ".join(one.split()) for one in found if one.strip()))


def _load(script):
    if not script or len(script) > LONGEST_SCRIPT:
        return None
    for text in (script, WRAPPING.sub("", WRAPPING.sub("", script)).rstrip("; \n\t")):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data) -> Iterator[dict]:
    """Every object in the JSON, level by level, without recursion."""
    queue = [data]
    for item in queue:
        if len(queue) > MOST_NODES:
            return
        if isinstance(item, dict):
            yield item
            queue.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            queue.extend(item[:MOST_NODES])


def _rank(node):
    """0 an article with its headline, 1 another article, 2 a page; None what describes something else."""
    kinds = node.get("@type")
    kinds = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    if any(STORY.search(kind[:100]) or kind.lower() == "report" for kind in kinds):
        return 0 if node.get("headline") or node.get("datePublished") else 1
    return 2 if any(PAGE.search(kind[:100]) for kind in kinds) else None
