"""Texts unlike the news stories the rules were measured on: Russian, transcripts, block quotations, relays, negations.

All texts are our own.
"""

import pytest

from tracker.lib.attribution import suggest


def heard(text, language="en"):
    """[(content, speaker's words)] of a text."""
    return [(text[one.start : one.end], one.speaker_words) for one in suggest(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Мы готовы к диалогу», — заявил министр Олег Марш.", [("«Мы готовы к диалогу»", "министр Олег Марш")]),
        ("Марш заявил: «Мы ждём ответа».", [("«Мы ждём ответа»", "Марш")]),
        ("Министр подчеркнул: остров не отступит.", [("остров не отступит", "Министр")]),
        (
            "«Мы готовы к диалогу, — заявил Марш. — Но ответа пока нет».",
            [("«Мы готовы к диалогу,", "Марш"), ("Но ответа пока нет»", "Марш")],
        ),
        ("«Мы готовы, — сказал Марш, — но ответа нет».", [("«Мы готовы,", "Марш"), ("но ответа нет»", "Марш")]),
        ("«Мы готовы к диалогу, — заявил Марш».", [("«Мы готовы к диалогу,", "Марш")]),
        ("«Лёд тонок — и ночь длинна», — сказал Марш.", [("«Лёд тонок — и ночь длинна»", "Марш")]),
        (
            "«Он сказал мне: „Мы уходим“, — и ушёл», — рассказал Марш.",
            [("«Он сказал мне: „Мы уходим“, — и ушёл»", "Марш")],
        ),
        ("По словам Марша, ответа пока нет.", [("ответа пока нет", "Марша")]),
        ("Ответа пока нет, по словам Марша.", [("Ответа пока нет", "Марша")]),
        (
            "По словам министра дорог Олега Марша, Норвания ждёт ответа.",
            [("Норвания ждёт ответа", "министра дорог Олега Марша")],
        ),
        (
            "Лёд тонок, заявил журналистам пресс-секретарь президента Олег Марш.",
            [("Лёд тонок", "пресс-секретарь президента Олег Марш")],
        ),
        (
            "Марш заявил, что «ответа пока нет», и призвал остров к диалогу.",
            [("«ответа пока нет»", "Марш"), ("остров к диалогу", "Марш")],
        ),
        ("Министерство дорог отрицает, что мост закрыт.", [("мост закрыт", "Министерство дорог")]),
        ("Марш назвал ответ «пустым».", [("ответ «пустым»", "Марш")]),
    ],
)
def test_russian(text, expected):
    assert heard(text, "ru") == expected


def test_russian_listener_is_not_the_speaker():
    (one,) = suggest("Марш сказал Штайну, что остров ждёт.", language="ru")
    assert (one.speaker_words, one.addressee_words) == ("Марш", "Штайну")


def test_russian_who_told_the_agency():
    (one,) = suggest("Как сообщил ТАСС источник, встреча будет в порту.", language="ru")
    assert (one.speaker_words, one.basis) == ("источник", "anonymous")


@pytest.mark.parametrize(
    "labels",
    [("SECRETARY HALE: ", "QUESTION: "), ("MS. REED:  ", "Q   "), ("A: ", "Q: "), ("A. ", "Q. ")],
)
def test_questions_and_answers(labels):
    """Each line is somebody's, and a quotation or a cue within it opens no second statement."""
    answer, question = labels
    text = f"{question}When will you meet?\n\n{answer}I told him: “Be there.” We will.\n\n{question}Who said so?\n"
    assert heard(text) == [
        ("When will you meet?", question.strip(": .")),
        ("I told him: “Be there.” We will.", answer.strip(": ").rstrip("." if len(answer) < 4 else "")),
        ("Who said so?", question.strip(": .")),
    ]


def test_block_quotation_is_the_words_of_who_was_named_before():
    text = "The minister said:\n\n> We will never accept this.\n> Her name is on it.\n\nThen she left."
    assert heard(text) == [("We will never accept this.", "The minister"), ("Her name is on it.", "The minister")]


@pytest.mark.parametrize(
    ("text", "source", "relay"),
    [
        ("RIA quoted Reed as saying that the road was open.", "Reed", "RIA"),
        ("Reed was quoted by RIA as saying that the road was open.", "Reed", "RIA"),
        ("Reed, quoted by RIA, said the road was open.", "Reed", "RIA"),
        ("RIA, citing a source, reported that the road was open.", "a source", "RIA"),
        ("According to Reed, Hale told Berg that the road was open.", "Hale", "Reed"),
    ],
)
def test_who_passed_it_on(text, source, relay):
    (one,) = suggest(text)
    assert (text[one.start : one.end], one.speaker_words, one.relayed_by_words) == ("the road was open", source, relay)


def test_relay_within_a_relay():
    text = "RIA quoted Reed as saying that Hale had told Berg the road must stay open."
    outer, inner = suggest(text)
    assert (text[outer.start :], outer.speaker_words, outer.relayed_by_words) == (
        "Hale had told Berg the road must stay open.",
        "Reed",
        "RIA",
    )
    assert (text[inner.start :], inner.speaker_words, inner.addressee_words) == (
        "the road must stay open.",
        "Hale",
        "Berg",
    )


@pytest.mark.parametrize(
    ("text", "listener"),
    [
        ("Hale told Berg that the road was open.", "Berg"),
        ("Hale told reporters at the bridge that the road was open.", "reporters"),
        ("Hale told his counterpart Anna Berg that the road was open.", "his counterpart Anna Berg"),
        ("“The road was open,” Hale told Berg.", "Berg"),
    ],
)
def test_whom_it_was_told(text, listener):
    (one,) = suggest(text)
    assert (one.speaker_words, one.addressee_words) == ("Hale", listener)


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Hale did not say that the road was open.", "en", "not"),
        ("Hale has never said that the road was open.", "en", "never"),
        ("Nobody said that the road was open.", "en", "Nobody"),
        ("No one said that the road was open.", "en", "No"),
        ("Neither Hale nor Berg said that the road was open.", "en", "nor"),
        ("Марш не говорил, что дорога открыта.", "ru", "не"),
    ],
)
def test_what_was_not_said_is_marked(text, language, word):
    (one,) = suggest(text, language=language)
    assert f"negated by “{word}”" in one.reason


def test_what_was_said_is_not_marked():
    assert "negated" not in suggest("Hale said that the road was not open.")[0].reason


@pytest.mark.parametrize("text", ["Hale denied that the road was open.", "Hale denied having said that it was open."])
def test_denial(text):
    (one,) = suggest(text)
    assert (one.act, one.speaker_words) == ("reject", "Hale")
