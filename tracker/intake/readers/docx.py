"""A Word document (DOCX): its paragraphs as lines, read from the document's own XML (docs/decisions/0012-docx.md).

1. The zip is checked before it is unpacked; the main part, its notes and its styles are found by the relationships.
2. What a reader of the finished document sees is kept: tracked insertions, content controls, fields' results, text boxes,
   tables (a row is a line, its cells apart by a tab), equations. What he does not is dropped: tracked deletions, hidden
   words, comments, the codes of fields, headers and footers of pages.
3. Footnotes and endnotes follow at the end, so that sentences stay whole.
4. Title: a paragraph in the style "Title", then the document's information.
"""

import posixpath
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from tracker.intake.record import Record, Refused, Source
from tracker.lib.text import one_line

from . import documents, zipped

FORMAT, NAME = "docx", "a Word document (DOCX)"
KIND = "Word document"
NOTHING = "There is no text in this Word document; it may hold pictures only. Type what they say, or paste the text."
UNSEEN = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "tblPr",
        "tcPr",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "fldChar",
    ]
)
WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
MOST_LINES = 200_000
BOXES = frozenset("☐☑☒")  # marks of list items that say something; a plain bullet does not


def recognises(data: bytes) -> bool:
    """A zip with a list of content types and the parts of a Word document."""
    names = zipped.names(data)
    return "[Content_Types].xml" in names and any(name.startswith("word/document") for name in names)


def read(data: bytes, *, content_type="", reference_date=None, url="") -> list[Record | Refused]:
    """The Record of a Word document. Raises Refused where it is broken, a bomb, or has no text."""
    parts = zipped.parts(data, KIND)
    main = _target(parts, "", "officeDocument") or "word/document.xml"
    root = _xml(parts, main)
    body = None if root is None else next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise Refused("This Word document has no main text; it is damaged. Open it in Word and paste its text.")
    try:
        found = Paragraphs(body, _styles(parts, main), _boxes(parts, main))
        text = "\n".join([*found.lines, *_notes(parts, main, found)])
    except RecursionError as error:
        raise Refused("This Word document is nested too deeply to be read. Open it and paste its text.") from error
    record = Record.of(text, NOTHING)
    record.notes += found.remarks()
    _title(record, found)
    documents.fill(record, _information(parts), reference_date=reference_date, url=url)
    return [record]


class Paragraphs:
    """The lines of a part of the document, and the ids of the notes they refer to."""

    def __init__(self, root, styles, boxes=None):
        self.lines: list[str] = []
        self.title = ""
        self.noted: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.not_read = 0
        self._styles, self._ticks, self._fields, self._boxes = styles, boxes or {}, [], []
        self._held = ""  # words of a paragraph that goes on in the next one
        self._blocks(root, self.lines)
        if self._held:
            self.lines.append(self._held)

    def remarks(self) -> list[str]:
        """What a person is told of the way it was read."""
        notes = sum(len(ids) for ids in self.noted.values())
        told = [f"Footnotes and endnotes were put at the end of the text ({notes})."] if notes else []
        return told + ([f"Documents embedded in it were not read ({self.not_read})."] if self.not_read else [])

    def _blocks(self, element, lines):
        for child in _children(element):
            name = _name(child)
            if len(self.lines) > MOST_LINES:
                raise Refused(f"This Word document has more than {MOST_LINES:,} paragraphs. Take only the report.")
            if name == "p":
                self._paragraph(child, lines)
            elif name == "tbl":
                self._table(child, lines)
            elif name == "altChunk":
                self.not_read += 1
            else:
                self._blocks(child, lines)

    def _paragraph(self, element, lines):
        out: list[str] = []
        self._words(element, out)
        self._fields = [field for field in self._fields if field == "result"]  # a code never closed hides one paragraph
        words = self._held + "".join(out)
        if _goes_on(element):
            self._held = words
        else:
            self._held = ""
            words = self._ticks.get(_list_level(element), "") + words if words.strip() else ""
            lines += [line.strip() for line in words.split("\n") if line.strip()]
            if not self.title and self._styles.get(_style(element)) == "title":
                self.title = one_line(words)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box, lines)

    def _table(self, table, lines):
        for row in _within(table, "tr"):
            cells: list[list[str]] = []
            for cell in _within(row, "tc"):
                cells.append([])
                self._blocks(cell, cells[-1])
            if all(len(cell) <= 1 for cell in cells):
                cells = [["\t".join(cell[0] for cell in cells if cell)]]
            lines += [line for cell in cells for line in cell if line]

    def _words(self, element, out):
        for child in _children(element):
            name = _name(child)
            if name == "t":
                out.append("" if "code" in self._fields else child.text or "")
            elif name == "br" and _value(child, "type") in ("page", "column"):
                out.append("\n" if out else "")
            elif name in WRITTEN:
                out.append(WRITTEN[name])
            elif name == "sym":
                out.append(_symbol(child))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self.noted[name.removesuffix("Reference")].append(_value(child, "id"))
            elif name != "r" or not _hidden(child):
                self._field(child, name)
                self._words(child, out)

    def _field(self, element, name):
        """A field is its code, which nobody sees, then its result."""
        for mark in element if name == "r" else ():
            if _name(mark) != "fldChar":
                continue
            step = _value(mark, "fldCharType")
            if step == "begin":
                self._fields.append("code")
            elif self._fields:
                self._fields.pop()
                self._fields += ["result"] if step == "separate" else []


