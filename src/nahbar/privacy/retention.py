"""How long things are kept: the house's rules, and the years for which the law has accounts kept."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from nahbar.core.holdings import Aging, Old, agings
from nahbar.privacy.models.requests import RetentionRule
from nahbar.team.models import Country
from nahbar.team.queries import house_country

# § 132 BAO; § 147 AO and § 257 HGB with a margin over the eight years for vouchers; Art. 958f OR.
YEARS = {Country.AT: 7, Country.DE: 10, Country.CH: 10}
A_YEAR = 12


@dataclass(frozen=True)
class Rule:
    """A kind of thing, how many months it is kept (None: for good), and whether the night removes it."""

    aging: Aging
    months: int | None
    is_on: bool


def years_of_accounts() -> int:
    """For how many whole years after their own the law has orders and invoices kept."""
    told = RetentionRule.objects.filter(key=RetentionRule.ACCOUNTS).first()
    if told and told.months:
        return told.months // A_YEAR
    return YEARS.get(Country(house_country()), max(YEARS.values()))


def rules() -> list[Rule]:
    """All rules; none removes anything before somebody has said so."""
    told = {rule.key: rule for rule in RetentionRule.objects.all()}
    return [
        Rule(one, told[one.key].months, told[one.key].is_on)
        if one.key in told
        else Rule(one, one.months, is_on=False)
        for one in agings()
    ]


def limit(months: int, today: date) -> date:
    """The day before which things are older than so many months."""
    whole = today.year * A_YEAR + today.month - 1 - months
    year, month = divmod(whole, A_YEAR)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def preview(aging: Aging, months: int | None, today: date) -> Old:
    """What such a rule would remove today."""
    return aging.look(limit(months, today)) if months else Old(0)
