"""XML from outside, parsed strictly: nothing is fetched, nothing is expanded, everything is bounded.

1. The bytes become characters here (byte order mark, UTF-8 where they are valid UTF-8, declared encoding, a guess), so that
   the parser sees UTF-8 and no other encoding can hide anything from the checks.
2. A DOCTYPE as such is let through, since NITF and NewsML 1 carry one; its DTD is never loaded. An internal subset that
   declares entities (the bombs, and files read from disk) is refused.
3. With a DOCTYPE the parser drops an entity it does not know without a word. So the named characters of HTML (which
   NITF's DTD declares) are put in before, and any other name is refused.
4. lxml without entities, network, DTD and huge trees: deeper than 256 levels or a text over 10 MB is refused by it, more
   than MOST_TAGS tags here.
"""

import html
import re

from lxml import etree

from tracker.intake.record import Refused

from . import encoding

HEAD = 8192  # bytes in which the first tag is looked for
MOST_TAGS = 500_000
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARATION = re.compile(r"^\s*<\?xml\b([^>]{0,200})\?>")
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
FIRST_TAG = re.compile(rb"<(?:([\w.-]+):)?([A-Za-z_][\w.-]*)([^>]*)")
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
OF_XML = frozenset(["amp", "lt", "gt", "quot", "apos"])
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_APART = "person city state country location region org byttl br p hl1 hl2 name virtloc"
APART = frozenset(_APART.split())
BEFORE_MARK = re.compile(r" (?=[,;:.](?:\s|$))")
BROKEN = "This {name} is not well-formed ({why}). Ask for the file again, or paste the text of the report."


def opening(data):
    """(name, attributes) of the first element as bytes, (b"", b"") where the bytes do not begin as XML."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")
    if not head.startswith(b"<"):
        return b"", b""
    head = re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)
    found = FIRST_TAG.search(head)
    return (found[2], found[3]) if found else (b"", b"")


def parse(data, name, *, content_type=""):
    """The root element. `name` is what a person calls the file. Raises Refused, as the module's docstring tells."""
    declared = DECLARED.search(data[:HEAD])
    declared = declared.group(1).decode("ascii", "replace").lower() if declared else ""
    if declared.startswith(("utf-16", "utf-32", "ucs")):
        declared = ""  # a declaration that can be read as ASCII is wrong about it
    if _is_utf8(data):
        declared = "utf-8"  # whatever it says: other text is not valid UTF-8 by chance
    text, _, _ = encoding.decode(data.lstrip(), content_type=content_type, declared_inside=declared)
    text = CONTROLS.sub("", DECLARATION.sub("", text.lstrip("\ufeff"), count=1)).lstrip()
    _refuse_bombs(text, name)
    return _parse(NAMED.sub(_character, text), name)


def _is_utf8(data):
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_bombs(text, name):
    if text.count("<") > MOST_TAGS * 2:
        raise Refused(f"This {name} has more than {MOST_TAGS:,} elements. Take only the stories you need.")
    if "<!DOCTYPE" not in text:
        return
    if "<!ENTITY" in text:
        raise Refused(
            f"This {name} declares entities of its own, which are not read: they can be made to fill all memory or to "
            "show files of the server. Paste the text of the report."
        )
    unknown = next((found[1] for found in NAMED.finditer(text) if not _known(found[1])), None)
    if unknown:
        raise Refused(BROKEN.format(name=name, why=f"the entity &{unknown}; stands for nothing"))


def _known(entity):
    return entity in OF_XML or f"{entity};" in html.entities.html5


def _character(found):
    """A named character of HTML as itself; what XML names, and what nobody knows, stays."""
    entity = found[1]
    return found[0] if entity in OF_XML else html.entities.html5.get(f"{entity};", found[0])


def _parse(text, name):
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused(BROKEN.format(name=name, why=str(error).split(", line")[0][:120])) from error


def local(element):
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element, *names):
    """Child elements called so, whatever their namespace."""
    return [child for child in element if local(child) in names] if element is not None else []


def child(element, *path):
    """The first element down a path of names, or None."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def first(element, *names):
    """The first descendant called so, in document order, or None."""
    return next((found for found in element.iter() if local(found) in names), None) if element is not None else None


def words(element, *, without=()):
    """All characters in an element as one line, leaving out the descendants called as in `without`."""
    if element is None:
        return ""
    return BEFORE_MARK.sub("", " ".join("".join(_characters(element, without)).split()))


def _characters(element, without):
    yield element.text or ""
    for inner in element:
        name = local(inner)
        apart = " " if name in APART else ""
        if name and name not in without:
            yield apart
            yield from _characters(inner, without)
        yield apart + (inner.tail or "")
