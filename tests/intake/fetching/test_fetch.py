"""Fetching from servers on this machine that behave, and from some that do not (bar.md S3, R9)."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.intake.loopback import answer, connections, serving
from tracker.intake.fetching import Busy, fetch
from tracker.intake.fetching import politeness as polite
from tracker.intake.fetching.fetch import seconds_of
from tracker.intake.record import Failed, Refused

MB = 1024 * 1024


@pytest.fixture
def server():
    with serving() as made:
        yield made


def refusal(server, path="/", kind=Refused, **policy):
    with pytest.raises((Refused, Failed)) as said:
        fetch(server.address + path, policy=server.policy(**policy))
    assert type(said.value) is kind, said.value.reason
    return said.value


def test_what_comes_back(server):
    server.answers["/a?b=c"] = answer(b"words", Content_Type="text/html; charset=x", ETag='"1"', Last_Modified="Mon")
    found = fetch(f"{server.address}/a?b=c#d", policy=server.policy())
    assert (found.data, found.content_type) == (b"words", "text/html; charset=x")
    assert (found.etag, found.last_modified, found.address) == ('"1"', "Mon", f"{server.address}/a?b=c")
    assert server.asked("User-Agent").startswith("Parley/")
    assert server.asked("Host") == f"127.0.0.1:{server.port}"
    assert server.asked("Cookie") == server.asked("Referer") == server.asked("If-None-Match") == ""


def test_the_name_is_kept_while_its_number_is_connected_to(server):
    server.answers["/"] = answer(b"x")
    with connections() as made:
        fetch(f"http://news.example:{server.port}/", policy=server.policy())
    assert made == ["127.0.0.1"]
    assert server.asked("Host") == f"news.example:{server.port}"


def test_unchanged(server):
    server.answers["/"] = answer(status="304 Not Modified")
    assert fetch(server.address, etag='"1"', last_modified="Mon", policy=server.policy()) is None
    assert (server.asked("If-None-Match"), server.asked("If-Modified-Since")) == ('"1"', "Mon")
    refusal(server, kind=Failed)  # nobody said that we had it


def test_a_stored_etag_cannot_forge_a_header(server):
    server.answers["/"] = answer(b"x")
    fetch(server.address, etag='"1"\r\nX-Forged: yes', policy=server.policy())
    assert "Forged" not in server.requests[-1]
    server.answers["/"] = answer(b"x", ETag='"\xe9"')
    assert fetch(server.address, policy=server.policy()).etag == ""


def test_no_proxy_of_the_environment(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    server.answers["/"] = answer(b"x")
    with connections() as made:
        fetch(server.address, policy=server.policy())
    assert made == ["127.0.0.1"]


# -- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 Moved"])
def test_redirects_are_followed(server, status):
    server.answers |= {"/": answer(status=status, Location="b/c?d"), "/b/c?d": answer(b"there")}
    found = fetch(server.address, policy=server.policy())
    assert (found.data, found.address) == (b"there", f"{server.address}/b/c?d")


@pytest.mark.parametrize(
    "where",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "//169.254.169.254/",
        "http://[::1]/",
        "http://127.0.0.2/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http:\\\\169.254.169.254\\",
        "http://\x00/",
    ],
)
def test_redirects_lead_nowhere_that_an_address_may_not(server, where):
    server.answers["/"] = answer(status="302 Found", Location=where)
    names = {"inside.example": ["10.0.0.1"], "mixed.example": ["93.184.215.14", "10.0.0.1"]}
    with connections() as made:
        refusal(server, names=names)
    assert made == ["127.0.0.1"]


def test_a_name_is_looked_at_again_on_every_hop(server):
    """The first hop finds this server, the second finds the name changed to a machine inside."""
    answers = iter([["127.0.0.1"], ["192.168.0.1"]])
    server.answers["/"] = answer(status="302 Found", Location="/again")
    with connections() as made, pytest.raises(Refused, match="not on the public internet"):
        fetch(f"http://turning.example:{server.port}/", policy=server.policy(resolve=lambda host, port: next(answers)))
    assert made == ["127.0.0.1"]


def test_redirects_end(server):
    server.answers["/"] = answer(status="302 Found", Location="/")
    assert "leads on to another" in refusal(server).reason
    assert len(server.requests) == 6  # the address and five hops


# -- answers that bring nothing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400 Bad", Refused),
        ("401 Who", Refused),
        ("403 No", Refused),
        ("404 None", Refused),
        ("410 Gone", Refused),
        ("408 Slow", Failed),
        ("429 Many", Busy),
        ("500 Broken", Failed),
        ("502 Broken", Failed),
        ("503 Away", Busy),
        ("300 Choose", Failed),
        ("302 Found", Failed),
        ("304 Not Modified", Failed),
        ("999 Odd", Failed),
    ],
)
def test_statuses(server, status, kind):
    server.answers["/"] = answer(b"<h1>Sorry</h1>", status=status)
    assert status[:3] in refusal(server, kind=kind).reason


def test_when_a_busy_server_may_be_asked_again(server):
    server.answers["/"] = answer(status="429 Too Many", Retry_After="120")
    assert refusal(server, kind=Busy).seconds == 120
    server.answers["/"] = answer(status="503 Away", Retry_After="soon")
    assert refusal(server, kind=Busy).seconds is None


def test_seconds_of_a_retry_after():
    assert seconds_of("99999999999") == 7 * 24 * 3600
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    assert 7000 < seconds_of(later) <= 7200
    assert seconds_of("Sun, 06 Nov 1994 08:49:37 GMT") == 0
    for words in ("", "-5", "1.5", "٣", "Mon, 99 Foo 2022", "x" * 1000):
        assert seconds_of(words) is None


def test_nobody_there(server):
    server.close()
    assert "does not take connections" in refusal(server, kind=Failed).reason


def test_an_unknown_name(server):
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert "no host called" in refusal(server, kind=Failed, resolve=unknown).reason


def test_another_machine_of_the_host_is_tried(server):
    server.answers["/"] = answer(b"x")
    policy = server.policy(names={"two.example": ["127.0.0.2", "127.0.0.1"]}, allows=lambda ip: ip.is_loopback)
    with connections() as made:
        assert fetch(f"http://two.example:{server.port}/", policy=policy).data == b"x"
    assert made == ["127.0.0.2", "127.0.0.1"]


# -- bodies ----------------------------------------------------------------------------------------------------------------


def sends(*pieces, every=0.0, end=None):
    """A server that sends pieces, one after the other, for ever if `end` is given."""

    def act(sock):
        for piece in pieces:
            sock.sendall(piece)
        while end is not None:
            sock.sendall(end)
            if every:
                time.sleep(every)

    return act


HEAD = b"HTTP/1.1 200 OK\r\n"


def test_packed_bodies(server):
    server.answers |= {
        "/gzip": answer(gzip.compress(b"words " * 1000), Content_Encoding="gzip"),
        "/deflate": answer(zlib.compress(b"words " * 1000), Content_Encoding="deflate"),
        "/bare": answer(zlib.compress(b"words " * 1000)[2:-4], Content_Encoding="Deflate"),
        "/members": answer(gzip.compress(b"words " * 400) + gzip.compress(b"words " * 600), Content_Encoding="gzip"),
    }
    for path in server.answers:
        assert fetch(server.address + path, policy=server.policy()).data == b"words " * 1000
    assert server.asked("Accept-Encoding") == "gzip, deflate"


def test_a_body_in_chunks(server):
    server.answers["/"] = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n3\r\n an\r\n0\r\n\r\n"
    assert fetch(server.address, policy=server.policy()).data == b"words an"


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_packings_that_were_not_asked_for(server, packing):
    server.answers["/"] = answer(b"x", Content_Encoding=packing)
    assert "packed" in refusal(server).reason


def test_a_bomb_is_given_up(server):
    """200 MB of blanks in 200 KB."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(MB)) for _ in range(200)) + packer.flush()
    server.answers["/"] = answer(bomb, Content_Encoding="gzip")
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


