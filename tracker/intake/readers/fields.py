"""What the column of a table can hold, and the headers by which it is known, in English and Russian."""

from .grid import folded

# What a column may be mapped to, named as in Record and Coded, with what people call it.
FIELDS: dict[str, str] = {
    "title": "Title of the report",
    "text": "Text of the report",
    "outlet": "Outlet",
    "byline": "Byline",
    "published_at": "Published: day, or day and time",
    "published_time": "Published: time, where it has a column of its own",
    "dateline_place": "Dateline: place",
    "dateline_day": "Dateline: day",
    "language": "Language",
    "kind": "Kind of report",
    "url": "Address of the report",
    "identifier": "Number of the report (joins its rows)",
    "exact": "Quote: the words of a statement",
    "start": "Quote: first character, from 0",
    "end": "Quote: character after the last",
    "speaker": "Speaker",
    "speaker_words": "Words used for the speaker",
    "organisation": "Organisation of the speaker",
    "addressee": "Addressee",
    "issue": "Issue",
    "stance": "Stance on the issue",
    "condition": "Condition of the stance",
    "tracks": "Tracks (parted by semicolons)",
    "said_on": "Said on",
    "act": "What the speaker does (demands, offers …)",
    "form": "Form of speech",
    "basis": "Terms of attribution",
    "venue": "Venue",
    "summary": "Summary in one line",
    "original_text": "Words in the original language",
    "translation": "Translation",
    "note": "Note",
    "coder": "Coded by",
}
OF_STATEMENTS = frozenset(
    name for name in FIELDS if list(FIELDS).index(name) >= list(FIELDS).index("exact") and name != "summary"
)
TELLING = frozenset({"exact", "speaker", "stance", "said_on"})  # where one of these is, rows are statements
_HEADERS = """
title: title | headline | heading | document title | report title | article title | заголовок | название
    | заголовок материала | название документа
text: text | full text | body | body text | article text | document text | report text | content | article | fulltext
    | текст | полный текст | текст документа | текст сообщения | текст материала
outlet: outlet | source | publication | newspaper | publisher | medium | media | agency | document source | source name
    | источник | издание | сми | агентство
byline: byline | author | authors | by | reporter | journalist | document author | автор | авторы
published_at: published at | published | date published | publication date | published on | publish date | pubdate
    | pub date | datetime | date and time | timestamp | document date | report date | date | дата публикации
    | опубликовано | дата и время | дата
published_time: time | publication time | published time | hour | время | время публикации
dateline_place: dateline place | dateline | place | city | location | место | город
dateline_day: dateline day | dateline date
language: language | lang | language code | язык
kind: kind | kind of report | report kind | type | document type | report type | тип | вид
url: url | address | link | web address | uri | permalink | source url | адрес | ссылка
identifier: report id | document id | doc id | docid | article id | identifier | id | report | номер документа
    | идентификатор
exact: quote | quotation | exact | exact words | statement | statement text | utterance | quoted text | coded text
    | цитата | высказывание | заявление | слова
start: start | start position | quote start | begin | начало
end: end | stop | stop position | end position | quote end | конец
speaker: speaker | person | said by | who | actor | speaker name | спикер | говорящий | кто | автор высказывания
    | персона
speaker_words: speaker words | words used for the speaker | attribution
organisation: organisation | organization | org | speaker organisation | party | affiliation | организация | сторона
addressee: addressee | to | said to | адресат
issue: issue | concept | topic | subject | claim | category | вопрос | тема | проблема | понятие
stance: stance | position | agreement | agree | позиция | отношение | согласие
condition: condition | conditions | условие
tracks: tracks | track | channel | channels | трек | треки | канал | дорожка
said_on: said on | date said | date of statement | statement date | quote date | дата высказывания | дата заявления
    | сказано
act: act | speech act | reported act | действие
form: form | form of speech | speech form | форма речи
basis: basis | terms | attribution terms | основа атрибуции
venue: venue | where said | площадка
summary: summary | abstract | summary in one line | gist | кратко | резюме | краткое содержание
original_text: original text | original | original words | оригинал
translation: translation | перевод
note: note | notes | comment | comments | remark | remarks | примечание | комментарий | заметка
coder: coder | coded by | annotator | кодировщик | аннотатор
"""


def _listed() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    name = ""
    for line in _HEADERS.strip().split("\n"):
        if not line.startswith(" "):
            name, _, line = line.partition(": ")
        listed.setdefault(name, []).extend(folded(one) for one in line.split("|") if one.strip())
    return listed


HEADERS = _listed()
_FIELD = {header: name for name, headers in HEADERS.items() for header in headers}


def known(header: str) -> str:
    """The field that a header names; "" for none."""
    name = folded(header)
    return _FIELD.get(name) or next((one for one in FIELDS if folded(one) == name), "")


def proposed(headers: list[str]) -> dict[str, str]:
    """{field: header} as far as the headers tell; where two name one field, the plainer name has it."""
    found: dict[str, list[str]] = {}
    for header in headers:
        if name := known(header):
            found.setdefault(name, []).append(header)
    mapping = {name: min(several, key=lambda header: _rank(name, header)) for name, several in found.items()}
    return {name: mapping[name] for name in FIELDS if name in mapping}


def certain(headers: list[str], mapping: dict[str, str]) -> bool:
    """Whether the headers alone tell where title, text and quotes are, so that nobody need be asked."""
    named = [known(header) for header in headers]
    if any(named.count(name) > 1 for name in ("title", "text", "exact")):
        return False
    if "exact" in mapping:
        return any(name in mapping for name in ("title", "text", "url", "identifier"))
    return {"title", "text"} <= mapping.keys() and not TELLING & mapping.keys()


def _rank(name: str, header: str) -> int:
    headers = HEADERS[name]
    return headers.index(folded(header)) if folded(header) in headers else -1
