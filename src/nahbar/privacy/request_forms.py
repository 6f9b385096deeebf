"""What is asked about requests, restrictions, erasures, rules and breaches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import ACCESS, Ability
from nahbar.core.holdings import Mention
from nahbar.core.models import User
from nahbar.customers.forms import DayInput
from nahbar.privacy.models.requests import (
    Breach,
    PersonRequest,
    Restriction,
    StandingObjection,
)
from nahbar.privacy.operations.breaches import SAID


def _leaders() -> Any:
    return User.objects.filter(is_active=True, role__in=ACCESS[Ability.LEAD_PRIVACY])


class RequestForm(forms.Form):
    """Somebody asks something about their data."""

    kind = forms.ChoiceField(label=_("What they ask"), choices=PersonRequest.Kind)
    received_on = forms.DateField(label=_("Came in on"), widget=DayInput)
    identity = forms.ChoiceField(
        label=_("How we know that it is them"), choices=PersonRequest.Identity
    )
    owner = forms.ModelChoiceField(label=_("Who answers"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = _leaders()  # type: ignore[attr-defined]  # a choice of models


class StepForm(forms.Form):
    """What becomes of a request: `do` is the button that was pressed."""

    DEEDS = ("identity", "hand", "extend", "answer", "refuse")

    do = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS], widget=forms.HiddenInput)
    identity = forms.ChoiceField(
        label=_("How we know that it is them"), choices=PersonRequest.Identity, required=False
    )
    owner = forms.ModelChoiceField(
        label=_("Who answers"), queryset=User.objects.none(), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words the customer can be told."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = _leaders()  # type: ignore[attr-defined]  # a choice of models


class RestrictForm(forms.Form):
    """Why a customer is restricted."""

    reason = forms.ChoiceField(label=_("Why"), choices=Restriction.Reason)


class ObjectForm(forms.Form):
    """What a customer objects to, or no longer."""

    against = forms.ChoiceField(choices=StandingObjection.Against)


class EraseForm(forms.Form):
    """The name, typed; and which words on others are to go as well."""

    spots = forms.MultipleChoiceField(
        label=_("Words on others"), required=False, widget=forms.CheckboxSelectMultiple
    )
    typed = forms.CharField(
        label=_("Type the name to erase them for good"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, mentions: list[tuple[Mention, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(m.spot, f"{whom}: {m.text}" if whom else m.text) for m, whom in mentions]
        self.fields["spots"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        if not choices:
            del self.fields["spots"]


class RuleForm(forms.Form):
    """How long one kind of thing is kept."""

    months = forms.IntegerField(label=_("Months"), required=False, min_value=1, max_value=1_200)
    is_on = forms.BooleanField(label=_("Remove what is older, every night"), required=False)


class BreachForm(forms.ModelForm[Breach]):
    """What went wrong; `seen` is the version that was on the screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Breach
        fields = SAID
        widgets = {
            "happened_on": DayInput,
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in ("known_at", "authority_told_at", "people_told_at")
            },
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("data", "consequences", "steps", "no_risk_because")
            },
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("happened_on", "affected", "authority_told_at", "people_told_at"):
            self.fields[name].required = False
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.version

    def said(self) -> dict[str, Any]:
        """The answers without what was seen."""
        return {name: self.cleaned_data[name] for name in SAID}
