"""Which months and weekdays are strong."""

from nahbar.insight.seasons.index import Seasons, month_index

__all__ = ["Seasons", "month_index"]
