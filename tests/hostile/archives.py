"""Hostile Word documents and workbooks: archives that lie about themselves, and XML that grows."""

import io
import struct
import zipfile
from collections.abc import Callable

from .damage import MB, Makers
from .marked_up import LAUGHS
from .seeds import SHEET, WORD, docx, encoded, relationships, sheet, xlsx, zipped


def archives(make: Callable[..., bytes], main: str) -> Makers:
    """What can be wrong with any zip; `main` is the part that holds the words."""
    return {
        "a part of 120 MB": lambda: make(**{main: b" " * (120 * MB)}),
        "200 parts of a megabyte": lambda: make(**{f"x/{n}.xml": b"\0" * MB for n in range(200)}),
        "20,000 parts": lambda: make(**{f"x/{n}": b"" for n in range(20_000)}),
        "an archive in an archive in an archive": lambda: zipped({"a.zip": zipped({"b.zip": make()})}),
        "parts that say they are small": lambda: _sizes(make(**{main: b" " * (20 * MB)}), unpacked=10),
        "parts that say they are huge": lambda: _sizes(make(), unpacked=0xFFFFFFF0),
        "parts that say they are nothing": lambda: _sizes(make(), unpacked=0, packed=0),
        "a thousand names for the same bytes": lambda: _overlapping(make(**{main: b" " * (2 * MB)}), 1000),
        "names that lead out of it": lambda: make(
            **{"../../../../etc/passwd": b"x", "/etc/passwd": b"x", "C:\\x": b"x"}
        ),
        "a part with a password": lambda: _patched(make(), 6, 8, 1),
        "a way of packing that nobody knows": lambda: _patched(make(), 8, 10, 99),
        "a part whose sum is wrong": lambda: _patched(make(), 14, 16, 0xDEAD),
        "no list of parts": lambda: make()[: make().rindex(b"PK\x01\x02")],
        "parts but no document": lambda: zipped(
            {"[Content_Types].xml": b"<Types/>", f"{main.split('/')[0]}/x.xml": b"<x/>"}
        ),
        "a billion laughs": lambda: make(**{main: f'<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]><a>&a9;</a>'.encode()}),
        "a file of the server": lambda: make(
            **{main: b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'}
        ),
        "100,000 levels": lambda: make(**{main: b"<a>" * 100_000}),
        "a main part that is no XML": lambda: make(**{main: b"\0\1\2" * 1000}),
        "an empty main part": lambda: make(**{main: b""}),
        "relationships that go round": lambda: make(
            **{"_rels/.rels": relationships(("officeDocument", "_rels/.rels"))}
        ),
        "relationships that lead out": lambda: make(
            **{"_rels/.rels": relationships(("officeDocument", "file:///etc/passwd"), mode=' TargetMode="External"')}
        ),
    }


def _patched(data: bytes, local: int, central: int, value: int) -> bytes:
    """With a two-byte field of every header replaced, at these places in the local and in the central one."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        found = changed.find(mark)
        while found >= 0:
            changed[found + place : found + place + 2] = struct.pack("<H", value)
            found = changed.find(mark, found + 4)
    return bytes(changed)


def _sizes(data: bytes, *, unpacked: int, packed: int | None = None) -> bytes:
    """With these sizes in every header."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        found = changed.find(mark)
        while found >= 0:
            if packed is not None:
                changed[found + place : found + place + 4] = struct.pack("<I", packed)
            changed[found + place + 4 : found + place + 8] = struct.pack("<I", unpacked)
            found = changed.find(mark, found + 4)
    return bytes(changed)


def _overlapping(data: bytes, times: int) -> bytes:
    """With `times` entries in the list of parts that stand for the same packed bytes."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        first = max(archive.infolist(), key=lambda member: member.file_size)
        for number in range(times):
            copy = zipfile.ZipInfo(f"x/{number}.xml")
            for name in ("compress_type", "header_offset", "CRC", "compress_size", "file_size"):
                setattr(copy, name, getattr(first, name))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
        archive._didModify = True
    return out.getvalue()


def documents() -> Makers:
    def of(body: str) -> bytes:
        whole = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        return docx(**{"word/document.xml": encoded(whole)})

    words = "<w:p><w:r><w:t>They met.</w:t></w:r></w:p>"
    table = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
    return {
        "80 tables in each other": lambda: of(table[0] * 80 + words + table[1] * 80),
        "5,000 tables in each other": lambda: of(table[0] * 5_000 + words + table[1] * 5_000),
        "150,000 paragraphs": lambda: of("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 150_000),
        "300,000 tabs": lambda: of(f"<w:p><w:r>{'<w:tab/>' * 300_000}<w:t>x</w:t></w:r></w:p>"),
        "fields that never end": lambda: of('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 20_000 + words),
        "text that was deleted only": lambda: of("<w:p><w:del><w:r><w:delText>They met.</w:delText></w:r></w:del></w:p>"),
        "signs by number that are none": lambda: of('<w:p><w:r><w:sym w:char="D83D"/><w:sym w:char="ZZZZ"/></w:r></w:p>' + words),
        "a note that refers to itself": lambda: docx(
            **{
                "word/_rels/document.xml.rels": relationships(("footnotes", "footnotes.xml")),
                "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>They met.</w:t>'
                '<w:footnoteReference w:id="1"/></w:r></w:p></w:body></w:document>'.encode(),
                "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1"><w:p><w:r><w:t>x</w:t>'
                '<w:footnoteReference w:id="1"/></w:r></w:p></w:footnote></w:footnotes>'.encode(),
            }
        ),
    }  # fmt: skip


def workbooks() -> Makers:
    def of(rows: str, before: str = "", **parts: bytes) -> bytes:
        return xlsx(**{"xl/worksheets/sheet1.xml": sheet(rows, before)}, **parts)

    def cell(place: str, value: str, kind: str = "") -> str:
        return f'<c r="{place}"{kind}><v>{value}</v></c>'

    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for letter, name in zip("AB", ("Title", "Text"), strict=True)
    )
    first = f'<row r="1">{head}</row>'
    shared = f'<sst xmlns="{SHEET}" count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r0"/>' for n in range(1, 2000))
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return {
        "a sheet that says it is the largest": lambda: of(first, '<dimension ref="A1:XFD1048576"/>'),
        "one cell in the last corner": lambda: of(first + f'<row r="1048576">{cell("XFD1048576", "1")}</row>'),
        "a row beyond all": lambda: of(first + f'<row r="99999999999999">{cell("A99999999999999", "1")}</row>'),
        "a place that is none": lambda: of(first + f'<row r="x">{cell("!!", "1")}{cell("", "1")}{cell("AAAAAAAA1", "1")}</row>'),
        "16,000 columns": lambda: of("<row>" + '<c t="inlineStr"><is><t>x</t></is></c>' * 16_000 + "</row>"),
        "60,000 rows": lambda: of(first + f"<row>{cell('', '1')}</row>".replace(' r=""', "") * 60_000),
        "texts that are not there": lambda: of(first + f'<row>{cell("A2", "99999999", chr(32) + chr(116) + "=" + chr(34) + "s" + chr(34))}</row>', **{"xl/sharedStrings.xml": shared.encode()}),
        "days beyond all": lambda: of(first + f'<row>{cell("A2", "1e308")}{cell("B2", "-1e308")}</row><row>{cell("A3", "NaN")}</row>'),
        "a day in ISO that is none": lambda: of(first + '<row><c r="A2" t="d"><v>99999-99-99</v></c></row>'),
        "an error in each cell": lambda: of(first + '<row><c t="e"><v>#REF!</v></c><c t="e"><v>#REF!</v></c></row>' * 500),
        "formulas that were never computed": lambda: of(first + "<row><c><f>WEBSERVICE(1)</f></c><c><f>A1</f></c></row>" * 500),
        "2,000 sheets of one": lambda: xlsx(**{"xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>'.encode()}),
        "a sheet that is a folder": lambda: xlsx(**{"xl/_rels/workbook.xml.rels": relationships(("worksheet", "../../../"))}),
        "a sheet that is the workbook": lambda: xlsx(**{"xl/_rels/workbook.xml.rels": relationships(("worksheet", "workbook.xml"))}),
    }  # fmt: skip


HOSTILE: dict[str, Callable[[], Makers]] = {
    "docx": lambda: archives(docx, "word/document.xml") | documents(),
    "xlsx": lambda: archives(xlsx, "xl/worksheets/sheet1.xml") | workbooks(),
}
