"""Quotation marks around words."""

PAIRS = {('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("‘", "’"), ("'", "'"), ("“", '"'), ('"', "”")}


def unquoted(words: str) -> str:
    """The words without the quotation marks that enclose all of them and the comma that led on to the speaker.

    Marks that enclose only a part stay: in `"No", he said, "never"` nothing is taken off.
    """
    bare = words.strip()
    if len(bare) < 3 or (bare[0], bare[-1]) not in PAIRS:
        return bare
    inner = bare[1:-1]
    if bare[0] in inner or bare[-1] in inner:
        return bare
    return inner.rstrip().removesuffix(",").rstrip()
