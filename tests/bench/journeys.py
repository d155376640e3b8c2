"""Fills in what Parley's addresses need and the generator's params.json has not: slugs of tracks and the last day of a range.

    PERF_DIR=/tmp/perf python -m tests.bench.journeys SIZE       # then bench.py --file tests/bench/journeys.json --size SIZE

`slug`: of the track with the generator's id. `last`: the day before `b`, because `to` is included. Scripts leave a cookie that
says they draw the lanes: send `Cookie: lanes=1` with the session, as a browser does.
"""

import csv
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path


def main(size: str) -> None:
    folder = Path(os.environ["PERF_DIR"]) / "data" / size
    with (folder / "tracks.csv").open() as file:
        slugs = {int(row["id"]): row["slug"] for row in csv.DictReader(file)}
    path = folder / "params.json"
    params = json.loads(path.read_text())
    for one in [*params["J1"], *params["J2"]]:
        one["slug"] = slugs[one["track"]]
        if "b" in one:
            one["last"] = (date.fromisoformat(one["b"]) - timedelta(days=1)).isoformat()
    path.chmod(0o644)
    path.write_text(json.dumps(params, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
