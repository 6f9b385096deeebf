"""Where rooms meet without importing each other: who hears of what, and what runs when.

Who shows what on which page stands in `nahbar.site.pages`, which commands have no need to load.
"""

from nahbar.core import events, jobs
from nahbar.core.files import sweep
from nahbar.intake.events import ImportTakenOver, ImportUndone
from nahbar.measures import figures
from nahbar.moments.timeline import explain_references
from nahbar.sales.timeline import about_orders
from nahbar.steering.figures import FIGURES as REPORT_FIGURES
from nahbar.value.events import RulesChanged, ValueOverridden, ValuesReckoned
from nahbar.value.figures import FIGURES as VALUE_FIGURES

VALUE_REFRESH = "nahbar.value.reactions.refresh_after"
VALUE_BY_OTHER_RULES = "nahbar.value.reactions.refresh_for"
REPORT = "nahbar.steering.reactions.report_after"


def connect() -> None:
    """Connect everything. Called once, when all models are loaded."""
    _reactions()
    _schedule()
    explain_references("order", about_orders)
    figures.offer(*VALUE_FIGURES, *REPORT_FIGURES)


def _reactions() -> None:
    for event in (ImportTakenOver, ImportUndone, ValueOverridden):
        events.hear(event, VALUE_REFRESH)
    events.hear(RulesChanged, VALUE_BY_OTHER_RULES)
    events.hear(ValuesReckoned, REPORT)


def _schedule() -> None:
    jobs.every("nahbar.intake.jobs.resume_imports", seconds=60)
    jobs.every(f"{sweep.__module__}.{sweep.__name__}", seconds=3_600)
    jobs.every("nahbar.intake.rejects_file.sweep_rejects", seconds=3_600)
    jobs.daily("nahbar.value.reactions.refresh_nightly", at="04:10")
    jobs.daily("nahbar.core.jobs.prune", at="04:40")
