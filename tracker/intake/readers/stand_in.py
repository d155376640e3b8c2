"""Until tracker.lib.text has them: normalise and detect_language. To be removed then."""

import unicodedata

import py3langid


def normalise(text):
    """NFC, one kind of line break, no blanks at the ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def detect_language(text):
    """ISO 639-1, or "" for too few letters."""
    return py3langid.classify(text)[0] if sum(map(str.isalpha, text)) >= 20 else ""
