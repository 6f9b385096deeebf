"""Where rooms meet without importing each other: who hears of what, and what runs when.

Who shows what on which page stands in `nahbar.site.pages`, which commands have no need to load.
"""

from nahbar.agenda.appointments_today import appointments_of_day
from nahbar.agenda.operations.agree import keep_agreed, let_agreed_go, take_agreed_up
from nahbar.agenda.promises_ahead import coming_promises
from nahbar.agenda.timeline import coming as coming_appointments
from nahbar.agenda.today import task_items
from nahbar.core import (
    access,
    bulk_changes,
    events,
    facts,
    holdings,
    jobs,
    redacting,
    reversals,
    search,
    today,
)
from nahbar.core.files import sweep
from nahbar.customers import restricted
from nahbar.customers.finders import FINDERS
from nahbar.customers.redacting import hide_own_fields, hide_remarks
from nahbar.customers.today import day_items, new_items
from nahbar.dispatch import enclosing, objections
from nahbar.intake.events import ImportTakenOver, ImportUndone
from nahbar.measures import figures
from nahbar.moments.agreements import keep_agreements_with, take_agreements_back_with
from nahbar.moments.redacting import hide_notes
from nahbar.moments.timeline import announce_coming, explain_references
from nahbar.privacy.consent_links import enclose_consent
from nahbar.privacy.consent_objections import lacks_consent
from nahbar.privacy.consent_words import AGAINST
from nahbar.privacy.events import ErasureAsked
from nahbar.privacy.request_objections import WORDS as FORBIDDEN
from nahbar.privacy.request_objections import forbidden
from nahbar.privacy.restricting import restricted_for
from nahbar.privacy.today import privacy_items
from nahbar.reception.today import visitors_here
from nahbar.sales.finders import BY_ORDER_NUMBER
from nahbar.sales.timeline import about_orders
from nahbar.steering.figures import FIGURES as REPORT_FIGURES
from nahbar.team.scopes import sees_the_house
from nahbar.value.events import RulesChanged, ValueOverridden, ValuesReckoned
from nahbar.value.figures import FIGURES as VALUE_FIGURES
from nahbar.value.redacting import hide_value
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
# By what lists are cut, and what is done to all who stand on one; loaded when somebody asks.
FACTS = ("customers", "moments", "sales", "value", "agenda", "circulation", "privacy")
CHANGED_MANY = ("customers", "agenda")
FACTS_ANEW = "nahbar.customers.lists.jobs.keep_anew"
# Who tells of changes and takes them back; loaded when somebody asks.
TOLD_OF = (
    "customers",
    "moments",
    "agenda",
    "circulation",
    "measures",
    "value",
    "team",
    "intake",
    "steering",
    "reception",
)

# What the house holds on people; the highest room first, for so it is erased.
HOLDING = (
    "reception",
    "intake",
    "value",
    "circulation",
    "sales",
    "measures",
    "agenda",
    "privacy",
    "moments",
    "dispatch",
    "customers.lists",
    "customers",
)


def connect() -> None:
    """Connect everything. Called once, when all models are loaded."""
    access.ask_scopes_of(sees_the_house)
    redacting.hide_by(hide_own_fields, hide_remarks, hide_notes, hide_value)
    reversals.offer(*(f"nahbar.{room}.reversals" for room in TOLD_OF))
    facts.offer(*(f"nahbar.{room}.facts" for room in FACTS))
    facts.hear_of_changes("nahbar.customers.lists.due.note_changed")
    bulk_changes.offer(*(f"nahbar.{room}.many" for room in CHANGED_MANY))
    _reactions()
    _schedule()
    _search()
    explain_references("order", about_orders)
    announce_coming(coming_appointments)
    announce_coming(coming_promises)
    figures.offer(*VALUE_FIGURES, *REPORT_FIGURES)
    keep_agreements_with(keep_agreed)
    take_agreements_back_with(let_agreed_go, take_agreed_up)
    today.offer(task_items, appointments_of_day, day_items, drifting_items, new_items)
    today.offer(visitors_here)
    today.offer(privacy_items)
    holdings.offer(*(f"nahbar.{room}.holdings" for room in HOLDING))
    restricted.ask(restricted_for)
    objections.offer(forbidden, lacks_consent)
    objections.explain(FORBIDDEN)
    objections.explain(AGAINST)
    enclosing.offer(enclose_consent)


def _reactions() -> None:
    for event in (ImportTakenOver, ImportUndone, ValueOverridden):
        events.hear(event, VALUE_REFRESH)
    for event in (ImportTakenOver, ImportUndone):
        events.hear(event, INDEX)
        events.hear(event, FACTS_ANEW)
    events.hear(ValuesReckoned, FACTS_ANEW)
    events.hear(RulesChanged, VALUE_BY_OTHER_RULES)
    events.hear(ErasureAsked, "nahbar.privacy.reactions.erase_asked")
    events.hear(ValuesReckoned, REPORT)


def _search() -> None:
    for field, path in SEARCHED:
        search.offer(search.SearchText(field, f"nahbar.{path}"))
    search.ask(*FINDERS, BY_ORDER_NUMBER)
    search.take_everyone_from("nahbar.customers.search_texts.all_customers")


def _schedule() -> None:
    jobs.every("nahbar.core.search.jobs.index_what_is_due", seconds=60)
    jobs.every("nahbar.customers.lists.jobs.keep_what_is_due", seconds=60)
    jobs.every("nahbar.customers.lists.jobs.resume_runs", seconds=60)
    jobs.every("nahbar.customers.lists.jobs.forget_files", seconds=3_600)
    jobs.every("nahbar.intake.jobs.resume_imports", seconds=60)
    jobs.every("nahbar.agenda.jobs.tell_and_remind", seconds=60)
    jobs.every("nahbar.dispatch.jobs.deliver_waiting", seconds=60)
    jobs.every("nahbar.privacy.jobs.go_on_erasing", seconds=60)
    jobs.every(f"{sweep.__module__}.{sweep.__name__}", seconds=3_600)
    jobs.every("nahbar.intake.rejects_file.sweep_rejects", seconds=3_600)
    jobs.every("nahbar.customers.operations.viewing.sweep_viewings", seconds=3_600)
    jobs.every("nahbar.site.keeping.schedule.start_what_is_due", seconds=600)
    jobs.daily("nahbar.value.reactions.refresh_nightly", at="04:10")
    jobs.daily("nahbar.moments.jobs.let_removed_go", at="04:30")
    jobs.daily("nahbar.privacy.consent_jobs.let_consents_run_out", at="04:35")
    jobs.daily("nahbar.customers.lists.jobs.keep_everything_anew", at="04:20")
    jobs.daily("nahbar.customers.lists.jobs.count_groups", at="05:10")
    jobs.daily("nahbar.privacy.jobs.tidy_up", at="03:20")
    jobs.daily("nahbar.core.jobs.prune", at="04:40")
    jobs.daily("nahbar.reception.jobs.forget_old_calls", at="04:50")
    jobs.daily("nahbar.agenda.jobs.forget_old_reminders", at="04:52")
    jobs.daily("nahbar.core.access_log.let_old_go", at="04:55")
