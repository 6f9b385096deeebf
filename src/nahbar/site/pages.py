"""Where rooms meet on shared pages: who shows what where. Loaded with the addresses, never by commands."""

from nahbar.customers import panels as customers
from nahbar.customers.changes import explain_changes
from nahbar.demo import panels as demo
from nahbar.desk import composition
from nahbar.intake import panels as intake
from nahbar.measures import panels as measures
from nahbar.moments import changes as moment_changes
from nahbar.moments import panels as moments
from nahbar.sales import panels as sales
from nahbar.steering import panels as steering
from nahbar.value import panels as value


def arrange() -> None:
    """Tell the desk what each room shows. Called once, before the first page."""
    composition.show_on_customer(
        customers.call_panel,
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
    composition.show_on_page(
        "today",
        intake.today_panel,
        moments.today_panel,
        measures.today_panel,
        customers.today_panel,
    )
    composition.show_on_page(
        "overview",
        steering.overview_panel,
        value.overview_panel,
        measures.overview_panel,
        intake.overview_panel,
    )
    composition.show_on_page("actions", value.actions_panel)
    composition.show_on_page("experience", moments.experience_panel)
    explain_changes(
        moment_changes.DONE, moment_changes.LABELS, moment_changes.WORDS, moment_changes.SHOWN
    )
    composition.find_jobs(
        intake.imports_under_way, value.reckonings_under_way, steering.reports_under_way
    )
    composition.show_banner(demo.banner)
