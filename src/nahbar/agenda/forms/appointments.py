"""What is asked about an appointment."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.core.ids import new_public_id
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.team.hours_forms import ClockInput, DayInput
from nahbar.team.models import Branch

LOCAL = "%Y-%m-%dT%H:%M"
CLOCK = ["%H:%M", "%H:%M:%S"]
USUAL = timedelta(minutes=30)


class AppointmentForm(forms.Form):
    """Day, from and until by the clock of the house; what, with whom of us, where."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=Appointment.Kind)
    title = forms.CharField(label=_("About"), max_length=200, required=False)
    person = forms.ModelChoiceField(label=_("Who of us"), queryset=User.objects.none())
    day = forms.DateField(label=_("Day"), widget=DayInput())
    from_time = forms.TimeField(label=_("From"), input_formats=CLOCK, widget=ClockInput())
    until_time = forms.TimeField(label=_("Until"), input_formats=CLOCK, widget=ClockInput())
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.none(), empty_label=_("not said"), required=False
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("In words that the customer may read."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        people = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # the stubs know only Field
        self.fields["branch"].queryset = Branch.objects.order_by("name")  # type: ignore[attr-defined]  # the same

    def clean(self) -> dict[str, Any]:
        """Both ends are moments that the clock of the house shows exactly once."""
        said = super().clean() or {}
        for name, end in (("starts_at", "from_time"), ("ends_at", "until_time")):
            if said.get("day") and said.get(end) is not None:
                try:
                    said[name] = moment_of(said["day"], said[end])
                except forms.ValidationError as error:
                    self.add_error(end, error)
        return said

    def fields_said(self) -> dict[str, Any]:
        """What the operations want to know."""
        asked = ("person", "kind", "title", "starts_at", "ends_at", "branch", "place", "note")
        return {name: self.cleaned_data[name] for name in asked}


class MoveForm(forms.Form):
    """Only another beginning; the rest stays."""

    starts_at = forms.DateTimeField(input_formats=[LOCAL])
    version = forms.IntegerField(required=False)


class StatusForm(forms.Form):
    """What became of it."""

    status = forms.ChoiceField(choices=Appointment.Status)
    version = forms.IntegerField(required=False)


def moment_of(day: date, at: time) -> datetime:
    """The moment; ValidationError where a changing clock skips it or shows it twice, or years end."""
    typed = f"{day.isoformat()}T{at:%H:%M}"
    moment: datetime = forms.DateTimeField(input_formats=[LOCAL]).clean(typed)
    return moment


def as_new(
    now: datetime, person: User, *, day: date | None = None, customer: Customer | None = None
) -> dict[str, Any]:
    """What a new form begins with: the next full hour, or the first of a day that was chosen."""
    local = (now + timedelta(hours=1)).astimezone(clock.house_zone())
    start = local.replace(minute=0, second=0, microsecond=0)
    if day is not None and day != start.date():
        start = datetime.combine(day, time(9), tzinfo=clock.house_zone())
    kind = Appointment.Kind.VISIT if customer else Appointment.Kind.INTERNAL
    end = datetime.combine(start, start.time()) + USUAL
    return {
        "key": new_public_id(),
        "kind": kind,
        "person": person.pk,
        "day": start.date(),
        "from_time": start.time(),
        "until_time": end.time(),
    }


def as_known(appointment: Appointment) -> dict[str, Any]:
    """The appointment as the form shows it."""
    zone = clock.house_zone()
    start, end = (at.astimezone(zone) for at in (appointment.starts_at, appointment.ends_at))
    kept = ("kind", "title", "person_id", "branch_id", "place", "note", "version")
    shown = {name.removesuffix("_id"): getattr(appointment, name) for name in kept}
    return {**shown, "day": start.date(), "from_time": start.time(), "until_time": end.time()}


def key_or_none(text: str) -> uuid.UUID | None:
    """The id that a query names."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def day_or_none(text: str) -> date | None:
    """The day that a query names, if it lies where calendars reach."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2200 else None
