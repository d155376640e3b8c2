"""Sessions in the database, as Django keeps them; reading one, which every page does, is planned once."""

from django.contrib.sessions.backends import db
from django.utils import timezone

from tracker.runtime.planned import planned


class SessionStore(db.SessionStore):
    def load(self) -> dict:
        rows = planned(
            "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
            (self.session_key, timezone.now()),
        )
        if not rows:
            self._session_key = None  # unknown or expired: the next one saved is given a new key
            return {}
        return self.decode(rows[0][0])
