"""Invented people, figures and forms, with which `/design/` shows every piece of the face at work."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.faces import Face

DRAWN = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E"
    "%3Crect width='48' height='48' fill='%23f2dcb4'/%3E"
    "%3Cpath d='M8 48c0-20 32-20 32 0' fill='%231e5b4f'/%3E"
    "%3Ccircle cx='24' cy='21' r='11' fill='%23e9c3a2'/%3E"
    "%3Cpath d='M12 20c0-16 24-16 24 0-6-6-18-6-24 0' fill='%235a3d2b'/%3E"
    "%3Cpath d='M20 21v.1M28 21v.1M20 26q4 3 8 0' stroke='%2333210f' stroke-width='2' "
    "stroke-linecap='round' fill='none'/%3E%3C/svg%3E"
)
ANNA = Face("Anna Berger", "AB", 155)
HERBERT = Face("Herbert Thaler", "HT", 65)
SOFIA = Face("Sofia Lang", "SL", 245)
MIA = Face("Mia Kern", "MK", 310, photo_url=DRAWN)
FIRM = Face("Buchhandlung Lind GmbH", "BL", 15, kind="organisation")
LONGEST = Face("Katharina-Elisabeth Freifrau von Windischgraetz-Thurnhofer", "KW", 345)
HUES = [Face(f"{hue}°", f"{hue}", hue) for hue in range(0, 360, 30)]

COLOURS = {
    lazy("Grounds"): ["paper", "card", "sunk", "green-soft", "warn-soft"],
    lazy("Ink and lines"): ["ink", "soft", "line", "edge", "on-green", "on-warn"],
    lazy("Green and warning"): ["green", "green-strong", "green-mid", "warn", "warn-mid"],
    lazy("Mood"): [f"mood-{step}" for step in range(1, 6)],
    lazy("Faces on mood"): [f"mood-{step}-ink" for step in range(1, 6)],
}
SIZES = ["3xl", "2xl", "xl", "l", "m", "s", "xs"]


class Question(forms.Form):
    """One field of every kind that the house asks with."""

    name = forms.CharField(label=lazy("Name"), help_text=lazy("As it stands on a letter."))
    mail = forms.EmailField(label=lazy("Mail"))
    since = forms.DateField(
        label=lazy("Known since"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    country = forms.ChoiceField(
        label=lazy("Country"),
        choices=[("AT", lazy("Austria")), ("DE", lazy("Germany")), ("CH", lazy("Switzerland"))],
    )
    way = forms.ChoiceField(
        label=lazy("How they like to be reached"),
        choices=[("phone", lazy("Phone")), ("mail", lazy("Mail")), ("letter", lazy("Letter"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=lazy("What happened"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agrees = forms.BooleanField(
        label=lazy("May be written to"), help_text=lazy("The customer said so.")
    )

    def clean_name(self) -> str:
        """Only the example's own answer is refused, so that its sentence is seen."""
        raise forms.ValidationError(_("Somebody of this name is here already."))

    def clean(self) -> dict[str, Any]:
        """What is wrong with all of it stands above its fields."""
        raise forms.ValidationError(_("In the meantime somebody else has changed this."))


def forms_shown() -> dict[str, Question]:
    """The form as it is first seen, and as it comes back."""
    answers = {"initial": {"name": "Anna Berger", "mail": "anna.berger@post.example"}}
    wrong = {"refused-name": "Anna Berger", "refused-mail": "anna.berger(at)post"}
    return {
        "fresh": Question(prefix="fresh", initial={**answers["initial"], "way": "phone"}),
        "refused": Question(wrong, prefix="refused"),
    }


