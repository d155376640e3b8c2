"""Mutations of good files with each reader: nothing but records and refusals comes out.

Two thousand for each reader: python -m tests.hostile fuzz.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.intake import readers

from .fuzz import MUTATIONS, mutated, seeds
from .reading import complaints, read, server_of_tests

CHANCES = st.randoms(use_true_random=False)


@pytest.fixture(scope="module", autouse=True)
def server():
    with server_of_tests():
        yield


@pytest.mark.parametrize("format", [reader.FORMAT for reader in readers.READERS])
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(chance=CHANCES)
def test_record_or_refusal_and_nothing_else(format, chance):
    assert complaints(read(mutated(format, chance), only=format)) == []


@pytest.mark.parametrize("format", [reader.FORMAT for reader in readers.READERS])
def test_each_reader_has_seeds_that_it_reads(format):
    for seed in seeds(format):
        assert read(seed, only=format).kind == "read"
        assert read(seed).found[0].format in (format, "csv", "xlsx", "table", "rss", "atom", "feed")


@given(chance=CHANCES)
def test_mutations_change_a_file(chance):
    assert {mutate(b"<p>12 Talks</p>" * 9, chance) for mutate in MUTATIONS} != {b"<p>12 Talks</p>" * 9}