def _children(element) -> Iterator[etree._Element]:
    """Elements that are seen; of alternatives the one that holds a text box, else the first."""
    for child in element:
        name = _name(child)
        if name == "AlternateContent":
            choices = [one for one in child if _name(one) in ("Choice", "Fallback")]
            boxed = [one for one in choices if next(one.iter("{*}txbxContent"), None) is not None]
            yield from (boxed or choices)[:1]
        elif name and name not in UNSEEN and not _deleted(child, name):
            yield child


def _within(element, wanted):
    """Rows of a table or cells of a row, whatever is wrapped around them."""
    for child in _children(element):
        if _name(child) == wanted:
            yield child
        elif _name(child) != "tbl":
            yield from _within(child, wanted)


def _deleted(element, name):
    properties = {"tr": "trPr", "tc": "tcPr"}.get(name)
    held = _first(element, properties) if properties else None
    return held is not None and (_first(held, "del") is not None or _first(held, "cellDel") is not None)


def _goes_on(paragraph):
    """Whether the mark that ends it was deleted, or it is the large first letter of the next."""
    properties = _first(paragraph, "pPr")
    if properties is None:
        return False
    mark, frame = _first(properties, "rPr"), _first(properties, "framePr")
    if mark is not None and (_first(mark, "del") is not None or _first(mark, "moveFrom") is not None):
        return True
    return frame is not None and _value(frame, "dropCap") in ("drop", "margin")


def _hidden(run):
    properties = _first(run, "rPr")
    mark = _first(properties, "vanish") if properties is not None else None
    return mark is not None and _value(mark, "val") not in ("0", "false", "off")


def _style(paragraph):
    return _set(_first(paragraph, "pPr"), "pStyle")


def _list_level(paragraph):
    """(list, level) of a list's item, as they are called in the document; ("", "") of another paragraph."""
    properties = _first(paragraph, "pPr")
    listed = _first(properties, "numPr") if properties is not None else None
    return _set(listed, "numId"), _set(listed, "ilvl")


def _set(properties, name):
    """The value of a property, "" where it is not set."""
    found = _first(properties, name) if properties is not None else None
    return _value(found, "val") if found is not None else ""


def _symbol(element):
    """A character by number; the private ones are ornaments of a font."""
    try:
        code = int(_value(element, "char") or "0", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(element, name):
    return next((child for child in element if _name(child) == name), None)


def _value(element, name):
    """An attribute, whatever its namespace: there are two families of them."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _xml(parts, name):
    """Root of a part, or None. Entities and outside files are never resolved; depth and length are limited."""
    data = parts.read(name)
    if not data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused("This Word document is damaged: its XML cannot be read. Open it and paste its text.") from error
    if root.getroottree().docinfo.doctype:
        raise Refused("This Word document declares a document type of its own, which no Word writes. Paste its text.")
    return root


def _target(parts, source, kind):
    """Name of the part to which `source` ("" for the whole document) is related as `kind`, or ""."""
    folder, file = posixpath.split(source)
    root = _xml(parts, posixpath.join(folder, "_rels", f"{file}.rels"))
    for link in root if root is not None else ():
        if _value(link, "Type").endswith(f"/{kind}") and _value(link, "TargetMode") != "External":
            return posixpath.normpath(posixpath.join("/", folder, _value(link, "Target"))).lstrip("/")
    return ""


def _styles(parts, main):
    """{id of a paragraph style: its name in lower case}; names are English in every language of Word."""
    root = _xml(parts, _target(parts, main, "styles"))
    found = {}
    for style in root if root is not None else ():
        name = _first(style, "name") if _name(style) == "style" else None
        if name is not None:
            found[_value(style, "styleId")] = _value(name, "val").lower()
    return found


def _boxes(parts, main):
    """{(list, level): box and blank} for the levels of lists whose items begin with a box, ticked or not."""
    root = _xml(parts, _target(parts, main, "numbering"))
    marks, found = {}, {}
    for kind in root if root is not None else ():
        if _name(kind) == "abstractNum":
            marks[_value(kind, "abstractNumId")] = {
                _value(level, "ilvl"): _set(level, "lvlText") for level in kind if _name(level) == "lvl"
            }
        elif _name(kind) == "num":
            for level, mark in marks.get(_set(kind, "abstractNumId"), {}).items():
                found[_value(kind, "numId"), level] = f"{mark} "
    return {level: mark for level, mark in found.items() if mark.strip() in BOXES}


def _notes(parts, main, found):
    """Lines of the notes referred to, in their order."""
    for kind, ids in found.noted.items():
        root = _xml(parts, _target(parts, main, f"{kind}s")) if ids else None
        notes = {_value(note, "id"): note for note in root if _name(note) == kind} if root is not None else {}
        for one in dict.fromkeys(ids):
            if one in notes:
                yield from Paragraphs(notes[one], {}).lines


def _title(record, found):
    begins = record.text.find(found.title) if found.title else -1
    if begins >= 0:
        span = (begins, begins + len(found.title))
        record.take("title", found.title, Source("paragraph in the style “Title”", found.title, span))


def _information(parts):
    root = _xml(parts, _target(parts, "", "core-properties") or "docProps/core.xml")
    told = {_name(child): (child.text or "").strip()[:1000] for child in root} if root is not None else {}
    return documents.Information(
        title=told.get("title", ""),
        author=told.get("creator", ""),
        language=told.get("language", ""),
        created=_moment(told.get("created", "")),
        modified=_moment(told.get("modified", "")),
        created_words=told.get("created", "")[:40],
        modified_words=told.get("modified", "")[:40],
    )


def _moment(words):
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if 1980 <= moment.year <= 2100 else None
