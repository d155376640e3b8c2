"""A small valid file of each format, in our own words, around words that are given."""

import io
import json
import zipfile
from collections.abc import Callable
from html import escape

WORDS = "Envoys of Freedonia and Sylvania met in the house by the lake and said that they would go on in the spring."
HEADLINE = "Envoys meet again"
NAR = "http://iptc.org/std/nar/2006-10-01/"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text(words: str = WORDS) -> bytes:
    return encoded(f"PORT ELLERY, March 14. /Kestrel Press/. {words}\n“We go on,” the envoy said on Monday.\n")


def html(words: str = WORDS) -> bytes:
    return encoded(
        f"<!doctype html><html lang='en'><head><title>{HEADLINE}</title>"
        "<meta property='article:published_time' content='2022-03-14T17:30:00+01:00'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-03-14T17:30:00+01:00"}</script>'
        f"</head><body><article><h1>{HEADLINE}</h1><p>{escape(words)}</p><p>They parted late.</p></article></body></html>"
    )


def mhtml(words: str = WORDS) -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://wire.example/talks\r\nSubject: Envoys meet again\r\n"
        "Date: Mon, 14 Mar 2022 17:30:00 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
        "------b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-Location: https://wire.example/talks\r\n\r\n"
    )
    return head.encode() + html(words) + b"\r\n------b--\r\n"


def rss(words: str = WORDS) -> bytes:
    return encoded(
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Kestrel Press</title>'
        f"<link>https://wire.example/</link><item><title>{HEADLINE}</title><link>https://wire.example/talks</link>"
        "<guid>talks-1</guid><pubDate>Mon, 14 Mar 2022 17:30:00 +0100</pubDate>"
        f"<description>{escape(words)}</description></item></channel></rss>"
    )


def atom(words: str = WORDS) -> bytes:
    return encoded(
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kestrel Press</title>'
        f"<id>urn:kestrel</id><updated>2022-03-14T17:30:00Z</updated><entry><title>{HEADLINE}</title><id>urn:kestrel:1</id>"
        "<link href='https://wire.example/talks'/><updated>2022-03-14T17:30:00+01:00</updated>"
        f"<content type='html'>{escape(escape(words))}</content></entry></feed>"
    )


def newsml_g2(words: str = WORDS) -> bytes:
    return encoded(
        f'<newsItem xmlns="{NAR}" guid="urn:kestrel:1" version="3" xml:lang="en" standard="NewsML-G2" standardversion="2.34">'
        '<itemMeta><itemClass qcode="ninat:text"/><provider><name>Kestrel Press</name></provider>'
        "<versionCreated>2022-03-14T21:00:00+01:00</versionCreated></itemMeta>"
        f"<contentMeta><headline>{HEADLINE}</headline><by>By Ann Doe</by></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{escape(words)}</p></body></html>'
        "</inlineXML></contentSet></newsItem>"
    )


