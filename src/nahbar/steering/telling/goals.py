"""Goals that follow from the analysis, and what to do first."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.figures import Unit
from nahbar.steering.figures import LABELS, UNITS
from nahbar.steering.parts import Column, Item, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]
TARGETS: dict[str, Promise] = {
    "branches": lazy("what the best quarter of the branches reaches"),
    "periods": lazy("what the best quarter of the past periods reached"),
    "quarters": lazy("what the best quarter of the past quarters reached"),
    "years": lazy("what the best year of newcomers reached"),
    "beyond_chance": lazy("the least change that would hardly be chance"),
    "half_to_chance": lazy("half of the way to what chance alone would leave"),
    "half": lazy("half of what is missing"),
}


@dataclass(frozen=True)
class Proposal:
    """A goal that is proposed: the sentence why, the figure as it is and as it could be, as texts."""

    figure: str
    label: str
    why: str
    was: str
    target: str
    because: str
    amount: float
    is_share: bool


def proposals(content: Content, currency: str) -> list[Proposal]:
    """The proposed goals in the reader's language; `amount` is the target, a share in percent."""
    return [_proposal(goal, currency) for goal in content["goals"]]


def _proposal(goal: Content, currency: str) -> Proposal:
    figure, is_share = goal["figure"], UNITS[goal["figure"]] == Unit.SHARE

    def shown(value: float) -> str:
        return words.percent(value) if is_share else words.money(value, currency)

    return Proposal(
        figure,
        str(LABELS[figure]),
        _why(figure, goal["about"], currency),
        shown(goal["was"]),
        shown(goal["target"]),
        str(TARGETS[goal["by"]]),
        round(goal["target"] * 100, 1) if is_share else goal["target"],
        is_share,
    )


def _why(figure: str, about: Content, currency: str) -> str:
    if figure == "steering.kept":
        said = (
            _("%(count)s customers of one year did not come in the next.")
            if about["unit"] == "year"
            else _("%(count)s customers of one quarter did not come in the next.")
        )
        return said % {"count": words.count(about["lost"])}
    if figure == "steering.drifting":
        said = _(
            "%(customers)s have been silent for longer than is their way, by chance it would be about %(chance)s."
        )
        chance = words.count(about["by_chance"])
        return said % {"customers": words.customers(about["customers"]), "chance": chance}  # fmt: skip
    if figure == "steering.again":
        said = _("%(customers)s have bought once and not again.")
        return said % {"customers": words.customers(about["once"])}
    if figure == "steering.returns":
        said = _("%(amount)s went back; in good quarters it was less.")
        return said % {"amount": words.money(about["amount"], currency)}
    if figure == "steering.named":
        said = _("Of %(orders)s nobody knows the customer, %(amount)s together.")
        amount = words.money(about["amount"], currency)
        return said % {"orders": words.orders(about["orders"]), "amount": amount}
    said = _("%(customers)s cannot be reached by mail.")
    return said % {"customers": words.customers(about["without"])}


def which_goals(content: Content, currency: str) -> Section:
    """The goals as a table."""
    name = _("Goals that follow from it")
    found = proposals(content, currency)
    if not found:
        said = _("No goal can be founded on the data yet: too little is known.")
        return Section("goals", name, name, paragraphs=[said])
    columns = [
        Column(_("Figure")),
        Column(_("as it is"), "num"),
        Column(_("could become"), "num"),
        Column(_("Why")),
        Column(_("Where the target is from")),
    ]
    rows = [[one.label, one.was, one.target, one.why, one.because] for one in found]
    computed = [
        _("Targets are from your own data, not from other firms; each is for one year from now.")
    ]
    return Section("goals", name, name, tables=[Table(columns, rows, name)], computed=computed)


def what_first(content: Content, currency: str) -> Section:
    """The steps, those with the most money behind them first."""
    name = _("What to do first")
    items = [item for step in content["steps"] if (item := _item(step, currency))]
    if not items:
        said = _("Nothing presses by the data. What comes first is yours to say.")
        return Section("first", name, name, paragraphs=[said])
    computed = [
        _(
            "In the order of the money behind each; steps without an amount come last, old data first."
        )
    ]
    return Section("first", name, name, items=items, computed=computed)


def _item(step: Content, currency: str) -> Item | None:
    customers = words.customers(step["customers"] or 0)
    told = {"customers": customers, "amount": words.money(step["amount"], currency)}
    about = step["about"]
    by_value, by_import = reverse("customers") + "?order=value", reverse("imports")
    if step["code"] == "call_drifting":
        text = _(
            "%(customers)s of classes A and B are silent for longer than is their way. They used to bring %(amount)s of margin a year."
        )
        return Item(
            _("Call those who are drifting"),
            text % told,
            reverse("value_rhythm"),
            _("Who is drifting"),
        )
    if step["code"] == "ask_for_mail":
        text = _(
            "Of %(customers)s of classes A and B there is no mail address. They are worth %(amount)s together."
        )
        return Item(_("Ask for the mail address"), text % told, by_value, _("Customers by value"))
    if step["code"] == "name_orders":
        text = _("Without a customer: %(orders)s, %(amount)s together.")
        told["orders"] = words.orders(about["orders"])
        return Item(_("Ask for the name when selling"), text % told)
    if step["code"] == "look_at_returns":
        text = _("Of “%(name)s” more comes back than of the rest: %(amount)s by %(customers)s.")
        lead = _("Find out why it comes back")
        return Item(lead, text % (told | {"name": about["name"]}), "#returns", _("What comes back"))
    if step["code"] == "second_purchase":
        text = _(
            "%(customers)s have bought once. One more purchase of the usual size by each would bring %(amount)s; only some will come."
        )
        return Item(
            _("Bring them a second time"), text % told, "#rhythm", _("Who is drifting away")
        )
    if step["code"] == "record_costs":
        text = _("%(share)s of the order lines have no cost: the margin is a guess there.")
        share = words.percent(about["share"])
        return Item(_("Take over costs"), text % {"share": share}, by_import, _("Import data"))
    if step["code"] == "note_moods":
        text = _(
            "Nobody has noted yet how customers feel. A tap on a face at each meeting is enough."
        )
        return Item(_("Note how it felt"), text, by_value, _("Customers by value"))
    text = _("The last order is %(days)s days old: all that follows is as of then.")
    days = words.count(about["days"])
    return Item(_("Bring newer data"), text % {"days": days}, by_import, _("Import data"))
