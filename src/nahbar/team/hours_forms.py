"""What is asked about hours and absences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import User
from nahbar.team.models import Absence, Branch, Weekday, WorkingHours
from nahbar.team.operations.hours import ABSENCE_FIELDS, Shift

STRETCHES = (1, 2)  # before and after lunch


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, look: str = "") -> None:
        super().__init__({"class": look} if look else None, format="%H:%M")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


@dataclass(frozen=True)
class DayRow:
    """The fields of one weekday."""

    label: str
    bounds: list[tuple[BoundField, BoundField]]
    branch: BoundField | None


class HoursForm(forms.Form):
    """The hours of a week: for each day up to two stretches, and where."""

    def __init__(self, data: Any = None, *, known: Sequence[WorkingHours]) -> None:
        super().__init__(data, initial=_as_initial(known))
        branches = Branch.objects.order_by("name")
        self._has_branches = branches.exists()
        for day in Weekday:
            for number in STRETCHES:
                names = {"day": day.label, "number": number}
                self._ask_time(f"from_{day}_{number}", _("%(day)s, from (%(number)s)") % names)
                self._ask_time(f"until_{day}_{number}", _("%(day)s, until (%(number)s)") % names)
            if self._has_branches:
                self.fields[f"branch_{day}"] = forms.ModelChoiceField(
                    label=_("%(day)s, branch") % {"day": day.label},
                    queryset=branches,
                    empty_label=_("anywhere"),
                    required=False,
                    widget=forms.Select(attrs={"class": "input select"}),
                )

    def _ask_time(self, name: str, label: Any) -> None:
        formats = ["%H:%M", "%H:%M:%S"]
        self.fields[name] = forms.TimeField(
            label=label, input_formats=formats, widget=ClockInput("input"), required=False
        )

    def rows(self) -> Iterator[DayRow]:
        """The fields as the page lays them out."""
        for day in Weekday:
            bounds = [(self[f"from_{day}_{n}"], self[f"until_{day}_{n}"]) for n in STRETCHES]
            branch = self[f"branch_{day}"] if self._has_branches else None
            yield DayRow(str(day.label), bounds, branch)

    def clean(self) -> dict[str, Any]:
        """A stretch has both ends."""
        said = super().clean() or {}
        for day in Weekday:
            for number in STRETCHES:
                ends = [said.get(f"{end}_{day}_{number}") for end in ("from", "until")]
                if (ends[0] is None) != (ends[1] is None):
                    self.add_error(
                        None, gettext("%(day)s: both times are needed.") % {"day": day.label}
                    )
        return said

    def shifts(self) -> list[Shift]:
        """What was answered."""
        said = self.cleaned_data
        return [
            Shift(day.value, start, said[f"until_{day}_{number}"], said.get(f"branch_{day}"))
            for day in Weekday
            for number in STRETCHES
            if (start := said[f"from_{day}_{number}"]) is not None
        ]


def _as_initial(known: Sequence[WorkingHours]) -> dict[str, Any]:
    """A third stretch, which only another program could have written, is not shown."""
    shown: dict[str, Any] = {}
    counted: dict[int, int] = {}
    for one in known:
        number = counted[one.weekday] = counted.get(one.weekday, 0) + 1
        shown[f"from_{one.weekday}_{number}"] = one.from_time
        shown[f"until_{one.weekday}_{number}"] = one.until_time
        shown[f"branch_{one.weekday}"] = one.branch_id
    return shown


class AbsenceForm(forms.Form):
    """From when until when somebody is away, why, and who acts for them."""

    first_day = forms.DateField(label=_("From"), widget=DayInput())
    last_day = forms.DateField(label=_("Until, including"), widget=DayInput())
    kind = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Colleagues only see that you are away."),
        choices=Absence.Kind,
    )
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in"),
        queryset=User.objects.none(),
        empty_label=_("nobody"),
        required=False,
    )

    def __init__(self, data: Any = None, *, person: User, known: Absence | None = None) -> None:
        initial = {name: getattr(known, name) for name in ABSENCE_FIELDS} if known else {}
        super().__init__(data, initial=initial)
        others = User.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["stand_in"].queryset = others.order_by("name", "email")  # type: ignore[attr-defined]  # the stubs know only Field
