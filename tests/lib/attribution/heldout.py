"""Sentences of our own about talks that never were, with what a coder would make of them.

Written before the rules of claims and positions, and not looked at one by one while these were made better: only their
totals were. They are no part of the demo dossier. `[[...]]` are the words of the statement.
"""

from datetime import date

from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.claims import Claims
from tracker.lib.attribution.happenings import Happenings
from tracker.lib.attribution.matters import Matters
from tracker.lib.attribution.stances import Stances

DAY = date(2023, 5, 17)  # a Wednesday

# Names of issues say what is asked for; the first is the name, the others are aliases.
ISSUES = {
    "prisoners": [
        "Exchange of all prisoners",
        "prisoner exchange",
        "prisoner swap",
        "exchange of prisoners",
        "обмен пленными",
    ],
    "water": ["A fixed share of the river", "water quota", "share of the river", "водная квота"],
    "crossing": ["Reopening of the northern crossing", "northern crossing", "северный переход"],
    "monitors": [
        "International monitors on the border",
        "monitoring mission",
        "international monitors",
        "миссия наблюдателей",
    ],
    "sanctions": ["Lifting of sanctions", "sanctions relief", "lifting the sanctions", "снятие санкций"],
    "flights": ["No military flights over the valley", "military flights", "overflights"],
    "truce": ["A lasting ceasefire", "ceasefire", "truce", "перемирие"],
    "mines": ["Clearing of mines", "demining", "mine clearance"],
    "families": ["Return of displaced families", "return of the displaced", "right of return"],
}
PROVISIONS = {
    "protocol/4": ["Article 4 of the draft protocol", "Article 4 of the protocol"],
    "protocol/7": ["Article 7 of the draft protocol", "Article 7 of the protocol"],
}
ACTORS = {
    "karvia": ["Karvia"],
    "orland": ["Orland"],
    "norway": ["Norway"],
    "tolan": ["Mira Tolan", "Tolan"],
    "brekke": ["Jonas Brekke", "Brekke"],
}

PEOPLE = {"tolan", "brekke"}

