"""People to look at the demo with: one per role, under one password made for this installation."""

from dataclasses import dataclass
from pathlib import Path

from tracker.accounts.models import Role, User
from tracker.lib.secret import kept_secret

PASSWORD_FILE = "demo_password"
NAMES = {
    Role.ADMINISTRATOR: "Ada Administrator",
    Role.REVIEWER: "Rita Reviewer",
    Role.RESEARCHER: "Rolf Researcher",
    Role.ANALYST: "Anna Analyst",
    Role.READER: "Remy Reader",
}


@dataclass(frozen=True)
class DemoPerson:
    """`password` is empty when the account has another one by now."""

    user: User
    password: str


def people(folder: Path) -> dict[Role, DemoPerson]:
    """The demo's people by role, made where they are missing; those that exist are left as they are.

    Their password is kept in `folder`, in a file only its owner may read, so that no two installations share one.
    """
    password = kept_secret(folder / PASSWORD_FILE)[:12]
    found = {}
    for role, name in NAMES.items():
        email = f"{role.value}@demo.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, password, name=name, role=role
        )
        found[role] = DemoPerson(user, password if user.check_password(password) else "")
    return found
