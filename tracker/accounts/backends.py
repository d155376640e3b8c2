"""Who signs in, and who is signed in: as allauth does it; reading the person, which every page does, is planned once."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS

from tracker.runtime.planned import planned

from .models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        names, sql = _statement()
        for row in planned(sql, [user_id]):
            user = User.from_db(DEFAULT_DB_ALIAS, names, row)
            return user if self.user_can_authenticate(user) else None
        return None


@cache
def _statement() -> tuple[list[str], str]:
    fields = User._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return [field.attname for field in fields], f"SELECT {columns} FROM {User._meta.db_table} WHERE id = %s::bigint"