def entries() -> list[dict[str, Any]]:
    """One entry for every drawing a timeline knows, as arguments of the macro."""
    told = [
        ("mail", _("Mail"), _("The parcel was meant to be here before Christmas."), -1),
        ("phone", _("Phone"), _("When does the parcel come? Jonas: “it will be on time.”"), 0),
        ("visit", _("Visit"), _("Took an hour for the handing over and made photos."), 2),
        ("web", _("Web"), _("Looked at estate cars and asked for a test drive."), None),
        ("letter", _("Letter"), _("Thanked for the long loan of the car."), 1),
        ("order", _("Order"), _("Winter tyres 16 inch, change of wheels"), None),
        ("delivery", _("Delivery"), _("Left with the neighbour as agreed."), 1),
        ("invoice", _("Invoice"), _("Paid within two days."), None),
        ("reminder", _("Reminder"), _("Held back: the invoice has not been shown as delivered."), None),
        ("cancellation", _("Cancellation"), _("Called off because it came too late."), -2),
        ("return", _("Return"), _("The roof box did not fit."), None),
        ("complaint", _("Complaint"), _("The loan car was not there although promised."), -2),
        ("takeback", _("Taking back"), _("Lease of four years ended, car taken back."), 1),
        ("survey", _("Survey"), _("Expected a call, found a mail."), 0),
        ("event", _("Event"), _("Came to the evening with the new models."), 2),
        ("note", _("Note"), _("Drives to Lignano every August."), None),
        ("import", _("Import"), _("Known from the dealer system."), None),
        ("chat", _("Chat"), _("Asked whether we are open on Saturday."), None),
        ("appointment", _("Appointment"), _("Comes for the change of wheels."), None),
        ("promise", _("Promise"), _("We call back before noon."), None),
        ("task", _("Task"), _("Order the roof box."), None),
    ]  # fmt: skip
    return [
        {"channel": channel, "title": title, "text": text, "mood": mood}
        for channel, title, text, mood in told
    ]


def files() -> list[dict[str, str]]:
    """A picture and a PDF beside an entry."""
    drawn = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' fill='%238db594'/%3E%3C/svg%3E"
    return [
        {"name": _("Picture"), "url": "#timeline", "preview_url": drawn},
        {"name": "Angebot.pdf", "url": "#timeline", "preview_url": ""},
    ]


def parts() -> dict[str, Any]:
    """A sum of what was, what may come, and what it costs."""
    return {
        "items": [
            {"label": _("so far"), "value": 1900, "text": "1.900", "tone": "past"},
            {"label": _("to come"), "value": 3650, "text": "3.650", "tone": "future"},
            {"label": _("effort"), "value": -530, "text": "− 530", "tone": "cost"},
        ],
        "total": {"label": _("together"), "value": 5020, "text": "5.020"},
        "loss": [
            {"label": _("so far"), "value": 240, "text": "240", "tone": "past"},
            {"label": _("effort"), "value": -610, "text": "− 610", "tone": "cost"},
        ],
        "deficit": {"label": _("together"), "value": -370, "text": "− 370"},
    }


def mapping() -> dict[str, Any]:
    """Columns of a file: one that is sure, one to look at, one that does not fit, one left out."""
    offered = [("", _("leave out")), ("name", _("Name")), ("phone", _("Phone"))]

    def column(source: str, value: str, note: str, *cells: tuple[str, str, str]) -> dict[str, Any]:
        samples = [dict(zip(("before", "after", "wrong"), cell, strict=True)) for cell in cells]
        return {"source": source, "name": f"design-{source}", "choices": offered, "value": value,
                "note": note, "is_sure": value != "phone", "samples": samples,
                "wrong": _("1 of 2 is no name") if source == "Name 2" else "", "hint": ""}  # fmt: skip

    columns = [
        column("Kundenname", "name", "", ("BERGER, ANNA", "Anna Berger", ""), ("Thaler", "Thaler", "")),
        column("Rufnummer", "phone", _("Please look: one number is unreadable."),
               ("0650 032700", "+43 650 032700", ""), ("nachmittags", "", _("no number"))),
        column("Name 2", "name", "", ("4711", "", _("no name")), ("Thaler", "Thaler", "")),
        column("Filler_7", "", _("No field of ours fits."), ("X", "", ""), ("X", "", "")),
    ]  # fmt: skip
    wrong, left = columns[2], columns[3]
    return {"columns": columns, "taken": columns[:3], "left": [left], "wrong": [wrong],
            "unused_discounts": ["Rabatt"]}  # fmt: skip