def newsml_1(words: str = WORDS) -> bytes:
    return encoded(
        '<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>kestrel.example</ProviderId>'
        "<DateId>20220314</DateId><NewsItemId>TALKS</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>"
        "<NewsManagement><FirstCreated>20220314T173000+0000</FirstCreated></NewsManagement><NewsComponent><NewsLines>"
        f"<HeadLine>{HEADLINE}</HeadLine><ByLine>By Ann Doe</ByLine></NewsLines><ContentItem><MediaType FormalName='Text'/>"
        f"<DataContent><nitf><body><body.content><p>{escape(words)}</p></body.content></body></nitf></DataContent>"
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def nitf(words: str = WORDS) -> bytes:
    return encoded(
        '<?xml version="1.0"?><nitf><head><title>Envoys meet</title><docdata><doc-id id-string="talks-1"/>'
        '<date.issue norm="20220314T173000Z"/></docdata></head><body><body.head><hedline>'
        f"<hl1>{HEADLINE}</hl1></hedline><byline>By Ann Doe</byline><dateline><location>Port Ellery</location></dateline>"
        f"</body.head><body.content><p>{escape(words)}</p></body.content></body></nitf>"
    )


def ninjs(words: str = WORDS) -> bytes:
    return _json(
        {
            "guid": "urn:kestrel:1",
            "version": "2",
            "type": "text",
            "headline": HEADLINE,
            "byline": "By Ann Doe",
            "located": "Port Ellery",
            "firstcreated": "2022-03-14T17:30:00+0000",
            "versioncreated": "2022-03-14T18:30:00+0000",
            "language": "en",
            "body_html": f"<p>{escape(words)}</p>",
            "associations": {"main": {"guid": "p1", "type": "picture", "headline": "A lake"}},
        }
    )


def own(words: str = WORDS) -> bytes:
    report = {
        "title": HEADLINE,
        "text": words,
        "outlet": "Kestrel Press",
        "language": "en",
        "published_at": "2022-03-14T17:30:00+01:00",
        "statements": [
            {"pieces": [{"exact": "go on", "start": 90, "end": 95}], "speaker": "Ann Envoy", "positions": []}
        ],
    }
    return _json({"format": "parley-reports", "version": 1, "reports": [report]})


def iptc7901(words: str = WORDS) -> bytes:
    return encoded(
        f"\x01kpa0062 4 i 211  kpa 061\r\n\nFreedonia/talks/\r\n\x02{HEADLINE}\nBy Ann Doe =\r\n\r\n"
        f"   Port Ellery (kpa) - {words}\r\n\x03141830 GMT Mar 22\r\n\x7f\n\x7f\x04"
    )


def anpa(words: str = WORDS) -> bytes:
    return encoded(
        f"\x16\x16\x01p0062\x1f\r\nu i BC-Talks 03-14 0100\r\n\x02^BC-Talks<\r\n^{HEADLINE}<\r\n^By ANN DOE=\r\n"
        f"\tPORT ELLERY (KP) _ {words}\r\n\tThey parted late.\r\n\x03KP-WF-03-14-22 1830GMT<\r\n\x04"
    )


def csv(words: str = WORDS) -> bytes:
    quoted = words.replace('"', '""')
    return encoded(f'Title,Text,Published,Outlet\r\n{HEADLINE},"{quoted}",2022-03-14 17:30,Kestrel Press\r\n')


def dna(words: str = WORDS) -> bytes:
    head = (
        "statement_id;time;person;organization;concept;agreement;start_position;stop_position;text;coder;document_id;"
        "document_title;document_author;document_source;document_section;document_type"
    )
    quoted = words.replace('"', '""')
    row = f'1;2022-03-14 17:30:00;"Ann Envoy";"Freedonia";"Bases";1;5;60;"{quoted}";3;7;"{HEADLINE}";"";"Kestrel";"";""'
    return encoded(f"{head}\n{row}\n")


def eml(words: str = WORDS) -> bytes:
    return encoded(
        f"From: Ann Doe <ann@wire.example>\r\nTo: desk@wire.example\r\nSubject: {HEADLINE}\r\n"
        "Date: Mon, 14 Mar 2022 17:30:00 +0100\r\nMessage-ID: <1@wire.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n\r\nThey parted.\r\n"
    )


def docx(words: str = WORDS, **parts: bytes) -> bytes:
    """`parts` {name of a member: bytes} replaces and adds."""
    body = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p></w:body></w:document>'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(
                overrides=f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
            ).encode(),
            "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
            "word/document.xml": encoded(body),
            **parts,
        }
    )


def xlsx(words: str = WORDS, **parts: bytes) -> bytes:
    """`parts` {name of a member: bytes} replaces and adds."""
    cells = ("Title", "Text", "Published"), (HEADLINE, words, "2022-03-14")
    rows = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in cells)
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(overrides=_sheet_types()).encode(),
            "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": (
                f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Talks" sheetId="1" r:id="r0"/></sheets>'
                "</workbook>"
            ).encode(),
            "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet(rows),
            **parts,
        }
    )


def pdf(words: str = WORDS) -> bytes:
    lines = [words[start : start + 80] for start in range(0, min(len(words), 300_000), 80)]
    escaped = ("".join(f"\\{one}" if one in "()\\" else one for one in line) for line in lines)
    shown = "\n".join(f"T* ({line}) Tj" for line in escaped)
    return pdf_of(stream=f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("cp1252", "replace"))


def pdf_of(
    *, stream: bytes = b"", told: str = "", page: str = "", trailer: str = "", more: dict | None = None
) -> bytes:
    """A PDF of one page; `told` stands in the dictionary of its `stream`, `more` {number: object} replaces and adds."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {page} >>"
        ).encode(),
        4: f"<< /Length {len(stream)} {told} >>\nstream\n".encode() + stream + b"\nendstream",
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **(more or {}),
    }
    out, places = b"%PDF-1.4\n", {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    rows = b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, max(objects) + 1))
    size, begins = max(objects) + 1, len(out)
    table = f"xref\n0 {size}\n0000000000 65535 f \n".encode() + rows
    return out + table + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{begins}\n%%EOF\n".encode()


def sheet(rows: str, before: str = "") -> bytes:
    return encoded(f'<worksheet xmlns="{SHEET}">{before}<sheetData>{rows}</sheetData></worksheet>')


def relationships(*targets: tuple[str, str], mode: str = "") -> bytes:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'.encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 3, 14, 17, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def encoded(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _json(value) -> bytes:
    return json.dumps(value).encode()


def _cell(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _sheet_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
    )


SEEDS: dict[str, Callable[..., bytes]] = {
    "text": text,
    "html": html,
    "mhtml": mhtml,
    "rss": rss,
    "atom": atom,
    "pdf": pdf,
    "docx": docx,
    "eml": eml,
    "csv": csv,
    "dna": dna,
    "xlsx": xlsx,
    "own": own,
    "newsml-g2": newsml_g2,
    "newsml-1": newsml_1,
    "nitf": nitf,
    "ninjs": ninjs,
    "iptc7901": iptc7901,
    "anpa": anpa,
}
