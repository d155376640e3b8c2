"""The State Department's feed, every stored version in order, through reading and filing:
MIRRORS=... python -m tests.bench.state_department [versions]

What is asked is in the project's shared measure/corpora/state_department_rss.py; the corpus
(github.com/markschaver/State-Department-PR, public domain) is fetched and never kept here. Its feed carries 10 releases
at a time; each version is handed in as the poll of the feed does it, and worked off in this process.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import django

REPOSITORY = "markschaver+State-Department-PR/repo"
ADDRESS = "https://www.state.gov/rss-feed/press-releases/feed/"
SCRIPT = re.compile(r"jQuery|addEventListener|<script|function\s*\(")


def main(arguments: list[str]) -> None:
    from tests.runtime.served import MANAGE, environment, let_others_in

    folder = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    let_others_in(folder)
    own = environment(folder / "data", LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="tracker.settings")
    subprocess.run([sys.executable, str(MANAGE), "db", "start"], env=own, stdout=subprocess.DEVNULL, check=True)
    try:
        subprocess.run([sys.executable, str(MANAGE), "migrate"], env=own, stdout=subprocess.DEVNULL, check=True)
        subprocess.run(
            [sys.executable, "-m", "tests.bench.state_department", "inside", *arguments], env=own, check=True
        )
    finally:
        subprocess.run([sys.executable, str(MANAGE), "db", "stop"], env=own, stdout=subprocess.DEVNULL, check=True)
        shutil.rmtree(folder)


def inside(arguments: list[str]) -> None:
    django.setup()
    from tracker.intake.models import Feed
    from tracker.negotiations.models import Negotiation
    from tracker.reports.models import Outlet

    negotiation = Negotiation.objects.create(slug="releases", title="Releases")
    outlet = Outlet.objects.create(name="U.S. Department of State", domains=["state.gov"])
    feed = Feed.objects.create(negotiation=negotiation, address=ADDRESS, title="Press releases", outlet=outlet)
    blobs = list(versions())
    if arguments:
        blobs = blobs[: int(arguments[0])]
    began = time.monotonic()
    seen = _file_all(feed, blobs)
    print(f"{len(blobs)} versions in {time.monotonic() - began:.0f} s")
    _tell(seen)


def versions():
    """The bytes of every version of the feed, the oldest first, each once."""
    folder = Path(os.environ.get("MIRRORS", ".")) / REPOSITORY

    def git(*command: str, **more) -> bytes:
        return subprocess.run(["git", f"--git-dir={folder}", *command], check=True, capture_output=True, **more).stdout

    log = git("log", "--reverse", "--raw", "--no-abbrev", "--format=", "--", "data.rss").decode()
    shas = [line.split()[3] for line in log.splitlines() if line.startswith(":")]
    for sha in dict.fromkeys(sha for sha in shas if set(sha) != {"0"}):
        yield git("cat-file", "blob", sha)


def _file_all(feed, blobs) -> dict[str, set[str]]:
    """Each guid with the hashes of what the feed ever said of it (title and description as they stand there)."""
    from tracker.intake import readers
    from tracker.intake.record import Record
    from tracker.intake.runs.starting import Read, start_run
    from tracker.intake.runs.work import work

    seen: dict[str, set[str]] = defaultdict(set)
    passed: set[tuple] = set()
    for number, data in enumerate(blobs):
        for guid, digest in _declared(data):
            seen[guid].add(digest)
        found = [one for one in readers.read_all(data) if isinstance(one, Record)]
        # What has just been filed need not be asked again: it only makes the bench shorter.
        fresh = [one for one in found if (one.identifier, one.title, one.text) not in passed]
        passed = {(one.identifier, one.title, one.text) for one in found}
        if fresh:
            reads = [Read(one) for one in fresh]
            run = start_run(negotiation=feed.negotiation, by=None, label="Poll", feed=feed, records=reads)
            work(run=run)
        if number % 250 == 0:
            print(f"version {number}", file=sys.stderr, flush=True)
    return seen


def _declared(data: bytes):
    import xml.etree.ElementTree as ET

    for item in ET.fromstring(data).iter("item"):
        title = " ".join((item.findtext("title") or "").split())
        said = f"{title}\0{item.findtext('description') or ''}"
        yield item.findtext("guid") or item.findtext("link"), hashlib.sha1(said.encode()).hexdigest()


def _tell(seen: dict[str, set[str]]) -> None:
    from django.db.models import Count

    from tracker.intake.models import Identity, Item, ItemStatus
    from tracker.reports.models import Report, Revision

    print("releases in the feed:", len(seen))
    print("reports:", Report.objects.count(), "names:", Identity.objects.count())
    print("items:", dict(Counter(Item.objects.values_list("status", flat=True))))
    reports = dict(Identity.objects.values_list("identifier", "report_id"))
    twice = Report.objects.annotate(n=Count("identities")).filter(n__gt=1).count()
    print("releases filed:", len(reports.keys() & seen.keys()), "reports with two names:", twice)
    missing = seen.keys() - reports.keys()
    for item in Item.objects.filter(status__in=[ItemStatus.NEEDS_LOOK, ItemStatus.FAILED, ItemStatus.REFUSED])[:10]:
        print("  not filed:", item.status, item.title, "|", item.reason)
    print("without a report of their own:", len(missing))
    for item in Item.objects.filter(record__identifier__in=list(missing))[:10]:
        print("  ", item.status, item.title, "|", item.reason)
    revised = set(Report.objects.annotate(n=Count("revisions")).filter(n__gt=1).values_list("pk", flat=True))
    declared = {guid for guid, said in seen.items() if len(said) > 1}
    ours = {guid for guid, report in reports.items() if report in revised}
    print(f"with revisions: {len(ours)}; the feed changed title or description of {len(declared)}")
    print("  changed in the feed, no revision here:", len(declared - ours), sorted(declared - ours)[:40])
    print("  revision here, not changed in the feed:", len(ours - declared), sorted(ours - declared)[:20])
    print(
        "texts with script:", sum(bool(SCRIPT.search(text)) for text in Revision.objects.values_list("text", flat=True))
    )
    shared = Report.objects.exclude(url="").values("url").annotate(n=Count("pk")).filter(n__gt=1)
    print("addresses shared by several releases:", shared.count(), "releases at them:", sum(row["n"] for row in shared))
    alike = Counter(
        one["relation"]
        for item in Item.objects.filter(status=ItemStatus.FILED).exclude(alike=[])
        for one in item.alike[:1]
    )
    print("filed and shown as alike to an older one (would be held, did the feed not tell them apart):", dict(alike))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["inside", *arguments]:
            inside(arguments)
        case arguments:
            main(arguments)
