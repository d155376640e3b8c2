"""Event lists of Discourse Network Analyzer, as DNA 2, DNA 3 and R write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Columns, Refused, dna, read_all

VARIABLES = ["person", "organization", "concept", "agreement"]


def third(*statements, variables=VARIABLES):
    """As DNA 3 writes: (id, time, values of the variables, start, stop, text, coder, document id, title)."""
    head = ["statement_id", "time", *variables, "start_position", "stop_position", "text", "coder", "document_id",
            "document_title", "document_author", "document_source", "document_section", "document_type"]  # fmt: skip
    lines = [";".join(f'"{name}"' for name in head)]
    for number, (when, values, start, words, document, title) in enumerate(statements, 1):
        cells = [number, when, *(v if v in (0, 1) else f'"{v}"' for v in values), start, start + len(words), f'"{words}"', 3,
                 document, f'"{title}"', '"Jane Doe"', '"Kestrel"', '"World"', '"paper"']  # fmt: skip
        lines.append(";".join(map(str, cells)))
    return "\n".join(lines)


def second(*statements):
    lines = ['"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
             '"person";"organization";"concept";"agreement"']  # fmt: skip
    for number, (when, values, words, document, title) in enumerate(statements, 1):
        person, organisation, concept, agreement = values
        lines.append(
            f'{number};{when};{document};"{title}";"";"Kestrel";"";"";"{words}";"{person}";"{organisation}";"{concept}";{agreement}'
        )
    return "\n".join(lines)


LIST = third(
    ("2022-01-03 14:30:00", ["Anna Envoy", "Freedonia", "Missiles", 1], 90, "We are ready\nto talk", 7, "Talks open"),
    ("2022-01-03 14:30:00", ["Anna Envoy", "Freedonia", "Bases", 0], 90, "We are ready\nto talk", 7, "Talks open"),
    ("2022-01-04 00:00:00", ["", "Sylvania", "Missiles", 0], 5, "Sylvania will wait", 8, "Sylvania waits"),
    ("2022-01-03 14:30:00", ["Bob", "Sylvania", "Missiles", 0], 10, "Never, said Bob", 7, "Talks open"),
)


def test_documents_statements_stance_and_coder_come_over():
    talks, waits = read_all(LIST)
    assert (talks.format, talks.title, talks.outlet, talks.byline) == ("dna", "Talks open", "Kestrel", "Jane Doe")
    assert talks.published_at == datetime(2022, 1, 3, 14, 30, tzinfo=UTC)
    assert talks.text == "Never, said Bob\n\nWe are ready\nto talk"  # in the order of the document, each once
    assert [(one.speaker, one.organisation, one.issue, one.stance) for one in talks.statements] == [
        ("Anna Envoy", "Freedonia", "Missiles", "accepts"),
        ("Anna Envoy", "Freedonia", "Bases", "rejects"),
        ("Bob", "Sylvania", "Missiles", "rejects"),
    ]
    assert {(one.coder, one.rule) for one in talks.statements} == {("coder 3", "dna")}
    assert all(talks.text[one.start : one.end] == one.exact for one in talks.statements)
    assert (waits.title, waits.statements[0].speaker) == ("Sylvania waits", "")


def test_it_is_said_what_is_not_in_the_file():
    talks, waits = read_all(LIST)
    assert talks.notes[0].startswith("An event list of DNA holds the words of statements and not the text")
    assert talks.notes[1:3] == ["document_section: World", "document_type: paper"]
    assert talks.identifier == ""  # numbers of documents are those of one database
    assert "only the day is known" in waits.sources["published_at"].where


def test_the_text_is_taken_where_somebody_added_it():
    lines = LIST.split("\n", 1)
    words = "Some words before. Sylvania will wait"
    data = f'{lines[0]};"document_text"\n3;2022-01-04 00:00:00;"";"Sylvania";"Missiles";0;19;37;"Sylvania will wait";3;8;"W";"";"";"";"";"{words}"'
    (record,) = read_all(data)
    assert record.text == words
    assert record.text[record.statements[0].start : record.statements[0].end] == "Sylvania will wait"


def test_hours_of_dna_2_are_not_believed():
    (record,) = read_all(
        second(("2022-01-03 02:30:00", ("Anna Envoy", "Freedonia", "Missiles", 1), "We are ready", 7, "Talks"))
    )
    assert record.published_at == datetime(2022, 1, 3, tzinfo=UTC)
    assert "which half of the day" in record.sources["published_at"].where
    assert (record.statements[0].stance, record.statements[0].coder) == ("accepts", "")


def test_as_r_writes_it():
    data = (
        '"","statement_id","time","person","organization","concept","agreement","start_position","stop_position","text",'
        '"coder","document_id","document_title","document_author","document_source","document_section","document_type"\n'
        '"1",1,2022-01-03 14:30:00,"Anna Envoy","Freedonia","Missiles",TRUE,90,102,"We are ready",3,7,"Talks","","","",""\n'
    )
    (record,) = read_all(data)
    assert (record.format, record.statements[0].stance) == ("dna", "accepts")


def test_other_variables_are_kept_in_the_note():
    data = third(
        ("2022-01-03 14:30:00", ["Anna", "Missiles", "firm"], 0, "We are ready", 7, "Talks"),
        variables=["actor", "claim", "tone"],
    )
    (record,) = read_all(data)
    one = record.statements[0]
    assert (one.speaker, one.issue, one.note) == ("Anna", "Missiles", "tone: firm")


def test_variables_that_nobody_knows_are_asked_for():
    data = third(("2022-01-03 14:30:00", ["Anna", "Missiles"], 0, "We are ready", 7, "Talks"), variables=["wer", "was"])
    (asked,) = read_all(data)
    assert isinstance(asked, Columns)
    assert asked.proposed["exact"] == "text"
    (record,) = read_all(data, mapping=asked.proposed | {"speaker": "wer", "issue": "was"})
    assert (record.format, record.statements[0].speaker, record.statements[0].issue) == ("dna", "Anna", "Missiles")


def test_the_list_of_rdna_2_has_no_words():
    with pytest.raises(Refused, match="Export it from DNA itself"):
        read_all('"id","time","docId","docTitle","person"\n1,2022-01-03 14:30:00,7,"Talks","Anna"\n')


def test_other_tables_are_none():
    assert not dna.recognises(b"title,text,time\na,b,c\n")
    assert not dna.recognises(b"statement_id, time, document_id and document_title, he said.")


CELL = st.text(alphabet=st.sampled_from("ab1;\"\n 'é"), max_size=8)


@settings(max_examples=150)
@given(st.lists(st.lists(CELL, min_size=1, max_size=17), max_size=6))
def test_only_refusals_escape(rows):
    data = LIST.split("\n")[0] + "\n" + "\n".join(";".join(row) for row in rows)
    try:
        found = dna.read(data.encode())
    except Refused:
        return
    assert found
