"""The rules by which the firm reckons, as one plain value."""

from dataclasses import asdict, dataclass, field
from typing import Any

from nahbar.value.models import GroupMargin, LongCycle, ValueSettings


@dataclass(frozen=True)
class Rules:
    """Shares are parts of one; limits are shares of the total value, each beginning where the last ends.

    `long_groups` are product groups of things kept for years; `counts_visits` says whether visits
    that were noted count beside purchases.
    """

    margin_share: float = 0.30
    horizon_months: int = 36
    discount_rate: float = 0.08
    class_shares: tuple[float, float, float] = (0.50, 0.30, 0.15)
    group_margins: dict[str, float] = field(default_factory=dict)
    long_groups: tuple[str, ...] = ()
    counts_visits: bool = False

    def as_json(self) -> dict[str, Any]:
        """What is kept with each run."""
        return asdict(self)


def current_rules() -> Rules:
    """The firm's rules as they stand."""
    settings = ValueSettings.objects.first() or ValueSettings()
    return Rules(
        margin_share=float(settings.margin_percent) / 100,
        horizon_months=settings.horizon_months,
        discount_rate=float(settings.discount_percent) / 100,
        class_shares=(
            settings.class_a_percent / 100,
            settings.class_b_percent / 100,
            settings.class_c_percent / 100,
        ),
        group_margins={
            margin.group: float(margin.percent) / 100 for margin in GroupMargin.objects.all()
        },
        long_groups=tuple(LongCycle.objects.order_by("group").values_list("group", flat=True)),
        counts_visits=settings.counts_visits,
    )
