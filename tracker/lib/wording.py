"""How much of their words two quotations share, however they are cut, spelt and marked."""

import re

RUN = 3  # words in a run
FEWEST_RUNS = 3  # of the shorter one: below that, likeness says nothing
ALIKE = 0.6  # from which part of the shorter one's runs on two quotations are the same words
WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Its words in lower case, without marks."""
    return WORD.findall(text.lower())


def likeness(one: str, other: str) -> float:
    """Which part of the shorter one's runs of three words stands in the longer one, 0 to 1; 0 for a few words.

    A report that quotes half of a sentence has the same words as one that quotes all of it.
    """
    fewer, more = sorted((runs_of(words_of(one)), runs_of(words_of(other))), key=len)
    return len(fewer & more) / len(fewer) if len(fewer) >= FEWEST_RUNS else 0.0


def same(one: str, other: str) -> bool:
    """Word for word."""
    return words_of(one) == words_of(other)


def runs_of(words: list[str]) -> set[str]:
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
