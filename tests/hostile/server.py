"""A reading process for the tests: python -m tests.hostile.server, in the place of tracker.intake.sandbox.server.

A file called "only:FORMAT" goes to that one reader, whether or not it recognises it. Each answer says what it took.
"""

import json
import resource
import time

from tracker.intake import readers
from tracker.intake.sandbox import answers, server

ONLY = "only:"
BY_FORMAT = {reader.FORMAT: reader for reader in readers.READERS}
read_all, perform = readers.read_all, answers.perform


def read_by_one(data, *, filename="", **helps):
    if not filename.startswith(ONLY):
        return read_all(data, filename=filename, **helps)
    return BY_FORMAT[filename.removeprefix(ONLY)].read(data)


def perform_and_tell(asked, read):
    answer = json.loads(perform(asked, read))
    answer["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answer["processor"] = time.process_time()
    return json.dumps(answer).encode() + b"\n"


if __name__ == "__main__":
    readers.read_all, answers.perform = read_by_one, perform_and_tell
    server.main()
