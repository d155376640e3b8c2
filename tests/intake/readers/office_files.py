"""Files of office programs, made by hand and small: a Word document, a PDF, an e-mail."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def relationships(**targets):
    links = "".join(
        f'<Relationship Id="r{number}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )


def zipped(parts):
    """Bytes of a zip of {name: text or bytes}."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body, *, core="", main="word/document.xml", **parts):
    """A Word document of the XML `body`; `parts` {footnotes: XML of its notes ...}."""
    names = {kind: f"{kind}.xml" for kind in parts}
    folder, file = main.rsplit("/", 1)
    whole = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(officeDocument=main, **({"core-properties": "docProps/core.xml"} if core else {})),
        main: f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{file}.rels": relationships(**names),
    }
    for kind, content in parts.items():
        whole[f"{folder}/{kind}.xml"] = f"<w:{kind} {NAMES}>{content}</w:{kind}>"
    if core:
        whole["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>"
        )
    return zipped(whole)


def lines(words, *, left=72, top=720, size=12, step=14):
    """(x, y, size, words) of each line of a column."""
    return [(left, top - number * step, size, line) for number, line in enumerate(words)]


def pdf(*pages, information="", trailer="", unicode_map=""):
    """A PDF of pages of (x, y, size, words), in Helvetica."""
    count = len(pages)
    font = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{' '.join(f'{10 + 2 * n} 0 R' for n in range(count))}] /Count {count} >>",
        3: f"<< {font} {'/ToUnicode 5 0 R' if unicode_map else ''} >>",
        4: f"<< {information} >>",
        5: f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
    }
    for number, page in enumerate(pages):
        marks = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, size, words in page)
        objects[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {11 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[11 + 2 * number] = f"<< /Length {len(marks.encode('cp1252'))} >>\nstream\n{marks}\nendstream"
    return _written(objects, trailer)


def _escaped(words):
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(objects, trailer):
    out, places = b"%PDF-1.4\n", {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    most, begin = max(places), len(out)
    rows = [b"0000000000 65535 f \n"]
    rows += [b"%010d 00000 %s \n" % (places.get(n, 0), b"n" if n in places else b"f") for n in range(1, most + 1)]
    out += f"xref\n0 {most + 1}\n".encode() + b"".join(rows)
    return (
        out + f"trailer\n<< /Size {most + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\nstartxref\n{begin}\n%%EOF\n".encode()
    )


def protected(*pages):
    """A PDF that no empty password opens: its keys fit none."""
    key = "".join(f"{number:02x}" for number in range(32))
    keys = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"
    return pdf(*pages, trailer=f"{keys} /ID [<{key}> <{key}>]")
