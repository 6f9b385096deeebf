"""The people of the house who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Role
from nahbar.core.ids import new_public_id
from nahbar.core.models.files import StoredFile


class People(BaseUserManager["User"]):
    """Finds people by their mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this mail address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Add a person; without a password they can only come in by link or passkey."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Theme(models.TextChoices):
    """Light or dark, or as the device has it."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser):
    """Somebody who works in the house."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("Mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    role = models.CharField(_("Role"), max_length=10, choices=Role, default=Role.STAFF)
    language = models.CharField(_("Language"), max_length=12, blank=True)
    theme = models.CharField(_("Appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, db_index=False)
    is_active = models.BooleanField(default=True)
    times_closed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = People()

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Sessions hold it: one from before access was closed no longer fits, even when it is open."""
        password = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # not in the stubs
        return f"{password}{self.times_closed or ''}"

    def get_full_name(self) -> str:
        """How the person is called."""
        return str(self)


class SignInLink(models.Model):
    """A link that lets one person in once. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
