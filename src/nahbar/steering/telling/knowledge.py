"""How customers feel, and how much is known of them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.steering.parts import Column, Figure, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]
FIELDS = {
    "email": (lazy("Mail address"), lazy("without it nobody can be told anything in writing the same day")),
    "phone": (lazy("Telephone number"), lazy("a call back needs one")),
    "address": (lazy("Postal address"), lazy("says where customers come from, and where a letter goes")),
    "birthday": (lazy("Birthday"), lazy("an occasion for a personal word")),
    "found_us": (lazy("How they found us"), lazy("shows which ways in are worth their money")),
    "relation": (lazy("Who belongs together"), lazy("households and firms decide together")),
    "since": (lazy("Customer since"), lazy("without it those who came before the records begin look new")),
}  # fmt: skip


def how_they_feel(content: Content) -> Section:
    """Moods, where they were noted."""
    mood, name = content["mood"], _("How customers feel")
    if mood is None or not mood["customers"]:
        said = _(
            "Hardly anybody has noted yet how customers felt: a tap on a face at each meeting is enough."
        )
        return Section("mood", name, name, paragraphs=[said])  # fmt: skip
    mean, heading = mood["mean"], name
    if mean["low"] > 0:
        heading = _("Where we noted it, customers felt good rather than bad")
    elif mean["high"] < 0:
        heading = _("Where we noted it, customers felt bad rather than good")
    figure = Figure(
        _("Mood on average, from −2 to +2"),
        formats.number(mean["value"], 1),
        formats.number(mean["low"], 1),
        formats.number(mean["high"], 1),
        words.from_customers(mean["count"]),
    )
    told = {"noted": words.count(mood["noted"]), "moments": words.count(mood["moments"])}
    return Section(
        "mood",
        name,
        heading,
        [_("It was noted at %(noted)s of %(moments)s meetings.") % told],
        [figure],
        _parts(mood),
        computed=[_("Each customer counts once, with the average of their moods. Only meetings at which a mood was noted can speak; the others may have been different.")],
    )  # fmt: skip


def _parts(mood: Content) -> list[Picture]:
    if not mood["parts"]:
        return []
    names = [_("rather bad"), _("neither"), _("rather good")]
    finding, label = _("How customers felt on average"), _("Customers")
    rows = [[name, words.count(part)] for name, part in zip(names, mood["parts"], strict=True)]
    table = Table([Column(_("Mood")), Column(label, "num")], rows, finding)
    return [Picture("bars", finding, {"x": names, "y": mood["parts"], "label": label}, table)]


def what_is_known(content: Content) -> Section:
    """Data quality, and what is worth recording."""
    quality = content["quality"]
    known = {code: part for code, part in quality["known"].items() if part}
    heading = name = _("How much we know")
    mail = known.get("email")
    if mail and 0 < mail["value"] < 1:
        said = _("We have a mail address of %(share)s of our customers")
        heading = said % {"share": words.percent(mail["value"])}
    figures = []
    if mail:
        label, basis = _("Customers with a mail address"), words.from_customers(mail["count"])
        figures.append(words.share_figure(label, mail, basis, key="steering.mail"))
    if quality["named"]:
        label = _("Orders of which we know the customer")
        basis = _("from %(orders)s") % {"orders": words.orders(quality["named"]["count"])}
        figures.append(words.share_figure(label, quality["named"], basis, key="steering.named"))
    return Section(
        "knowledge",
        name,
        heading,
        _oddities(quality),
        figures,
        _known(known),
        [table for table in (_worth_recording(known), _lines(quality), _sources(quality)) if table],
        computed=[
            _("Counted over all customers, %(count)s; only what holds today counts. A share that would tell of fewer than five people is left out.")
            % {"count": words.count(quality["customers"])}
        ],
    )  # fmt: skip


def _known(known: Content) -> list[Picture]:
    if not known:
        return []
    ordered = sorted(known.items(), key=lambda one: -one[1]["value"])
    names = [str(FIELDS[code][0]) for code, _part in ordered]
    finding, label = _("Of how many customers we know what"), _("of the customers")
    rows = [
        [name, words.percent(part["value"])]
        for name, (_code, part) in zip(names, ordered, strict=True)
    ]
    data = {
        "x": names,
        "y": [round(part["value"], 4) for _code, part in ordered],
        "unit": "share",
        "label": label,
    }
    table = Table([Column(_("What")), Column(label, "num")], rows, finding)
    return [Picture("bars", finding, data, table, key="steering.mail")]


def _worth_recording(known: Content) -> Table | None:
    rows = [
        [str(FIELDS[code][0]), words.percent(1 - part["value"]), str(FIELDS[code][1])]
        for code, part in sorted(known.items(), key=lambda one: one[1]["value"])
        if part["value"] < 0.9
    ]
    columns = [
        Column(_("What")),
        Column(_("missing"), "num"),
        Column(_("Why it is worth recording")),
    ]
    return Table(columns, rows, _("What is missing and worth recording")) if rows else None


def _lines(quality: Content) -> Table | None:
    parts = [
        (_("Lines with a cost"), quality["with_cost"], _("the margin is price less cost, else a rate that was guessed")),
        (_("Lines with a product group"), quality["with_group"], _("without groups nobody sees what sells and what comes back")),
    ]  # fmt: skip
    rows = [[label, words.percent(part["value"]), why] for label, part, why in parts if part]
    columns = [Column(_("Order lines")), Column(_("Share"), "num"), Column(_("Why it matters"))]
    return Table(columns, rows, _("What order lines say")) if rows else None


def _sources(quality: Content) -> Table | None:
    columns = [
        Column(_("Source")),
        Column(_("Taken over")),
        Column(_("Last order")),
        Column(_("Orders"), "num"),
    ]
    rows = [
        [one["name"], _day(one["taken_over"]), _day(one["last_order"]), words.count(one["orders"])]
        for one in quality["sources"]
    ]
    return Table(columns, rows, _("How fresh each source is")) if rows else None


def _day(day: str | None) -> str:
    return formats.date(date.fromisoformat(day)) if day else "–"


def _oddities(quality: Content) -> list[str]:
    told = []
    nameless = quality["nameless"]["orders"]
    if nameless:
        said = _("Without a customer: %(orders)s. Nobody can thank whoever bought.")
        told.append(said % {"orders": words.orders(nameless)})
    if quality["unbelievable"]:
        said = _(
            "Dated in the future or more than 60 years back: %(orders)s. They are left out; most likely a clock was wrong."
        )
        told.append(said % {"orders": words.orders(quality["unbelievable"])})  # fmt: skip
    for currency, number in quality["other_currencies"]:
        said = _("In %(currency)s: %(orders)s, which are no part of the money figures.")
        told.append(said % {"orders": words.orders(number), "currency": currency})
    return told
