from dataclasses import dataclass
from datetime import date, datetime, UTC, timedelta, time
class BadDate(ValueError): pass
@dataclass(frozen=True)
class UncertainDate:
    edtf: str
    words: str = ""
    reference: date | None = None
    @property
    def earliest(self):
        return datetime.combine(date.fromisoformat(self.edtf[:10]), time.min, UTC)
    @property
    def latest(self):
        return datetime.combine(date.fromisoformat(self.edtf[-10:]), time.max, UTC)