# (text, {(matter, stance)})
STANCES: list[tuple[str, set[tuple[str, str]]]] = [
    ("Tolan said [[Karvia flatly rejects the monitoring mission]].", {("monitors", "rejects")}),
    ("The minister told reporters that [[a monitoring mission was out of the question]].", {("monitors", "rejects")}),
    ("Orland's delegation [[ruled out a prisoner exchange]] before the summer.", {("prisoners", "rejects")}),
    ("[[“We have never ruled out a prisoner swap,”]] Brekke said.", {("prisoners", "leans_for")}),
    ("Karvia [[did not exclude sanctions relief]], the envoy added.", {("sanctions", "leans_for")}),
    ("[[“The water quota is a non-starter for us,”]] the ambassador said.", {("water", "rejects")}),
    ("Tolan said that [[her government would accept international monitors]].", {("monitors", "accepts")}),
    ("Orland [[welcomed the ceasefire]] proposed by Norway.", {("truce", "accepts")}),
    ("Karvia [[agreed to the reopening of the northern crossing]], the statement says.", {("crossing", "accepts")}),
    ("The delegation said it was [[ready to discuss a fixed share of the river]].", {("water", "leans_for")}),
    ("[[“We are open to a monitoring mission,”]] said Brekke.", {("monitors", "leans_for")}),
    (
        "Karvia [[would agree to a prisoner exchange only if the bodies of the fallen were returned first]], Tolan said.",
        {("prisoners", "conditional")},
    ),
    (
        "[[Mine clearance can begin provided that both armies pull back by two kilometres]], the envoy said.",
        {("mines", "conditional")},
    ),
    (
        "[[“There will be no reopening of the northern crossing unless the shelling stops,”]] the governor said.",
        {("crossing", "conditional")},
    ),
    ("Orland [[demanded the lifting of sanctions]] before anything else.", {("sanctions", "demands")}),
    ("Tolan [[insisted on the return of displaced families]].", {("families", "demands")}),
    ("The foreign ministry said [[the northern crossing must be reopened without delay]].", {("crossing", "demands")}),
    ("The president [[called for an immediate ceasefire]].", {("truce", "demands")}),
    ("[[“Orland is not prepared to talk about the right of return,”]] Brekke said.", {("families", "rejects")}),
    ("Norway said [[it was sceptical of sanctions relief at this stage]].", {("sanctions", "leans_against")}),
    ("Karvia's envoy said [[the ministry had serious doubts about a fixed share of the river]].", {("water", "leans_against")}),
    ("The envoy said [[Karvia was inclined to support demining]].", {("mines", "leans_for")}),
    ("Tolan said [[Karvia could not accept Article 4 of the draft protocol]].", {("protocol/4", "rejects")}),
    (
        "Brekke said [[Orland accepted Article 7 of the draft protocol but rejected Article 4 of the protocol]].",
        {("protocol/7", "accepts"), ("protocol/4", "rejects")},
    ),
    (
        "The spokesman said [[Karvia backs a prisoner exchange and mine clearance]].",
        {("prisoners", "accepts"), ("mines", "accepts")},
    ),
    ("[[Orland will never agree to a monitoring mission on its soil]], the general said.", {("monitors", "rejects")}),
    ("“[[Military flights must end]],” Tolan told the assembly.", {("flights", "demands")}),
    ("Orland [[defended its military flights]] and said they would go on.", {("flights", "rejects")}),
    ("The minister [[refused to discuss the water quota]].", {("water", "rejects")}),
    ("The two delegations discussed the water quota, the ministry said: [[the talks on it were frank]].", set()),
    ("The minister said [[the prisoner exchange had taken four hours]].", set()),
    ("Tolan said [[she had briefed the cabinet on demining]].", set()),
    ("[[“Nobody asked us about the right of return,”]] Brekke said.", set()),
    ("Brekke said [[Orland does not insist on the lifting of sanctions]].", set()),
    ("[[Karvia rejects these accusations]], Tolan said when asked about the ceasefire.", set()),
    ("The envoy said [[a ceasefire was possible if the mediators stayed]].", {("truce", "conditional")}),
    ("Norway [[urged both sides to respect the ceasefire]].", {("truce", "demands")}),
    ("[[“We have no objection to international monitors,”]] said the deputy minister.", {("monitors", "leans_for")}),
    ("Тулан заявила, что [[Карвия отвергает снятие санкций]].", {("sanctions", "rejects")}),
    ("Министр сообщил, что [[Орланд готов обсуждать водную квоту]].", {("water", "leans_for")}),
    ("[[«Миссия наблюдателей неприемлема»]], — сказал посол.", {("monitors", "rejects")}),
    ("Карвия [[требует снятия санкций]], заявил представитель.", {("sanctions", "demands")}),
    ("Он сказал, что [[обмен пленными возможен только при условии прекращения огня]].", {("prisoners", "conditional")}),
]  # fmt: skip

