"""Groups that the data themselves fall into, or the word that they do not."""

from nahbar.insight.groups.find import Grouping, find_groups
from nahbar.insight.groups.portrait import describe_groups

__all__ = ["Grouping", "describe_groups", "find_groups"]