def test_a_bomb_in_a_chunk(server):
    bomb = gzip.compress(bytes(20 * MB))
    server.answers["/"] = (
        HEAD
        + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
        % (
            len(bomb),
            bomb,
        )
    )
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


def test_a_body_without_end(server):
    server.answers["/"] = sends(HEAD + b"\r\n", end=b"x" * 65536)
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


def test_chunks_without_end(server):
    server.answers["/"] = sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", end=b"10000\r\n" + b"x" * 65536 + b"\r\n")
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


def test_packed_without_growing(server):
    """What never unpacks to anything is counted before unpacking."""
    server.answers["/"] = sends(HEAD + b"Content-Encoding: gzip\r\n\r\n", end=gzip.compress(b"") * 4000)
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


def test_a_length_declared_too_large_is_not_waited_for(server):
    server.answers["/"] = HEAD + b"Content-Length: 99999999999\r\n\r\n"
    assert "larger than 10 MB" in refusal(server, seconds=300.0).reason


@pytest.mark.parametrize(
    "start",
    [
        b"",  # nothing at all
        HEAD + b"X-Slow: ",  # a header that never ends
        HEAD + b"\r\n",  # a body
        HEAD + b"Content-Length: 100000\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;",  # the size of a chunk that never ends
    ],
)
def test_a_slow_drip_is_given_up_when_the_clock_is_up(server, start):
    server.answers["/"] = sends(start, end=b"a", every=0.05)
    assert "took longer than" in refusal(server, kind=Failed, seconds=0.6).reason


