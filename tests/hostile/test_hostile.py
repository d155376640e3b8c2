"""A sample of the hostile files through the sandbox: each ends soon, with a record or a reason, and the server lives on.

All of them: python -m tests.hostile.
"""

import hashlib
from collections import Counter

import pytest

from tracker.intake.sandbox import keeper

from . import every
from .reading import complaints, read, server_of_tests
from .seeds import SEEDS

LARGEST = 512 * 1024  # bytes of a file that is read here; the larger ones are read by hand
OF_EACH = 4  # format


@pytest.fixture(scope="module", autouse=True)
def server():
    with server_of_tests():
        yield


def sample(format):
    """A few of a format, always the same: those whose names are first by their hash."""
    found = sorted(
        (one for one in every() if one.format == format), key=lambda one: hashlib.sha256(str(one).encode()).digest()
    )
    small = ((one, data) for one in found if "MB" not in one.name and len(data := one.make()) <= LARGEST)
    return [next(small) for _ in range(OF_EACH)]


def test_there_are_twenty_of_each_format():
    counted = Counter(one.format for one in every())
    assert min(counted.values()) >= 20
    assert counted.keys() == SEEDS.keys()
    assert len({str(one) for one in every()}) == counted.total() >= 300


@pytest.mark.parametrize("format", SEEDS)
def test_a_good_file_is_read(format):
    end = read(SEEDS[format]())
    assert end.kind == "read"
    assert complaints(end) == []
    assert "in the house by the lake" in end.found[0].text


@pytest.mark.parametrize("format", SEEDS)
def test_hostile_files_end_with_a_record_or_a_reason(format):
    found = {}
    for one, data in sample(format):
        found[str(one)] = complaints(read(data))
    assert len(found) == OF_EACH
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_is_wrong_is_seen():
    read(b"Talks")
    keeper._server.process.kill()
    assert read(b"Talks").kind == "read"
    assert complaints(read(b"")) == []
    assert complaints(read(b"Talks", only="no such format")) != []
