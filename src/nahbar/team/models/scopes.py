"""Whose customers somebody of the house may see at all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.team.models.firm import Branch


class ScopeKind(models.TextChoices):
    """How far somebody's eyes reach."""

    HOUSE = "house", _("All customers of the house")
    BRANCHES = "branches", _("Customers of their branches, and their own")
    OWN = "own", _("Only customers they care for")


class Scope(models.Model):
    """How far one person's eyes reach; who has no row sees the whole house."""

    Kind = ScopeKind

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scope"
    )
    kind = models.CharField(_("Sees"), max_length=8, choices=ScopeKind, default=ScopeKind.HOUSE)
    branches = models.ManyToManyField(Branch, related_name="+", blank=True)

    def __str__(self) -> str:
        return f"scope {self.pk}"
