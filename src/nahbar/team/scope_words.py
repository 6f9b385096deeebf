"""Scopes in words, and what is asked about them."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.access import Role
from nahbar.core.models import User
from nahbar.team.models import Branch, Scope, ScopeKind


class ScopeForm(forms.Form):
    """How far a colleague sees."""

    kind = forms.ChoiceField(label=lazy("Sees"), choices=ScopeKind, widget=forms.RadioSelect)
    branches = forms.ModelMultipleChoiceField(
        label=lazy("Branches"),
        help_text=lazy("Counts where only the customers of some branches are seen."),
        queryset=Branch.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, scope: Scope | None) -> None:
        initial: dict[str, Any] = {"kind": scope.kind if scope else ScopeKind.HOUSE}
        if scope:
            initial["branches"] = [one.pk for one in scope.branches.all()]
        super().__init__(data, initial=initial)
        offered = cast("forms.ModelMultipleChoiceField[Branch]", self.fields["branches"])
        offered.queryset = Branch.objects.order_by("name")


def scope_line(person: User, scope: Scope | None) -> str:
    """How far the person sees: "Customers of Graz and Wien, and their own"."""
    if scope is None or scope.kind == ScopeKind.HOUSE or person.role == Role.OWNER:
        return str(ScopeKind.HOUSE.label)
    if scope.kind == ScopeKind.OWN:
        return str(ScopeKind.OWN.label)
    names = ", ".join(sorted(one.name for one in scope.branches.all()))
    return _("Customers of %(branches)s, and their own") % {"branches": names}


def scopes_of_all() -> dict[int, Scope]:
    """The scopes that are set, by person (primary key); two queries whatever their number."""
    return {one.person_id: one for one in Scope.objects.prefetch_related("branches")}