# (text, {(kind, step, day as EDTF or "")}); what is said on DAY
CLAIMS: list[tuple[str, set[tuple[str, str, str]]]] = [
    ("The two delegations met in Oslo on Monday.", {("meeting", "held", "2023-05-15")}),
    ("Tolan and Brekke held talks in Muscat on 12 May 2023.", {("meeting", "held", "2023-05-12")}),
    ("Tolan spoke by telephone with Brekke on Tuesday.", {("call", "held", "2023-05-16")}),
    ("Brekke called Tolan on 3 May.", {("call", "held", "2023-05-03")}),
    ("A further round of talks will be held in Bern on 30 May.", {("meeting", "confirmed", "2023-05-30")}),
    ("The envoys will meet again on 2 June, the ministry said.", {("meeting", "confirmed", "2023-06-02")}),
    ("The meeting is scheduled for 2 June.", {("meeting", "confirmed", "2023-06-02")}),
    ("Both sides agreed to meet in Nairobi on 9 June.", {("meeting", "confirmed", "2023-06-09")}),
    ("Norway proposed a meeting in Oslo on 25 May.", {("meeting", "proposed", "2023-05-25")}),
    ("Orland has offered to hold talks in Tashkent on 1 June.", {("meeting", "proposed", "2023-06-01")}),
    ("The two presidents could meet in Bern in July 2023.", {("meeting", "floated", "2023-07")}),
    ("A summit in June 2023 is being considered, a diplomat said.", {("meeting", "floated", "2023-06")}),
    ("The talks set for 20 May have been postponed.", {("meeting", "postponed", "2023-05-20")}),
    ("Orland put off the session planned for 22 May.", {("meeting", "postponed", "2023-05-22")}),
    ("Karvia called off the meeting that had been due in Bern on 19 May.", {("meeting", "cancelled", "2023-05-19")}),
    ("The call planned for Thursday was cancelled.", {("call", "cancelled", "2023-05-18")}),
    ("Brekke handed the draft protocol to Tolan in Oslo on 10 May.", {("handed_over", "held", "2023-05-10")}),
    ("The draft protocol was handed over on 10 May.", {("handed_over", "held", "2023-05-10")}),
    ("Karvia published the text of the protocol on 14 May.", {("published", "held", "2023-05-14")}),
    ("The draft was made public on Sunday.", {("published", "held", "2023-05-14")}),
    ("Tolan sent a letter to her counterpart on 8 May.", {("letter", "held", "2023-05-08")}),
    ("The written reply will be delivered next week.", {("handed_over", "confirmed", "2023-05-22/2023-05-28")}),
    ("Orland will send its answer in a letter on 24 May.", {("letter", "confirmed", "2023-05-24")}),
    ("According to the readout of their call on Monday, the ministers discussed the truce.", {("call", "read_out", "2023-05-15")}),
    ("Orland's ministry gave its account of the meeting on 12 May.", {("meeting", "read_out", "2023-05-12")}),
    ("The joint commission is to convene on 5 June in Valetta.", {("meeting", "confirmed", "2023-06-05")}),
    ("The contact group convened on Friday.", {("meeting", "held", "2023-05-12")}),
    ("Brekke said a meeting in early June was possible.", {("meeting", "floated", "2023-06-01~/2023-06-10~")}),
    ("Tolan invited Brekke to talks in Muscat on 28 May.", {("meeting", "proposed", "2023-05-28")}),
    ("Karvia confirmed the meeting of 2 June.", {("meeting", "confirmed", "2023-06-02")}),
    ("No meeting took place on Monday.", set()),
    ("The minister met the press on Monday.", set()),
    ("The talks have been difficult, Brekke said.", set()),
    ("The dam was built on 4 May 2019.", set()),
    ("Tolan said she would not meet Brekke.", set()),
    ("The army called up reservists on Monday.", set()),
    ("The letter of the law is clear, the judge said on Tuesday.", set()),
    ("Mediators named Ida Holm as envoy on 11 May.", {("appointment", "held", "2023-05-11")}),
    ("The deadline for an answer is 31 May.", {("deadline", "confirmed", "2023-05-31")}),
    ("Делегации встретились в Осло 12 мая 2023 года.", {("meeting", "held", "2023-05-12")}),
    ("Переговоры состоятся в Берне 30 мая 2023 года.", {("meeting", "confirmed", "2023-05-30")}),
    ("Встреча 20 мая 2023 года отменена.", {("meeting", "cancelled", "2023-05-20")}),
    ("Брекке передал Толан проект протокола 10 мая 2023 года.", {("handed_over", "held", "2023-05-10")}),
    ("Президенты могут встретиться в июле 2023 года.", {("meeting", "floated", "2023-07")}),
]  # fmt: skip


def score_stances() -> tuple[int, int, int]:
    """How many positions are coded, how many of these are read, and how many are read that are not coded."""
    return _score(STANCES, _read_stances)


def score_claims() -> tuple[int, int, int]:
    """The same of claims: kind, step and day."""
    return _score(CLAIMS, _read_claims)


def _score(rows: list, read) -> tuple[int, int, int]:
    found = [(coded, read(text)) for text, coded in rows]
    return (
        sum(len(coded) for coded, _ in found),
        sum(len(coded & read) for coded, read in found),
        sum(len(read - coded) for coded, read in found),
    )


def _read_stances(text: str) -> set:
    start, end, language = text.index("[["), text.index("]]") - 2, _language(text)
    matters = Matters(_names(ISSUES), _names(PROVISIONS), _names(ACTORS), language)
    clean = text.replace("[[", "").replace("]]", "")
    return {(stand.key, stand.stance) for stand in Stances(clean, matters, language).of([(start, end)])}


def _read_claims(text: str) -> set:
    found = Claims(Known(actors=_names(ACTORS)), Happenings(), _language(text)).of(text, DAY)
    return {(claim.kind, claim.step, claim.when.edtf if claim.when else "") for claim in found}


def _names(rows: dict[str, list[str]]) -> list[KnownName]:
    return [KnownName(key, tuple(names), "person" if key in PEOPLE else "") for key, names in rows.items()]


def _language(text: str) -> str:
    return "ru" if any("а" <= letter <= "я" for letter in text) else "en"
