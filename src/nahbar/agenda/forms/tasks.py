"""What is asked about tasks, promises and ideas."""

import json
import uuid
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.agenda.operations.change import shown_in_form
from nahbar.agenda.operations.checks import TITLE, moment_of
from nahbar.agenda.operations.move import WORD
from nahbar.agenda.queries import people_who_may_own
from nahbar.agenda.repeats import Repeat, repeat_of
from nahbar.agenda.wishes import TaskWish
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.forms import DayInput

LONGEST = 2_000
# Which answer a refusal is about; any other is told above the form.
FIELD_OF = {
    "task_needs_title": ("words", "title"),
    "task_needs_day": ("due_on", "day"),
    "day_is_past": ("due_on", "day"),
    "owner_cannot": ("owner", "to"),
    "reason_needed": ("reason",),
    "nothing_said": ("text",),
}


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RefusableForm(forms.Form):
    """A form that tells what an operation refuses beside the answer it is about."""

    def refuse(self, refusal: Refused) -> None:
        """Say it where it belongs."""
        names = FIELD_OF.get(refusal.code, ())
        self.add_error(next((n for n in names if n in self.fields), None), str(refusal))

    def replace_answer(self, name: str, value: str) -> None:
        """Show this instead of what was sent."""
        data = cast("QueryDict", self.data).copy()
        data[name] = value
        self.data = data


def _owner(label: Any, **options: Any) -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(
        label=label, queryset=User.objects.none(), to_field_name="public_id", **options
    )


class NewTaskForm(RefusableForm):
    """A line of words; what they do not say, or say wrongly, can be said beside them."""

    words = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("Who and until when may stand in it: “Send the offer by Friday @Mia”."),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("as the words say")), *Task.Kind.choices], required=False
    )  # fmt: skip
    owner = _owner(_("Who"), empty_label=_("as the words say, else I"), required=False)
    due_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    due_time = forms.TimeField(label=_("At what time"), widget=ClockInput, required=False)
    repeat = forms.ChoiceField(label=_("Repeat"), choices=Repeat, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"once": uuid.uuid4()})
        cast("Any", self.fields["owner"]).queryset = people_who_may_own()

    def over(self, wish: TaskWish) -> TaskWish:
        """The wish as it was read, with what was said beside the words in its place."""
        said = self.cleaned_data
        is_day_said = said["due_on"] is not None
        return TaskWish(
            wish.title,
            said["owner"] or wish.owner,
            said["due_on"] or wish.due_on,
            due_time=said["due_time"] or (None if is_day_said else wish.due_time),
            kind=said["kind"] or wish.kind,
            remind_at=None if is_day_said else wish.remind_at,
            repeat=said["repeat"],
        )


class TaskForm(RefusableForm):
    """A task as it stands, and what stood there when the page was opened."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What is to be done"), max_length=TITLE)
    kind = forms.ChoiceField(label=_("What it is"), choices=Task.Kind.choices)
    owner = _owner(_("Who"), empty_label=None)
    due_on = forms.DateField(label=_("Until"), widget=DayInput)
    due_time = forms.TimeField(label=_("At what time"), widget=ClockInput, required=False)
    remind_on = forms.DateField(label=_("Remind from"), widget=DayInput, required=False)
    repeat = forms.ChoiceField(label=_("Repeat"), choices=Repeat, required=False)

    def __init__(self, data: Any = None, *, task: Task) -> None:
        zone = house_zone()
        super().__init__(data, initial={
            "seen": shown_in_form(task),
            "title": task.title,
            "kind": task.kind,
            "owner": task.owner.public_id,
            "due_on": task.due_on,
            "due_time": task.due_at.astimezone(zone).time() if task.due_at else None,
            "remind_on": task.remind_at.astimezone(zone).date() if task.remind_at else None,
            "repeat": repeat_of(task.repeat),
        })  # fmt: skip
        self._remind_at = task.remind_at
        cast("Any", self.fields["owner"]).queryset = people_who_may_own()
        if task.customer_id is None:
            cast("Any", self.fields["kind"]).choices = [(Task.Kind.TASK, Task.Kind.TASK.label)]

    @property
    def wish(self) -> TaskWish:
        """What was said."""
        said = self.cleaned_data
        return TaskWish(
            said["title"],
            said["owner"],
            said["due_on"],
            due_time=said["due_time"],
            kind=said["kind"],
            remind_at=self._reminder(said["remind_on"]),
            repeat=said["repeat"],
        )

    @property
    def was(self) -> dict[str, str]:
        """What stood there when the page was opened; anything else sent counts as not seen."""
        seen = self.cleaned_data.get("seen")
        if not isinstance(seen, dict):
            return {}
        return {str(name): value for name, value in seen.items() if isinstance(value, str)}

    def beside(self, task: Task) -> None:
        """From now on what stands there counts as seen: sent again, it is meant."""
        self.replace_answer("seen", json.dumps(shown_in_form(task)))

    def _reminder(self, day: date | None) -> datetime | None:
        """A reminder whose day stays keeps its minute."""
        kept = self._remind_at
        if kept and day == kept.astimezone(house_zone()).date():
            return kept
        return moment_of(day, time(0, 1)) if day else None


class PostponeForm(RefusableForm):
    """Until when instead; of a promise also why."""

    day = forms.DateField(label=_("Until"), widget=DayInput)
    reason = forms.CharField(max_length=LONGEST, required=False)

    def __init__(self, data: Any = None, *, task: Task, tomorrow: date) -> None:
        super().__init__(data, initial={"day": tomorrow})
        reason = self.fields["reason"]
        reason.label = _("Why, and what does the customer know?") if task.is_promise else _("Why?")
        reason.required = task.is_promise


class HandOverForm(RefusableForm):
    """Who sees to it from now on."""

    to = _owner(_("Who sees to it from now on?"), empty_label=_("please choose"))
    word = forms.CharField(label=_("A word about it"), max_length=WORD, required=False)

    def __init__(self, data: Any = None, *, but: User) -> None:
        super().__init__(data)
        cast("Any", self.fields["to"]).queryset = people_who_may_own().exclude(pk=but.pk)


class DropForm(RefusableForm):
    """Why not; of a promise also whether the customer lets us off."""

    state = forms.ChoiceField(label=_("What has become of it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, task: Task) -> None:
        states = (
            [Task.State.RELEASED, Task.State.BROKEN] if task.is_promise else [Task.State.DROPPED]
        )
        super().__init__(data, initial={"state": states[0]})
        cast("Any", self.fields["state"]).choices = [(one.value, one.label) for one in states]
        if not task.is_promise:
            self.fields["state"].widget = forms.HiddenInput()


class ReasonForm(RefusableForm):
    """Why something is not needed."""

    reason = forms.CharField(label=_("Not needed because"), max_length=500)


class IdeaForm(RefusableForm):
    """An idea, and for whom: searched, then chosen."""

    q = forms.CharField(label=_("For whom?"), max_length=200, required=False)
    customer = forms.UUIDField(required=False)
    text = forms.CharField(
        label=_("My idea for this customer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"once": uuid.uuid4()})
