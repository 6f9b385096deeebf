"""Where rooms meet without importing each other: who hears of what, and what runs when.

Who shows what on which page stands in `nahbar.site.pages`, which commands have no need to load.
"""

from nahbar.agenda.appointments_today import appointments_of_day
from nahbar.agenda.operations.agree import keep_agreed
from nahbar.agenda.promises_ahead import coming_promises
from nahbar.agenda.timeline import coming as coming_appointments
from nahbar.agenda.today import task_items
from nahbar.core import events, jobs, search, today
from nahbar.core.files import sweep
from nahbar.customers.finders import FINDERS
from nahbar.customers.today import day_items, new_items
from nahbar.intake.events import ImportTakenOver, ImportUndone
from nahbar.measures import figures
from nahbar.moments.agreements import keep_agreements_with
from nahbar.moments.timeline import announce_coming, explain_references
from nahbar.reception.today import visitors_here
from nahbar.sales.finders import BY_ORDER_NUMBER
from nahbar.sales.timeline import about_orders
from nahbar.steering.figures import FIGURES as REPORT_FIGURES
from nahbar.value.events import RulesChanged, ValueOverridden, ValuesReckoned
from nahbar.value.figures import FIGURES as VALUE_FIGURES
from nahbar.value.today import drifting_items

VALUE_REFRESH = "nahbar.value.reactions.refresh_after"
VALUE_BY_OTHER_RULES = "nahbar.value.reactions.refresh_for"
REPORT = "nahbar.steering.reactions.report_after"
INDEX = "nahbar.core.search.jobs.index_after"
# By what customers are found: the field, and who reads its texts.
SEARCHED = (
    ("name", "customers.search_texts.names"),
    ("company", "customers.search_texts.organisations"),
    ("street", "customers.search_texts.streets"),
    ("place", "customers.search_texts.places"),
    ("postcode", "customers.search_texts.postcodes"),
    ("mail", "customers.search_texts.mail_domains"),
    ("phone", "customers.search_texts.phones"),
    ("number", "customers.search_texts.numbers"),
    ("remark", "customers.search_texts.remarks"),
    ("tag", "customers.search_texts.tags"),
    ("own_field", "customers.own_fields.search_texts.own_values"),
    ("note", "moments.search_texts.notes"),
    ("thing", "circulation.search_texts.read_names"),
    ("vehicle", "circulation.search_texts.read_marks"),
)


def connect() -> None:
    """Connect everything. Called once, when all models are loaded."""
    _reactions()
    _schedule()
    _search()
    explain_references("order", about_orders)
    announce_coming(coming_appointments)
    announce_coming(coming_promises)
    figures.offer(*VALUE_FIGURES, *REPORT_FIGURES)
    keep_agreements_with(keep_agreed)
    today.offer(task_items, appointments_of_day, day_items, drifting_items, new_items)
    today.offer(visitors_here)


def _reactions() -> None:
    for event in (ImportTakenOver, ImportUndone, ValueOverridden):
        events.hear(event, VALUE_REFRESH)
    for event in (ImportTakenOver, ImportUndone):
        events.hear(event, INDEX)
    events.hear(RulesChanged, VALUE_BY_OTHER_RULES)
    events.hear(ValuesReckoned, REPORT)


def _search() -> None:
    for field, path in SEARCHED:
        search.offer(search.SearchText(field, f"nahbar.{path}"))
    search.ask(*FINDERS, BY_ORDER_NUMBER)
    search.take_everyone_from("nahbar.customers.search_texts.all_customers")


def _schedule() -> None:
    jobs.every("nahbar.core.search.jobs.index_what_is_due", seconds=60)
    jobs.every("nahbar.intake.jobs.resume_imports", seconds=60)
    jobs.every("nahbar.dispatch.jobs.deliver_waiting", seconds=60)
    jobs.every(f"{sweep.__module__}.{sweep.__name__}", seconds=3_600)
    jobs.every("nahbar.intake.rejects_file.sweep_rejects", seconds=3_600)
    jobs.every("nahbar.customers.operations.viewing.sweep_viewings", seconds=3_600)
    jobs.daily("nahbar.value.reactions.refresh_nightly", at="04:10")
    jobs.daily("nahbar.moments.jobs.let_removed_go", at="04:30")
    jobs.daily("nahbar.core.jobs.prune", at="04:40")
    jobs.daily("nahbar.reception.jobs.forget_old_calls", at="04:50")
