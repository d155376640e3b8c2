"""Hostile PDF files."""

import zlib
from collections.abc import Callable

from .damage import MB, Makers
from .seeds import pdf, pdf_of

SHOWN = b"BT /F1 12 Tf 72 720 Td (They met in the house by the lake.) Tj ET"


def _packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return pdf_of(stream=content, told=f"/Filter [{'/FlateDecode ' * times}]")


def _tree(depth: int) -> dict[int, bytes]:
    """Nodes of pages, one in the other."""
    last = 10 + depth
    nodes = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, last)}
    return {
        2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
        **nodes,
        last: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
    }


def _map(lines: bytes) -> dict[int, bytes]:
    """A font whose letters stand for what `lines` say."""
    told = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n" + lines
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return {5: font, 6: b"<< /Length %d >>\nstream\n" % len(told) + told + b"\nendcmap\nendstream"}


def files() -> Makers:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream"
    title = "/Info << /Title <FEFFD83D0041D83D> /CreationDate (D:99999999999999+99'99') /Author 9 0 R >>"
    return {
        "a stream of 200 MB": lambda: _packed(b" " * (200 * MB)),
        "a stream packed twice, of 400 MB": lambda: _packed(b"\0" * (400 * MB), 2),
        "500 filters": lambda: pdf_of(stream=SHOWN, told="/Filter [" + "/ASCIIHexDecode " * 500 + "]"),
        "a filter that nobody knows": lambda: pdf_of(stream=SHOWN, told="/Filter /Nothing"),
        "JBIG2 and JPX that are none": lambda: pdf_of(stream=SHOWN * 100, told="/Filter [/JBIG2Decode /JPXDecode]"),
        "run lengths of 100 MB": lambda: pdf_of(stream=b"\x81 " * (MB // 2) + b"\x80", told="/Filter /RunLengthDecode"),
        "a width of two thousand million": lambda: pdf_of(
            stream=zlib.compress(SHOWN), told="/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 >>"
        ),
        "pages that hold themselves": lambda: pdf_of(stream=SHOWN, more={2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
        "5,000 levels of pages": lambda: pdf_of(stream=SHOWN, more=_tree(5_000)),
        "a page 100,000 times": lambda: pdf_of(
            stream=SHOWN, more={2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 100_000 + b"] /Count 100000 >>"}
        ),
        "two thousand million pages by its own count": lambda: pdf_of(
            stream=SHOWN, more={2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}
        ),
        "no page": lambda: pdf_of(more={2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        "a page without end": lambda: pdf_of(stream=b"BT /F1 12 Tf " + b"1 0 0 1 72 720 Tm (word) Tj " * 200_000 + b"ET"),
        "a letter on each point of a page": lambda: pdf_of(
            stream=b"BT /F1 1 Tf " + b"".join(b"1 0 0 1 %d %d Tm (x)Tj " % (n % 600, n // 600) for n in range(100_000)) + b"ET"
        ),
        "a page as large as a country": lambda: pdf_of(stream=SHOWN, page="/MediaBox [-1e30 -1e30 1e30 1e30] /UserUnit 1e30"),
        "letters of no size": lambda: pdf_of(stream=b"BT /F1 0 Tf 1e-30 0 0 1e-30 1e30 -1e30 Tm (They met.) Tj ET"),
        "a form that holds itself": lambda: pdf_of(
            stream=b"/X Do " + SHOWN, more={7: form, 3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 7 0 R >> /Font << /F1 5 0 R >> >> >>"}
        ),
        "100,000 levels of lists": lambda: pdf_of(stream=SHOWN, page="/X " + "[" * 100_000 + "]" * 100_000),
        "100,000 levels of dictionaries": lambda: pdf_of(stream=SHOWN, page="/X " + "<</A " * 100_000),
        "a length that is wrong": lambda: pdf_of(stream=SHOWN).replace(b"/Length %d" % len(SHOWN), b"/Length 999999999"),
        "a length that is itself": lambda: pdf_of(stream=SHOWN).replace(b"/Length %d" % len(SHOWN), b"/Length 4 0 R"),
        "a list of places that leads back": lambda: (whole := pdf_of(stream=SHOWN, trailer="/Prev @@@@@@@@")).replace(
            b"@@@@@@@@", b"%08d" % whole.index(b"xref")
        ),
        "a list of places beyond the end": lambda: pdf_of(stream=SHOWN).replace(b"startxref\n", b"startxref\n99999999999999"),
        "no list of places": lambda: pdf_of(stream=SHOWN).partition(b"xref")[0],
        "two thousand million places": lambda: pdf_of(stream=SHOWN).replace(b"xref\n0 6", b"xref\n0 2147483647"),
        "letters that stand for half characters": lambda: pdf_of(
            stream=SHOWN, more=_map(b"1 beginbfrange <00> <ff> <D800> endbfrange")
        ),
        "letters that stand for NUL": lambda: pdf_of(stream=SHOWN, more=_map(b"1 beginbfrange <00> <ff> <0000> endbfrange")),
        "a letter that stands for a megabyte": lambda: pdf_of(
            stream=SHOWN * 100, more=_map(b"1 beginbfchar <65> <" + b"0041" * 250_000 + b"> endbfchar")
        ),
        "a title in half characters": lambda: pdf_of(stream=SHOWN, trailer=title),
        "a password": lambda: pdf_of(
            stream=SHOWN, trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [<00> <00>]"
        ),
        "what happens when it is opened": lambda: pdf_of(
            stream=SHOWN, more={1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"}
        ),
        "a first line alone": lambda: b"%PDF-1.7\n",
        "its keywords, mixed": lambda: b"%PDF-1.7\n" + b"obj endobj stream endstream xref trailer << >> [ ] ( ) R " * 20_000,
        "itself, one behind the other": lambda: pdf() * 500,
    }  # fmt: skip


HOSTILE: dict[str, Callable[[], Makers]] = {"pdf": files}
