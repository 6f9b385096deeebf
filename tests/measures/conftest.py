"""A figure of the house and one of a customer that tests move as they like."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.customers.folk import anna, bernd

from nahbar.core.access import Ability
from nahbar.core.figures import Asked, FigureKind, Reading, Unit
from nahbar.core.models import User
from nahbar.measures import figures
from nahbar.measures.models import Finding
from nahbar.measures.operations.findings import note_finding
from nahbar.team.models import Firm

__all__ = ["anna", "bernd"]

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 2)


@dataclass
class Gauge:
    """What the figures of these tests stand at, by key, and how often they were asked for."""

    at: dict[str, Reading] = field(default_factory=dict)
    asked: int = 0

    def read(self, asked: "list[Asked]") -> dict[Asked, Reading]:
        self.asked += 1
        return {(key, who): self.at[key] for key, who in asked if key in self.at}

    def show(self, key: str, value: str, reach: str | None = "10", **more: object) -> None:
        """From now on the figure stands at `value`, give or take `reach`."""
        middle = Decimal(value)
        ends = (None, None) if reach is None else (middle - Decimal(reach), middle + Decimal(reach))
        said = {"as_of": MARCH, "currency": "EUR", **more}
        self.at[key] = Reading(middle, *ends, 402, **said)  # type: ignore[arg-type]


@pytest.fixture
def gauge(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gauge]:
    """Turnover (for everybody), profit and a customer's worth (for who sees value), trust (a share)."""
    made = Gauge()
    monkeypatch.setattr(figures, "_kinds", {})
    offered = [
        ("turnover", Ability.SEE_HOUSE, Unit.MONEY, False),
        ("profit", Ability.SEE_VALUE, Unit.MONEY, False),
        ("trust", Ability.SEE_HOUSE, Unit.SHARE, False),
        ("worth", Ability.SEE_VALUE, Unit.MONEY, True),
    ]
    for key, ability, unit, is_of_customer in offered:
        kind = FigureKind(
            key, key.title(), ability, unit, lambda count: f"from {count} customers", made.read, lambda who: "/overview/",
            is_of_customer=is_of_customer,
        )  # fmt: skip
        figures.offer(kind)
    made.show("turnover", "1000", sentence="Turnover is a thousand.")
    made.show("profit", "200")
    made.show("trust", "0.4", "0.05", currency="")
    made.show("worth", "50")
    return made


@pytest.fixture
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def finding(gauge: Gauge, jonas: User, now: datetime) -> Finding:
    """Jonas on turnover, which everybody sees."""
    return note_finding("turnover", "Regulars carry us.", by=jonas, at=now)


@pytest.fixture
def secret(gauge: Gauge, mia: User, now: datetime) -> Finding:
    """Mia on profit, which Jonas does not see."""
    return note_finding("profit", "Tyres bring nothing.", by=mia, at=now)
