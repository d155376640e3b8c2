"""The State Department's feed, every stored version in order, through reading and filing:
MIRRORS=... python -m tests.bench.state_department [versions]

What is asked is in the project's shared measure/corpora/state_department_rss.py; the corpus
(github.com/markschaver/State-Department-PR, public domain) is fetched and never kept here. Its feed carries 10 releases
at a time; what is new in each version, and every 50th version whole, is handed in as the poll of the feed does it, and
worked off in this process.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path

import django

REPOSITORY = "markschaver+State-Department-PR/repo"
ADDRESS = "https://www.state.gov/rss-feed/press-releases/feed/"
ITEM = re.compile(rb"<item\b.*?</item>", re.DOTALL)
ITEM_NAMESPACES = b"""<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">"""
WHOLE = 50  # every so many versions are read whole
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
    last: dict[str, str] = {}
    for number, data in enumerate(blobs):
        # Nine in ten were there unchanged in the version before: they are read again only now and then.
        data = data if number % WHOLE == 0 else _changed(data, last)
        for guid, digest in map(_declared, _items(data)):
            seen[guid].add(digest)
            last[guid] = digest
        if not _items(data):
            continue
        reads = [Read(one) for one in readers.read_all(data) if isinstance(one, Record)]
        run = start_run(negotiation=feed.negotiation, by=None, label="Poll", feed=feed, records=reads)
        work(run=run)
        if number % 250 == 0:
            print(f"version {number}", file=sys.stderr, flush=True)
    return seen


def _items(data: bytes) -> list[bytes]:
    return ITEM.findall(data)


def _changed(data: bytes, last: dict[str, str]) -> bytes:
    """The feed without the items that are as they last were."""

    def unless_known(found: re.Match) -> bytes:
        guid, digest = _declared(found.group())
        return b"" if last.get(guid) == digest else found.group()

    return ITEM.sub(unless_known, data)


def _declared(item: bytes) -> tuple[str, str]:
    """The guid, and a hash of title and description as they stand there."""
    parsed = ET.fromstring(ITEM_NAMESPACES + item + b"</rss>").find("item")
    title = " ".join((parsed.findtext("title") or "").split())
    said = f"{title}\0{parsed.findtext('description') or ''}"
    return parsed.findtext("guid") or parsed.findtext("link"), hashlib.sha1(said.encode()).hexdigest()


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
