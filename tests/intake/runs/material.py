"""Things to import, in our own words."""

from tests.intake.runs.texts import file, page, story, words
from tracker.intake.runs.starting import Upload, start_run
from tracker.intake.runs.work import work

__all__ = ["ends", "imported", "page", "story", "upload", "words"]


def upload(n: int) -> Upload:
    return Upload(*file(n))


def imported(negotiation, *files, by=None, label="Files", **more):
    """A run of these files (bytes, text or uploads), worked off."""
    uploads = [_upload(number, file) for number, file in enumerate(files, start=1)]
    run = start_run(negotiation=negotiation, by=by, label=label, files=uploads, **more)
    work(run=run)
    return run


def _upload(number, file):
    if isinstance(file, Upload):
        return file
    return Upload(f"{number}.txt", file.encode() if isinstance(file, str) else file)


def ends(run) -> list[str]:
    return list(run.items.values_list("status", flat=True))
