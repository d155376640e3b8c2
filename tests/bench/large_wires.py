"""Seconds of processor time that wire files of up to 10 MB, made to be slow, take: python -m tests.bench.large_wires"""

import time

from tests.intake.readers.test_newsml_1 import TEXT, component, file
from tests.intake.readers.test_newsml_g2 import item
from tests.intake.readers.test_ninjs import ONE, data
from tests.intake.readers.test_nitf import file as nitf_file
from tests.intake.readers.test_text_wires import MESSAGE, WIRE
from tracker.intake.readers import Record, Refused, anpa, iptc7901, newsml_1, newsml_g2, ninjs, nitf

MOST = 10_000_000
NESTED = "<NewsComponent>" * 100 + TEXT * 300 + "</NewsComponent>" * 100
FILES = [
    (nitf, lambda: nitf_file(text="<p>talks go on</p>" * (MOST // 18 - 300))),
    (nitf, lambda: nitf_file(text="<p>" + "<br/>talks" * 450_000 + "</p>")),
    (nitf, lambda: nitf_file(text="<p>" + "A1 22 " * (MOST // 6) + "</p>")),
    (nitf, lambda: nitf_file(text="<p>" + "talks\n  " * (MOST // 8) + "</p>")),
    (nitf, lambda: nitf_file(text="<p>" + "&lt;p&gt;" * (MOST // 9) + "talks</p>")),
    (nitf, lambda: nitf_file(text="<p>x/y</p>" * 450_000)),
    (newsml_g2, lambda: item("<inlineXML>" + "<x>talks</x>" * 450_000 + "</inlineXML>").encode()),
    (newsml_g2, lambda: item("<inlineXML/>", about="<headline>x</headline>" * 400_000).encode()),
    (newsml_1, lambda: file(component(NESTED) * 150)),
    (ninjs, lambda: data(ONE | {"body_html": "<a " * (MOST // 3)})),
    (ninjs, lambda: data(ONE | {"body_html": "<p>a &lt;b&gt; c</p>" * (MOST // 20)})),
    (iptc7901, lambda: MESSAGE.replace("the envoy", "x\n" * (MOST // 2 - 1000)).encode()),
    (iptc7901, lambda: MESSAGE.replace("the envoy", "x/y\n" * (MOST // 4 - 1000)).encode()),
    (iptc7901, lambda: (MESSAGE * 1999).encode()),
    (anpa, lambda: WIRE.replace("miles", "`` _ " * (MOST // 5 - 1000)).encode()),
    (anpa, lambda: WIRE.replace("miles", "`` _ \n\t   a" * (MOST // 12 - 1000)).encode()),
    (anpa, lambda: WIRE.replace("miles", "\x10" * (MOST - 1000)).encode()),
]


def main() -> None:
    for reader, make in FILES:
        hostile = make()
        began = time.process_time()
        try:
            found = reader.read(hostile)
        except Refused as refused:
            found = [refused]
        took = time.process_time() - began
        first = f"{len(found[0].text):,} characters" if isinstance(found[0], Record) else found[0].reason
        print(f"{reader.FORMAT}: {len(hostile):,} bytes, {took:.1f} s, {len(found):,} found: {first}")


if __name__ == "__main__":
    main()
