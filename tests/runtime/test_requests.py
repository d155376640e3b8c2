"""The request's id, its log line, and the health pages."""

import io
import json
import logging

import pytest

from tracker.runtime.logging import configuration

TOKEN = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE"


@pytest.fixture
def lines():
    """lines() is the JSON lines written to the log since the last call."""
    settings = configuration(form="json")
    formatter = settings["formatters"]["lines"]
    handler = logging.StreamHandler(stream := io.StringIO())
    handler.setFormatter(formatter["()"](formatter["shared"], formatter["render"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def read():
        written = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return [json.loads(line) for line in written.splitlines()]

    yield read
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_request_gets_an_id_that_stands_in_its_log_line(client, lines):
    response = client.get("/no-such-page", headers={"host": "localhost"})
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["method"], line["path"], line["user_id"]) == ("GET", "/no-such-page", None)
    assert line["status"] == response.status_code
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


def test_the_caller_s_own_id_is_kept_when_it_is_sane(client):
    assert client.get("/livez", headers={"X-Request-ID": "trace-0123.abc"})["X-Request-ID"] == "trace-0123.abc"


@pytest.mark.parametrize("offered", ["short", "x" * 65, "has space 1", "line\nbreak-here", "<script>alert"])
def test_any_other_id_is_replaced(client, offered):
    given = client.get("/livez", headers={"X-Request-ID": offered})["X-Request-ID"]
    assert given != offered
    assert len(given) == 32


def test_nothing_from_outside_begins_a_line(client, lines):
    client.get("/x%0A%7B%22event%22:%22forged%22%7D", headers={"user-agent": 'x\n{"event": "forged"}'})
    written = lines()
    assert [line["event"] for line in written if line["logger"] == "parley.request"] == ["request"]
    assert all(line["event"] != "forged" for line in written)


@pytest.mark.django_db
def test_share_tokens_stay_out_of_the_log(client, lines):
    client.get(f"/s/{TOKEN}/")
    logging.getLogger("anything").warning("Not Found: %s", f"/s/{TOKEN}/?x=1")
    written = lines()
    assert len(written) >= 2
    assert TOKEN not in json.dumps(written)
    assert any(line.get("path") == "/s/[token]/" for line in written)
    client.get(f"/embed/{TOKEN}/n/talks/timeline/")
    written = lines()
    assert TOKEN not in json.dumps(written)
    assert any(line.get("path") == "/embed/[token]/n/talks/timeline/" for line in written)


def test_a_traceback_is_scrubbed_and_stays_in_its_line(lines):
    try:
        raise ValueError(f"bad /s/{TOKEN}/")
    except ValueError:
        logging.getLogger("anything").exception("failed")
    (line,) = lines()
    assert "ValueError: bad /s/[token]/" in line["exception"]


def test_the_user_stands_in_the_line_of_their_request(signed_in, researcher, lines):
    signed_in(researcher).get("/")
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line["user_id"] == researcher.pk


@pytest.mark.parametrize(("form", "start"), [("json", "{"), ("plain", "12:00:00 ")])
def test_a_line_is_json_or_plain(form, start):
    render = configuration(form=form)["formatters"]["lines"]["render"]
    event = {"timestamp": "2026-01-01T12:00:00Z", "level": "info", "event": "a\nb", "text": "c\nd"}
    line = render(None, "info", event)
    assert line.startswith(start)
    assert "\n" not in line


def test_an_unknown_form_of_log_is_refused():
    with pytest.raises(ValueError, match="LOG_FORMAT"):
        configuration(form="xml")
