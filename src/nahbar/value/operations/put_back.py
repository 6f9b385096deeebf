"""Taking back what somebody said a customer is worth, and rules by which the house reckons."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.core.reversals import ChangedSince, Clash, Done
from nahbar.core.row_steps import words_gone
from nahbar.customers.models import Customer
from nahbar.team.queries import house_currency
from nahbar.value.models import GroupMargin, LongCycle, ValueOverride, ValueSettings
from nahbar.value.operations.change_rules import FIELDS, change_rules
from nahbar.value.operations.override import show_said, tell_said

GROUP = "group:"


def say_value_again(done: Done, by: By, at: datetime) -> None:
    """What was said before holds again, or nothing. Raises ChangedSince where somebody said else."""
    if not done.before and not done.after:
        raise words_gone()
    customer = Customer.objects.filter(pk=done.entry.subject_id).first()
    if customer is None:
        raise ChangedSince
    said = ValueOverride.objects.select_for_update().filter(customer=customer, withdrawn_at=None)
    now = said.first()
    if _words(now) != _plain(done.after):
        raise ChangedSince(Clash("value", done.before.get("value"), _words(now).get("value")))
    if now is not None:
        now.delete()
    again = _said_before(customer, done, by, at) if done.before else None
    show_said(customer, again.value if again else None)
    tell_said(customer, now, again, by=by, at=at)


def change_rules_back(done: Done, by: By, at: datetime) -> None:
    """Reckon by the rules of before. Raises ChangedSince where one of them is another by now."""
    settings = ValueSettings.objects.select_for_update().get(pk=1)
    groups = {name.removeprefix(GROUP): done.before.get(name) for name in done.after if name.startswith(GROUP)}  # fmt: skip
    margins = dict(GroupMargin.objects.values_list("group", "percent"))
    now: dict[str, Any] = {name: getattr(settings, name) for name in FIELDS}
    now |= {f"{GROUP}{name}": margins.get(name) for name in groups}
    now["long_groups"] = sorted(LongCycle.objects.values_list("group", flat=True))
    clashes = [
        Clash(name, done.before.get(name), now.get(name))
        for name, value in done.after.items()
        if _same(now.get(name)) != _same(value)
    ]
    if clashes:
        raise ChangedSince(*clashes)
    change_rules(
        rules={name: _typed(name, done.before[name]) for name in FIELDS if name in done.before},
        group_margins={n: None if v is None else Decimal(str(v)) for n, v in groups.items()},
        long_groups=done.before.get("long_groups"),
        version=settings.version,
        by=by,
        at=at,
    )


def _said_before(customer: Customer, done: Done, by: By, at: datetime) -> ValueOverride:
    """The row that said so, if it is still there; else the same is said once more."""
    said = ValueOverride.objects.filter(customer=customer).exclude(withdrawn_at=None)
    for one in said.order_by("-withdrawn_at", "-pk"):
        if _words(one) == _plain(done.before):
            one.withdrawn_at = None
            one.save(update_fields=["withdrawn_at"])
            return one
    if not isinstance(by, User):
        raise NotAllowed  # the house has no opinion of its own on what somebody is worth
    again = ValueOverride(
        customer=customer, reason=done.before["reason"], by=by, set_at=at, currency=house_currency()
    )
    again.value = Decimal(str(done.before["value"]))
    again.save()
    return again


def _words(said: ValueOverride | None) -> dict[str, Any]:
    return _plain({"value": said.value, "reason": said.reason}) if said else {}


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    return {name: _same(value) if name == "value" else value for name, value in words.items()}


def _same(value: Any) -> Any:
    if isinstance(value, bool | list) or value is None:
        return value
    return Decimal(str(value)).normalize()


def _typed(name: str, value: Any) -> Any:
    columns = {one.name: one for one in ValueSettings._meta.concrete_fields}
    return columns[name].to_python(value)
