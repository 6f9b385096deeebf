"""What is asked about consents, and about what people are asked to agree to."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.core.clock import house_zone
from nahbar.customers.forms import DayInput
from nahbar.privacy.consent_catalogue import Offered
from nahbar.privacy.consent_words import about_words
from nahbar.privacy.models import Topic
from nahbar.privacy.models.consents import Channel, Way
from nahbar.privacy.operations.catalogue import LABELS, RULES

WAYS = [(way.value, way.label) for way in (Way.COUNTER, Way.PHONE, Way.FORM)]


class ConsentForm(forms.Form):
    """What somebody said about one thing, how, when, and what proves it."""

    what = forms.ChoiceField(label=_("For what"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    said = forms.ChoiceField(
        label=_("What they said"),
        choices=[("give", _("They agree")), ("refuse", _("They do not want it"))],
        initial="give",
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(label=_("How"), choices=WAYS, initial=Way.COUNTER)
    on = forms.DateField(
        label=_("On which day"),
        help_text=_("Empty: today."),
        required=False,
        widget=DayInput,
    )
    words = forms.CharField(
        label=_("How it is proved"),
        help_text=_("Who said what to whom; where the signed paper lies."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=_("The signed form"), help_text=_("A picture or a PDF."), required=False
    )

    def __init__(
        self, *args: Any, purposes: list[Offered], topics: list[Topic], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        what = [
            (f"{one.purpose.key}:{channel}", about_words(one.purpose.called, channel))
            for one in purposes
            for channel in one.channels
        ]
        self.fields["what"] = forms.ChoiceField(label=_("For what"), choices=what)
        if topics:
            every = [("", _("all topics")), *((one.key, one.called) for one in topics)]
            self.fields["topic"] = forms.ChoiceField(
                label=_("Topic"), choices=every, required=False
            )
        else:
            del self.fields["topic"]
        self.order_fields(["what", "topic", "said", "way", "on", "words", "file"])

    @property
    def about(self) -> tuple[str, str, str]:
        """Purpose, channel and topic, by their keys."""
        purpose, _colon, channel = self.cleaned_data["what"].partition(":")
        return purpose, channel, self.cleaned_data.get("topic", "")

    def said_at(self, now: datetime) -> datetime | None:
        """When it was said; the start of another day, None for today."""
        day: date | None = self.cleaned_data["on"]
        if day is None or day == now.astimezone(house_zone()).date():
            return None
        return datetime.combine(day, time(), tzinfo=house_zone())


class PurposeForm(forms.Form):
    """A purpose with its rules, and the sentence people agree to."""

    label = forms.CharField(label=_("Name"), max_length=80)
    label_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    text = forms.CharField(
        label=_("What they agree to, in German"),
        help_text=_("Changed words hold for those who agree from now on; others keep theirs."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=_("The same in English"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    by_channel = forms.BooleanField(label=_("Asked for each channel"), required=False, initial=True)
    asks_back = forms.BooleanField(
        label=_("Confirmed by mail before it counts for mail"), required=False, initial=True
    )
    lasts_months = forms.IntegerField(
        label=_("Runs out after so many months"),
        help_text=_("Empty: it holds until it is withdrawn."),
        min_value=1,
        max_value=600,
        required=False,
    )
    keeps_ip = forms.BooleanField(
        label=_("Keep the internet address of those who confirm"), required=False
    )

    def __init__(self, data: Any = None, *, offered: Offered | None = None) -> None:
        known = {}
        if offered:
            known = {name: getattr(offered.purpose, name) for name in (*LABELS, *RULES)}
            known |= {name: getattr(offered.wording, name) for name in ("text", "text_en")}
        super().__init__(data, initial=known)
        if offered:
            del self.fields["by_channel"]


class TopicForm(forms.Form):
    """What a topic is called."""

    label = forms.CharField(label=_("Name"), max_length=80)
    label_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)


class TapForm(forms.Form):
    """One tap: about what, and what they said."""

    purpose = forms.CharField(max_length=40)
    channel = forms.ChoiceField(choices=[("", ""), *Channel.choices], required=False)
    topic = forms.CharField(max_length=40, required=False)
    said = forms.ChoiceField(choices=[(word, word) for word in ("give", "withdraw")])
