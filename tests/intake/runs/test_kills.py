"""kill -9 of the worker while it imports (bar R1); with 1,000 files and 20 kills: python -m tests.bench.kills."""

import sys

import pytest

from tests.intake.runs.killing import Importing

pytestmark = [
    pytest.mark.kills,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes through /proc"),
]


def test_all_is_filed_once_though_the_worker_is_killed_three_times(tmp_path):
    importing = Importing(tmp_path, good=60)
    try:
        importing.start()
        importing.hand_in()
        importing.kill(3, seconds=1.0, seed=1)
        importing.settle(240)
        importing.check()
    finally:
        importing.served.stop()
