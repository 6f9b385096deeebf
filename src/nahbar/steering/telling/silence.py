"""Who is drifting away."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.steering.parts import Figure, Section
from nahbar.steering.telling import words

Content = dict[str, Any]


def who_drifts(content: Content, currency: str) -> Section:
    """Customers silent for longer than is their way."""
    rhythm, name = content["rhythm"], _("Who is drifting away")
    figures, told, heading = [], [], name
    if rhythm["typical_days"]:
        said = _("From one visit to the next it usually takes %(days)s days.")
        told.append(said % {"days": words.count(rhythm["typical_days"])})
    if rhythm["drifting"]:
        chance = words.count(rhythm["by_chance"])
        if is_more_than_chance(rhythm):
            said = _("%(customers)s have been silent for longer than is their way")
            heading = said % {"customers": words.customers(rhythm["drifting"])}
        said = _(
            "By chance alone it would be about %(chance)s of %(all)s with a rhythm of their own."
        )
        told.append(said % {"chance": chance, "all": words.customers(rhythm["with_rhythm"])})  # fmt: skip
        label = _("Margin that those who are drifting used to bring in a year")
        basis = words.from_customers(rhythm["drifting"])
        worth = words.money(rhythm["yearly"], currency)
        figures.append(Figure(label, worth, basis=basis, key="steering.drifting"))
        if rhythm["best"]:
            label = _("of it by customers of classes A and B")
            basis = words.from_customers(rhythm["best"]["customers"])
            worth = words.money(rhythm["best"]["yearly"], currency)
            figures.append(Figure(label, worth, basis=basis))
    elif rhythm["is_none"] and rhythm["with_rhythm"]:
        told.append(_("Nobody is beyond the limit of their own rhythm."))
    elif not rhythm["with_rhythm"]:
        told.append(
            _("Nobody came on two days yet, so there is no rhythm to hold a silence against.")
        )
    if rhythm["again"]:
        label = _("Customers who have bought more than once")
        basis = words.from_customers(rhythm["again"]["count"])
        figures.append(words.share_figure(label, rhythm["again"], basis, key="steering.again"))
    return Section(
        "rhythm",
        name,
        heading,
        told,
        figures,
        computed=[
            _("Each customer is held against their own gaps between visits, not against a fixed number of days: who has been silent for longer than 95 percent of gaps like theirs last is drifting."),
            _("Margin of a year = margin of a usual purchase × purchases over the years from the first to the last, one year at least. Things kept for years are no part of it."),
        ],
    )  # fmt: skip


def is_more_than_chance(rhythm: Content) -> bool:
    """Whether clearly more are drifting than would by chance alone (two standard deviations)."""
    drifting, chance = rhythm["drifting"], rhythm["by_chance"]
    return bool(drifting and drifting - chance > 2 * max(chance, 1) ** 0.5)
