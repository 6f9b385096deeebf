"""What is asked about telephones and about somebody nobody knows yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.reception.models import CallDesk


class PhoneSystemForm(forms.Form):
    """A telephone system that shall tell of calls."""

    name = forms.CharField(
        label=_("Name of the telephone system"),
        help_text=_("So that you know it again: Telephone Graz, the doctor's line …"),
        max_length=100,
    )


class CallDeskForm(forms.Form):
    """How one's own desk takes calls."""

    extension = forms.CharField(
        label=_("My extension"),
        help_text=_("As the telephone system sends it. Without one, calls for nobody else show."),
        max_length=20,
        required=False,
    )
    shows_calls = forms.BooleanField(
        label=_("Show me who is calling, on whatever page I am"), required=False
    )
    dials_by = forms.ChoiceField(label=_("How I dial"), choices=CallDesk.Dialling)


class UnknownCallerForm(forms.Form):
    """Somebody who called and whom nobody knows yet."""

    number = forms.CharField(widget=forms.HiddenInput, max_length=120)
    first_name = forms.CharField(label=_("First name"), max_length=200, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=200, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
