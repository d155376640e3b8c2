"""People who sign in, and what their role lets them do."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Role(models.TextChoices):
    """What a person may do, each role including the ones before it."""

    READER = "reader", "Reader"  # an account outside the team: public negotiations only
    ANALYST = "analyst", "Analyst"
    RESEARCHER = "researcher", "Researcher"
    REVIEWER = "reviewer", "Reviewer"
    ADMINISTRATOR = "administrator", "Administrator"


RANK = {role: rank for rank, role in enumerate(Role.values)}


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a person; without a password nobody can sign in as them until they set one."""
        if not email:
            raise ValueError("A person needs an e-mail address to sign in with.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """For `manage.py createsuperuser`: an administrator."""
        return self.create_user(email, password, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractBaseUser):
    """A person with an account. Signs in by e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="Instants are shown in this zone.")
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="This e-mail address has an account already.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]

    def is_at_least(self, role: Role) -> bool:
        """Whether this person's role is `role` or one that includes it."""
        return self.is_active and RANK[self.role] >= RANK[role]

    @property
    def is_team(self) -> bool:
        return self.is_at_least(Role.ANALYST)

    @property
    def may_code(self) -> bool:
        """May enter reports and code statements."""
        return self.is_at_least(Role.RESEARCHER)

    @property
    def may_publish(self) -> bool:
        """May publish and reject what others coded."""
        return self.is_at_least(Role.REVIEWER)

    @property
    def may_administer(self) -> bool:
        return self.is_at_least(Role.ADMINISTRATOR)
