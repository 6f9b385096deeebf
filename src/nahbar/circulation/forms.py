"""What is asked about a thing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.kinds import suggested_kinds
from nahbar.circulation.models import Holding, Thing
from nahbar.circulation.operations.things import SAID
from nahbar.customers.forms import DayInput


class ThingForm(forms.Form):
    """A thing and how the customer has it; `seen` is the version that was on the screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("What it is"), max_length=200)
    kind = forms.CharField(label=_("Kind"), max_length=40, required=False)
    mark = forms.CharField(label=_("Plate or serial number"), max_length=60, required=False)
    holding = forms.ChoiceField(
        label=_("How they have it"),
        choices=Holding,
        initial=Holding.OWNED,
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Agreed until"), required=False, widget=DayInput)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("In words that the customer may read."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, thing: Thing | None = None) -> None:
        known = {name: getattr(thing, name) for name in SAID} if thing else {}
        if thing:
            known["seen"] = thing.version
        whose = f"thing{thing.pk if thing else ''}"
        super().__init__(data, initial=known, auto_id=f"{whose}_%s")
        self.kinds_id = f"{whose}_kinds"
        self.fields["kind"].widget.attrs["list"] = self.kinds_id

    @property
    def kinds(self) -> list[str]:
        """What is offered while one writes the kind; any other word may be written."""
        return suggested_kinds()

    def said(self) -> dict[str, Any]:
        """The answers without what was seen."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def see(self, thing: Thing) -> None:
        """Somebody else was quicker: sent once more, the answers are held against that."""
        self.data = {**dict(self.data.items()), "seen": str(thing.version)}
