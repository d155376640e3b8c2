"""No address, however spelled, leads to a machine that is not public (bar.md S3). Connections are counted where the
interpreter makes them, and stopped there, so that nothing leaves the machine that runs the tests."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.loopback import connections
from tracker.intake.fetching import Policy, fetch
from tracker.intake.fetching.addresses import IP, is_public, target
from tracker.intake.record import Failed, Refused

PUBLIC_4, PUBLIC_6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

# What names stand for in these tests. Numbers in odd spellings go to the system itself, which understands them.
NAMES = {
    "good.example": [PUBLIC_4, PUBLIC_6],
    "xn--bcher-kva.example": [PUBLIC_4],
    "localhost": ["127.0.0.1", "::1"],
    "intranet": ["10.0.0.5"],
    "metadata.google.internal": ["169.254.169.254"],
    "mixed.example": [PUBLIC_4, "127.0.0.1"],
    "mixed6.example": [PUBLIC_6, "::1"],
    "last.example": [PUBLIC_4, PUBLIC_4, PUBLIC_6, "192.168.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::1"],
    "teredo.example": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "ula.example": ["fd00:ec2::254"],
    "zone.example": ["fe80::1%lo"],
    "nobody.example": [],
}

HOSTILE = [
    # this machine, in every spelling that C libraries know
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://0177.0x0.1/",
    "http://127.0.0.1./",
    "http://00000000177.0.0.1/",
    "http://4294967295/",
    "http://127.0.0.0x1/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://foo.localhost/",
    # letters, digits and dots of other scripts
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://127｡0｡0｡1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://loc\u00adalhost/",
    "http://𝟙𝟚𝟟.𝟘.𝟘.𝟙/",
    # private, carriers', link-local, documentation, multicast
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xA9FEA9FE/",
    "http://2852039166/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine/",
    "http://192.0.0.192/",
    "http://192.88.99.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    # IPv6
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[fe80::1%lo]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[::1",
    "http://::1/",
    # who one claims to be, and where the host ends
    "http://good.example@127.0.0.1/",
    "http://good.example:80@127.0.0.1/",
    "http://user:secret@good.example/",
    "http://127.0.0.1\\@good.example/",
    "http://good.example\\@127.0.0.1/",
    "http://127.0.0.1#@good.example/",
    "http://127.0.0.1?@good.example/",
    "http://good.example%2f@127.0.0.1/",
    "http://%6c%6f%63%61%6c%68%6f%73%74/",
    "http://127.0.0.1%00.good.example/",
    "http://good.example\r\nHost: intranet/",
    "http://good.exa mple/",
    "http:///127.0.0.1/",
    "http:127.0.0.1/",
    "//127.0.0.1/",
    # ports and schemes
    "http://good.example:22/",
    "http://good.example:6379/",
    "http://good.example:0/",
    "http://good.example:65536/",
    "http://good.example:8o/",
    "http://127.0.0.1:80/",
    "file:///etc/passwd",
    "ftp://good.example/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stat",
    "javascript:alert(1)",
    "data:text/html,x",
    "jar:http://127.0.0.1/",
    "/etc/passwd",
    "good.example",
    "",
    # what names stand for
    "http://intranet/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://mixed.example/",
    "http://mixed6.example/",
    "http://last.example/",
    "http://mapped.example/",
    "http://nat64.example/",
    "http://sixtofour.example/",
    "http://teredo.example/",
    "http://ula.example/",
    "http://zone.example/",
    "http://nobody.example/",
    f"http://{'a' * 64}.example/",
    f"http://{'a.' * 130}example/",
    f"http://good.example/{'a' * 3000}",
]


def as_told(host: str, port: int) -> list[str]:
    """The tests' names; anything else as the system itself reads it, without asking the network."""
    if host in NAMES:
        return NAMES[host]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [answer[4][0] for answer in found]


POLICY = Policy(resolve=as_told, pause=0.0)


def reaches(address: str, policy: Policy = POLICY) -> tuple[list[str], Exception]:
    with connections(stopped=True) as made, pytest.raises((Refused, Failed)) as said:
        fetch(address, policy=policy)
    return made, said.value


def test_there_are_enough():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_addresses_reach_nothing(address):
    made, said = reaches(address)
    assert made == []
    assert len(said.reason) > 20


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("http://good.example/", PUBLIC_4),
        ("HTTPS://Good.Example.:443/", PUBLIC_4),
        (f"http://{PUBLIC_4}/", PUBLIC_4),
        (f"https://[{PUBLIC_6}]/", PUBLIC_6),
        ("http://bücher.example/", PUBLIC_4),
        ("http://ＧＯＯＤ。example/", PUBLIC_4),
    ],
)
def test_good_ones_are_connected_to_by_their_number(address, number):
    """The counter counts, and what is stopped is said to be a connection."""
    made, said = reaches(address)
    assert made[0] == number
    assert isinstance(said, Failed)


def test_what_may_not_be_reached_is_reached_when_the_check_is_taken_out():
    """The test above can fail: with a policy that lets everything through, the same addresses do connect."""
    made, _ = reaches("http://mixed.example/", Policy(resolve=as_told, pause=0.0, allows=lambda ip: True))
    assert made == [PUBLIC_4, "127.0.0.1"]


def test_a_name_is_asked_for_once():
    """It answers otherwise the second time (rebinding), and the second time never comes."""
    answers = iter([[PUBLIC_4], ["127.0.0.1"], ["127.0.0.1"]])
    made, _ = reaches("http://turning.example/", Policy(resolve=lambda host, port: next(answers), pause=0.0))
    assert made == [PUBLIC_4]
    assert next(answers) == ["127.0.0.1"]


CLOSED = [
    "0.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.0.1",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.255",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.0",
    "192.88.99.255",
    "192.168.255.255",
    "192.175.48.1",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.0",
    "203.0.113.255",
    "224.0.0.0",
    "239.255.255.255",
    "240.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff:fff::1",
    "5f00::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:2800::1%eth0",
    "febf::1",
    "fec0::1",
    "ff02::1",
]
OPEN = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "100.63.255.255",
    "100.128.0.0",
    "128.0.0.1",
    "168.63.129.17",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700::1111",
    "2a00::1",
]


@pytest.mark.parametrize("number", CLOSED)
def test_not_public(number):
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", OPEN)
def test_public(number):
    assert is_public(ipaddress.ip_address(number))


@given(st.ip_addresses())
def test_nothing_is_public_that_python_holds_private(ip: IP):
    if is_public(ip):
        assert ip.is_global
        assert not any([ip.is_private, ip.is_loopback, ip.is_link_local, ip.is_multicast, ip.is_reserved])


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://a.example/", "http://127.0.0.1"]))
def test_any_text_is_an_address_or_refused(text, before):
    try:
        found = target(before + text)
    except Refused:
        return
    again = target(found.address)
    assert again == found  # it means the same to whoever reads it next
    assert found.port in (80, 443)
    assert found.address.isascii()


def test_an_address_keeps_its_query_and_loses_its_fragment():
    found = target("https://good.example/feed?id=1&name=%D0%B0 б#part".replace(" ", "%20"))
    assert found.address == "https://good.example/feed?id=1&name=%D0%B0%20%D0%B1"
    assert target("../other", base="https://good.example/a/b/c").address == "https://good.example/a/other"
