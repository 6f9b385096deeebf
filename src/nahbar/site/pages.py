"""Where rooms meet on shared pages: who shows what where. Loaded with the addresses, never by commands."""

from nahbar.agenda import calendar_commands, calendar_panels
from nahbar.agenda import panels as agenda
from nahbar.circulation import changes as thing_changes
from nahbar.circulation import panels as circulation
from nahbar.core import palette
from nahbar.customers import panels as customers
from nahbar.customers.changes import explain_changes
from nahbar.customers.own_fields_panel import own_fields_panel
from nahbar.demo import panels as demo
from nahbar.desk import commands, composition
from nahbar.dispatch import panels as dispatch
from nahbar.intake import panels as intake
from nahbar.measures import panels as measures
from nahbar.moments import changes as moment_changes
from nahbar.moments import known_by
from nahbar.moments import panels as moments
from nahbar.reception import commands as reception_commands
from nahbar.reception import panels as reception
from nahbar.sales import panels as sales
from nahbar.steering import panels as steering
from nahbar.value import panels as value


def arrange() -> None:
    """Tell the desk what each room shows. Called once, before the first page."""
    composition.show_on_customer(
        known_by.people_panel,
        moments.mood_panel,
        agenda.open_panel,
        calendar_panels.appointment_panel,
        moments.timeline_panel,
        value.value_panel,
        sales.bought_panel,
        circulation.things_panel,
        own_fields_panel,
        customers.remarks_panel,
        customers.reach_panel,
        customers.days_panel,
        customers.relations_panel,
        customers.sources_panel,
    )
    composition.show_on_page(
        "today",
        reception.today_panel,
        calendar_panels.next_days_panel,
        dispatch.today_panel,
        intake.today_panel,
        moments.today_panel,
        measures.today_panel,
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
    explain_changes(
        thing_changes.DONE, thing_changes.LABELS, thing_changes.WORDS, thing_changes.SHOWN
    )
    composition.show_banner(reception.calls_banner, demo.banner)
    palette.offer(*commands.COMMANDS, *calendar_commands.COMMANDS, *reception_commands.COMMANDS)