def test_silence(server):
    server.answers["/"] = lambda sock: server.closing.wait(60)
    assert "took longer than" in refusal(server, kind=Failed, seconds=0.4).reason


def test_a_name_that_is_looked_up_for_ever(server):
    def slow(host, port):
        server.closing.wait(60)
        return []

    assert "took longer than" in refusal(server, kind=Failed, seconds=0.3, resolve=slow).reason


def test_all_hops_share_one_clock(server):
    def slowly(sock):
        time.sleep(0.4)
        sock.sendall(answer(status="302 Found", Location="/"))

    server.answers["/"] = slowly
    refusal(server, kind=Failed, seconds=1.0)
    assert len(server.requests) < 6


def test_reset(server):
    def reset(sock):
        sock.sendall(HEAD + b"Content-Length: 100\r\n\r\nwords")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        sock.close()

    server.answers["/"] = reset
    assert "broke off" in refusal(server, kind=Failed).reason


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 100\r\n\r\nonly this",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\xff\xfe nothing of HTTP\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        HEAD + b"A: b\r\n" * 200 + b"\r\n",
        HEAD + b"A: " + b"b" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnot zip",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"words" * 100)[:-9],
        b"",
    ],
)
def test_broken_answers(server, sent):
    server.answers["/"] = sent
    assert len(refusal(server, kind=Failed).reason) > 20


# -- certificates ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of its own making for news.example: (file, context that trusts it)."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example", "-keyout", file, "-out", f"{file}.c"],
        check=True, capture_output=True,
    )  # fmt: skip
    with open(file, "ab") as both:
        both.write(Path(f"{file}.c").read_bytes())
    return file, lambda: ssl.create_default_context(cafile=f"{file}.c")


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    names = []
    context.sni_callback = lambda sock, name, _: names.append(name)
    with serving({"/": answer(b"safe")}, wrap=lambda sock: context.wrap_socket(sock, server_side=True)) as server:
        server.names = names
        yield server


def test_the_certificate_is_the_name_s_though_the_number_is_connected_to(secure, certificate):
    address = f"https://news.example:{secure.port}/"
    found = fetch(address, policy=secure.policy(trusted=certificate[1]))
    assert (found.data, found.address, secure.names) == (b"safe", address, ["news.example"])


def test_another_name_s_certificate_is_not_taken(secure, certificate):
    with pytest.raises(Failed, match="certificate"):
        fetch(f"https://other.example:{secure.port}/", policy=secure.policy(trusted=certificate[1]))
    assert secure.requests == []


def test_a_certificate_that_nobody_vouches_for_is_not_taken(secure):
    with pytest.raises(Failed, match="certificate"):
        fetch(f"https://news.example:{secure.port}/", policy=secure.policy())


def test_a_handshake_that_never_ends(server):
    def stall(sock):
        server.closing.wait(5)
        raise OSError("no handshake")

    with serving(wrap=stall) as mute, pytest.raises(Failed):
        fetch(f"https://news.example:{mute.port}/", policy=mute.policy(seconds=0.5))


# -- politeness ----------------------------------------------------------------------------------------------------------------


def test_one_request_at_a_time_to_a_host(server):
    at_once, most = [], []

    def count(sock):
        at_once.append(1)
        most.append(len(at_once))
        time.sleep(0.05)
        at_once.pop()
        sock.sendall(answer(b"x"))

    server.answers["/"] = count
    asking = [
        threading.Thread(target=fetch, args=[server.address], kwargs={"policy": server.policy()}) for _ in range(6)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(most) == 6
    assert max(most) == 1


def test_a_pause_after_each(server):
    server.answers["/"] = answer(b"x")
    began = time.monotonic()
    for _ in range(3):
        fetch(server.address, policy=server.policy(pause=0.2))
    assert time.monotonic() - began >= 0.4


def test_who_waits_too_long_is_told_to_come_again(server):
    server.answers["/"] = lambda sock: server.closing.wait(60)
    slow = threading.Thread(target=lambda: refusal(server, kind=Failed, seconds=5.0))
    slow.start()
    while not server.requests:
        time.sleep(0.01)
    assert refusal(server, kind=Busy, patience=0.1).seconds == 60
    server.close()
    slow.join()


def test_hosts_at_rest_are_forgotten(monkeypatch):
    monkeypatch.setattr(polite, "FORGET_ABOVE", 10)
    for number in range(50):
        with polite.turn(f"host{number}.example", pause=0.0, patience=1.0):
            pass
    assert len(polite._hosts) < 15
