"""Who came when, who stayed, who went and came back."""

from nahbar.insight.cohorts.flows import Flows, flows
from nahbar.insight.cohorts.retention import Retention, retention

__all__ = ["Flows", "Retention", "flows", "retention"]
