"""The one file where rooms meet without importing each other: who hears of what, who shows what where."""

from nahbar.core import events, jobs
from nahbar.core.files import sweep
from nahbar.customers import panels as customers
from nahbar.desk import composition
from nahbar.intake import panels as intake
from nahbar.intake.events import ImportTakenOver, ImportUndone
from nahbar.moments import panels as moments
from nahbar.moments.timeline import explain_references
from nahbar.sales import panels as sales
from nahbar.sales.timeline import about_orders
from nahbar.value import panels as value
from nahbar.value.events import RulesChanged

VALUE_REFRESH = "nahbar.value.reactions.refresh_after"


def connect() -> None:
    """Connect everything. Called once, when all models are loaded."""
    _reactions()
    _schedule()
    _pages()


def _reactions() -> None:
    for event in (ImportTakenOver, ImportUndone, RulesChanged):
        events.hear(event, VALUE_REFRESH)


def _schedule() -> None:
    jobs.every("nahbar.intake.jobs.resume_imports", seconds=60)
    jobs.every(f"{sweep.__module__}.{sweep.__name__}", seconds=3_600)
    jobs.daily("nahbar.value.reactions.refresh_nightly", at="04:10")
    jobs.daily("nahbar.core.jobs.prune", at="04:40")


def _pages() -> None:
    composition.show_on_customer(
        customers.marks_panel,
        moments.mood_panel,
        moments.timeline_panel,
        value.value_panel,
        sales.bought_panel,
        customers.remarks_panel,
        customers.reach_panel,
        customers.days_panel,
        customers.relations_panel,
        customers.sources_panel,
    )
    explain_references("order", about_orders)
    composition.show_on_page("today", intake.today_panel)
    composition.show_on_page("overview", value.overview_panel, intake.overview_panel)
    composition.show_on_page("actions", value.actions_panel)
    composition.show_on_page("experience", moments.experience_panel)
    composition.find_jobs(intake.imports_under_way, value.reckonings_under_way)
