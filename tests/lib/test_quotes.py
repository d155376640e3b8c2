import pytest

from tracker.lib.quotes import unquoted


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ('"We are ready,"', "We are ready"),
        ("“We are ready.”", "We are ready."),
        ("«Мы готовы»,", "«Мы готовы»,"),
        ("«Мы готовы»", "Мы готовы"),
        ("„Wir sind bereit“", "Wir sind bereit"),
        ('"No," he said, "never"', '"No," he said, "never"'),
        ("We are ready", "We are ready"),
        ("'It's time'", "'It's time'"),
        ('""', '""'),
        ("", ""),
    ],
)
def test_marks_around_all_of_the_words_are_taken_off(words, bare):
    assert unquoted(words) == bare
