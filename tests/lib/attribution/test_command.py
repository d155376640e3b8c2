"""The command that reads texts and writes spans or dates, a line each."""

import io
import json

from tracker.lib.attribution.__main__ import main


def answer(monkeypatch, capsys, row, *arguments):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(row) + "\n\n"))
    main(list(arguments))
    return json.loads(capsys.readouterr().out)


def test_spans(monkeypatch, capsys):
    text = "Anna Berg said that the road was open."
    found = answer(monkeypatch, capsys, {"doc_id": "1", "text": text})
    (one,) = found["spans"]
    assert found["doc_id"] == "1"
    assert text[one["start"] : one["end"]] == "that the road was open"
    assert text[one["source_start"] : one["source_end"]] == "Anna Berg"


def test_dates_against_the_day_of_writing(monkeypatch, capsys):
    row = {"doc_id": "1", "text": "The road opened on Thursday.", "reference_date": "2022-03-14T09:00"}
    found = answer(monkeypatch, capsys, row, "--dates")
    assert found == {
        "doc_id": "1",
        "dates": [{"start": 16, "end": 27, "words": "on Thursday", "edtf": "2022-03-10"}],
    }


def test_dates_without_a_day(monkeypatch, capsys):
    row = {"doc_id": "1", "text": "It opened on Thursday and shut on 3 May 2021."}
    assert [one["edtf"] for one in answer(monkeypatch, capsys, row, "--dates")["dates"]] == ["2021-05-03"]
