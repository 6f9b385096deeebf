"""What is asked about the firm and its people."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Role
from nahbar.core.models import User
from nahbar.core.models.people import Theme
from nahbar.team.models import Country, Firm, Tone
from nahbar.team.regions import REGIONS

FIRM_LANGUAGES = [("de", _("German")), ("en", _("English"))]
OWN_LANGUAGES = [
    ("", _("As the house")),
    ("de-informal", _("German, Du")),
    ("de", _("German, Sie")),
    ("en", _("English")),
]
CURRENCIES = [("EUR", "EUR"), ("CHF", "CHF")]


class SetUpForm(forms.Form):
    """The first questions of an empty house."""

    firm = forms.CharField(label=_("Name of the firm"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), choices=Country)
    language = forms.ChoiceField(label=_("Language"), choices=FIRM_LANGUAGES)
    tone = forms.ChoiceField(label=_("Form of address"), choices=Tone, initial=Tone.INFORMAL)
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your mail address"))
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least ten characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """A password is also held against the name and the address."""
        answers = super().clean() or {}
        person = User(email=answers.get("email", ""), name=answers.get("name", ""))
        if password := answers.get("password"):
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return answers


class FirmForm(forms.ModelForm[Firm]):
    """What the firm has decided about itself."""

    language = forms.ChoiceField(label=_("Language"), choices=FIRM_LANGUAGES)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    region = forms.ChoiceField(
        label=_("Region"),
        help_text=_("Some public holidays are kept in some regions only."),
        choices=[("", _("not said")), *REGIONS],
        required=False,
    )

    class Meta:
        model = Firm
        fields = (
            "name",
            "country",
            "region",
            "language",
            "tone",
            "currency",
            "keeps_pages_offline",
        )


class PersonForm(forms.Form):
    """Somebody new in the house."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.STAFF)


class RoleForm(forms.Form):
    """Another role for somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)


class AccessForm(forms.Form):
    """Whether somebody may sign in."""

    access = forms.ChoiceField(choices=[("open", _("Open")), ("closed", _("Closed"))])


class ThemeForm(forms.Form):
    """Light or dark."""

    theme = forms.ChoiceField(choices=Theme)


class OwnForm(forms.Form):
    """How somebody is called, reads, and sees the house."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=OWN_LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme)
