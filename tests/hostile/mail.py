"""Hostile e-mails, and pages that a browser saved as one."""

import re
from collections.abc import Callable

from .damage import MB, Makers
from .seeds import SEEDS, eml, mhtml

CODED = b"=?utf-8?B?VGFsa3M=?= "


def messages(make: Callable[..., bytes]) -> Makers:
    """What can be wrong with the headers and parts of either."""
    seed = make()
    headers, _, body = seed.partition(b"\r\n\r\n")

    def header(name: bytes, value: bytes) -> bytes:
        others = re.sub(rb"(?im)^" + name + rb":.*\r\n", b"", headers + b"\r\n")
        return name + b": " + value + b"\r\n" + others + b"\r\n" + body

    def multipart(parts: bytes, boundary: bytes = b"b") -> bytes:
        return (
            header(b"Content-Type", b'multipart/mixed; boundary="' + boundary + b'"').partition(b"\r\n\r\n")[0]
            + b"\r\n\r\n"
            + parts
        )

    part = b"--b\r\nContent-Type: text/plain\r\n\r\nThey met.\r\n"
    inner = b'--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return {
        "50,000 encoded words": lambda: header(b"Subject", CODED * 50_000),
        "encoded words that are broken": lambda: header(b"Subject", b"=?utf-8?Q?=ZZ=?= =?x-none?B?////?= =?utf-16?B?2D0=?= =?utf-8?B?7aC9?="),
        "a subject of two megabytes": lambda: header(b"Subject", b"Talks " * 350_000),
        "a subject of 50,000 lines": lambda: header(b"Subject", b"Talks\r\n " * 50_000),
        "100,000 headers": lambda: b"X-A: b\r\n" * 100_000 + seed,
        "10,000 comments in each other": lambda: header(b"From", b"(" * 10_000 + b"a@wire.example" + b")" * 10_000),
        "50,000 addressees": lambda: header(b"To", b"a <a@wire.example>, " * 50_000),
        "quotes that never close": lambda: header(b"From", b'"' + b"\\" * 60_000),
        "a day that no calendar has": lambda: header(b"Date", b"Mon, 99 Foo 99999 99:99:99 +9999"),
        "the end of time in the far west": lambda: header(b"Date", b"Fri, 31 Dec 9999 23:59:59 -2359"),
        "a zone of 100,000 digits": lambda: header(b"Date", b"Mon, 14 Mar 2022 17:30:00 +" + b"9" * 100_000),
        "NUL in its headers": lambda: header(b"Subject", b"Ta\0lks \xff\xfe"),
        "5,000 parts in each other": lambda: multipart(inner * 5_000 + part),
        "90 parts in each other": lambda: multipart(inner * 90 + part),
        "20,000 parts": lambda: multipart(part * 20_000 + b"--b--\r\n"),
        "an empty boundary": lambda: multipart(part, b""),
        "a boundary of 100,000 letters": lambda: multipart(part, b"b" * 100_000),
        "a boundary that is nowhere": lambda: multipart(part, b"other"),
        "half a million lines that look like one": lambda: multipart(b"--b-\r\n" * 500_000 + part),
        "300 messages in each other": lambda: header(b"Content-Type", b"message/rfc822").partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 300 + b"Subject: x\r\n\r\nThey met.",
        "a charset that is none": lambda: header(b"Content-Type", b"text/plain; charset=x-none"),
        "a charset that is no text": lambda: header(b"Content-Type", b"text/plain; charset=zlib"),
        "UTF-7": lambda: header(b"Content-Type", b"text/plain; charset=utf-7"),
        "a coding that is none": lambda: header(b"Content-Transfer-Encoding", b"x-none"),
        "Base64 that is none": lambda: header(b"Content-Transfer-Encoding", b"base64"),
        "a uuencoded body": lambda: header(b"Content-Transfer-Encoding", b"uuencode"),
        "three megabytes of equals signs": lambda: header(b"Content-Transfer-Encoding", b"quoted-printable") + b"=" * (3 * MB),
        "a parameter in 20,000 pieces": lambda: header(b"Content-Type", b"text/plain; " + b"".join(b"charset*%d=u; " % n for n in range(20_000))),
        "a kind that is none": lambda: header(b"Content-Type", b"////;;;==="),
        "no header is whole": lambda: seed.replace(b": ", b" "),
    }  # fmt: skip


def mails() -> Makers:
    html = eml().replace(b"text/plain", b"text/html")
    return {
        "a page of 50,000 levels": lambda: html + b"<div>" * 50_000 + b"deep",
        "a page of script only": lambda: html.partition(b"\r\n\r\n")[0] + b"\r\n\r\n<script>They met.</script>",
        "headers alone": lambda: eml().partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        "20,000 levels of quotation": lambda: eml() + b">" * 20_000 + b" They met.\r\n",
    }


def archives() -> Makers:
    seed = mhtml()
    return {
        "no page in it": lambda: seed.replace(b"text/html", b"image/png"),
        "a page that holds itself": lambda: seed.replace(b"<article>", b"<iframe src='https://wire.example/talks'></iframe><article>"),
        "a start that is nowhere": lambda: seed.replace(b'type="text/html"', b'type="text/html"; start="<none@x>"'),
        "a thousand pages": lambda: seed.replace(b"------b--", (b"------b" + seed.rpartition(b"------b\r\n")[2].partition(b"------b--")[0]) * 1000 + b"------b--"),
        "a page of 100,000 levels": lambda: seed.replace(b"<article>", b"<div>" * 100_000),
        "an address of a megabyte": lambda: seed.replace(b"https://wire.example/talks", b"https://wire.example/" + b"a" * MB),
        "an address that is none": lambda: seed.replace(b"https://wire.example/talks", b"http://[::1"),
    }  # fmt: skip


HOSTILE: dict[str, Callable[[], Makers]] = {
    "eml": lambda: messages(eml) | mails(),
    "mhtml": lambda: messages(SEEDS["mhtml"]) | archives(),
}
