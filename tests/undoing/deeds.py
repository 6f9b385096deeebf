"""What people of the house do, room by room: each deed is a function that draws what it needs.

It gives back the action that stands for all of it in the ledger; None where there is nothing to do
it to. Refusals of the rooms are passed on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from nahbar.agenda.models import Appointment, Idea, Task, TodayMark
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    make_appointment,
    settle_appointment,
)
from nahbar.agenda.operations.change import change_task, shown_in_form
from nahbar.agenda.operations.ideas import leave_idea, note_idea, take_up_idea
from nahbar.agenda.operations.marks import mark_item, unmark
from nahbar.agenda.operations.move import hand_over_task, postpone_task, still_needed
from nahbar.agenda.operations.settle import drop_task, finish_task, reopen_task
from nahbar.agenda.wishes import TaskWish
from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import (
    add_thing,
    bring_back_thing,
    change_thing,
    end_thing,
)
from nahbar.core.access import Role
from nahbar.core.models import User
from nahbar.core.people import change_own_settings, change_role, close_access, open_access
from nahbar.core.today import Item, ItemKind
from nahbar.customers.models import (
    Choice,
    ChoiceList,
    ContactPoint,
    Customer,
    ImportantDay,
    OwnField,
    PostalAddress,
    Relation,
    Remark,
    Tag,
)
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.choice_lists import (
    add_choices,
    bring_choice_back,
    make_list,
    move_choice,
    rename_choice,
    rename_list,
    retire_choice,
)
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.create import create_customer
from nahbar.customers.operations.days import add_day, end_day
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.merge_words import (
    merge_choices,
    merge_tags,
    part_choices,
    part_tags,
)
from nahbar.customers.operations.own_fields import (
    bring_field_back,
    change_field,
    define_field,
    order_fields,
    retire_field,
)
from nahbar.customers.operations.own_kinds import change_kind
from nahbar.customers.operations.own_values import set_own_values
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.operations.tag_words import bring_tag_back, rename_tag, retire_tag
from nahbar.customers.operations.tags import tag, untag
from nahbar.measures.aims import GoalWish, How, MeasureWish
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.operations.findings import close_finding, note_finding, withdraw_finding
from nahbar.measures.operations.goals import set_goal, withdraw_goal
from nahbar.measures.operations.measures import (
    drop_measure,
    finish_measure,
    plan_measure,
    start_measure,
)
from nahbar.moments.correcting import correct_encounter, remove_encounter
from nahbar.moments.models import Encounter
from nahbar.moments.operations import note_encounter
from nahbar.reception.operations.telephones import change_call_desk
from nahbar.steering.models import FirmAnswers
from nahbar.steering.operations.save_answers import save_answers
from nahbar.team.models import Absence, Branch, Firm, OpeningDay
from nahbar.team.operations.hours import (
    Shift,
    change_absence,
    record_absence,
    set_hours,
    withdraw_absence,
)
from nahbar.team.operations.house import change_firm
from nahbar.team.operations.opening import (
    record_opening_day,
    set_opening_hours,
    withdraw_opening_day,
)
from nahbar.team.operations.scopes import set_scope
from nahbar.value.models import ValueSettings
from nahbar.value.operations.change_rules import change_rules
from nahbar.value.operations.show_classes import show_classes

WORDS = ("Ahorn", "Birke", "Eiche")
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Acting:
    """Who acts, when, and how chance is asked."""

    draw: Draw
    by: User
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def word(self) -> str:
        return str(self.draw(st.sampled_from(WORDS)))

    def yes(self) -> bool:
        return bool(self.draw(st.booleans()))

    def one(self, rows: Any) -> Any:
        """One of these rows; StopIteration where there is none."""
        found = list(rows.order_by("pk"))
        if not found:
            raise StopIteration
        return self.draw(st.sampled_from(found))

    def day(self) -> date:
        return self.at.date() + timedelta(days=self.draw(st.integers(1, 9)))

    def customer(self) -> Any:
        return self.one(Customer.objects.all())


Deed = Callable[[Acting], str]


def create(a: Acting) -> str:
    contacts = [("phone", "0664 1234567")] if a.yes() else []
    create_customer({"last_name": a.word()}, contacts=contacts, **a.who)
    return "customers.created"


def change(a: Acting) -> str:
    customer = a.customer()
    name = a.draw(st.sampled_from(["first_name", "last_name", "found_us", "title"]))
    change_customer(customer, {name: a.word()}, seen=shown_now(customer), **a.who)
    return "customers.changed"


def reach(a: Acting) -> str:
    customer, number = a.customer(), a.draw(st.integers(0, 2))
    held = customer.contact_points.filter(valid_until=None)
    before = held.order_by("pk").first() if a.yes() else None
    add_contact_point(customer, "phone", f"0664 12345{number}", instead_of=before, **a.who)
    return "customers.contact_point_added"


def reach_ends(a: Acting) -> str:
    end_contact_point(a.one(ContactPoint.objects.filter(valid_until=None)), **a.who)
    return "customers.contact_point_ended"


def address(a: Acting) -> str:
    add_address(a.customer(), {"city": a.word()}, **a.who)
    return "customers.address_added"


def address_ends(a: Acting) -> str:
    end_address(a.one(PostalAddress.objects.filter(valid_until=None)), **a.who)
    return "customers.address_ended"


def day(a: Acting) -> str:
    add_day(a.customer(), "birthday", day=a.draw(st.integers(1, 3)), month=2, **a.who)
    return "customers.day_added"


def day_ends(a: Acting) -> str:
    end_day(a.one(ImportantDay.objects.filter(valid_until=None)), **a.who)
    return "customers.day_ended"


def remark(a: Acting) -> str:
    customer = a.customer()
    held = customer.remarks.filter(valid_until=None).order_by("pk").first() if a.yes() else None
    add_remark(customer, "likes", a.word(), instead_of=held, **a.who)
    return "customers.remark_added"


def remark_ends(a: Acting) -> str:
    end_remark(a.one(Remark.objects.filter(valid_until=None)), **a.who)
    return "customers.remark_ended"


def hang(a: Acting) -> str:
    tag(a.customer(), a.word(), **a.who)
    return "customers.tagged"


def take_down(a: Acting) -> str:
    customer = a.customer()
    untag(customer, a.one(customer.tags.all()), **a.who)
    return "customers.untagged"


def call_tag(a: Acting) -> str:
    rename_tag(a.one(Tag.objects.filter(merged_into=None)), f"{a.word()} neu", **a.who)
    return "customers.tag_renamed"


def retire_a_tag(a: Acting) -> str:
    held = a.one(Tag.objects.filter(merged_into=None))
    (bring_tag_back if held.retired_at else retire_tag)(held, **a.who)
    return "customers.tag_brought_back" if held.retired_at else "customers.tag_retired"


def merge(a: Acting) -> str:
    open_tags = Tag.objects.filter(merged_into=None)
    merge_tags(a.one(open_tags), a.one(open_tags), **a.who)
    return "customers.tags_merged"


def part(a: Acting) -> str:
    part_tags(a.one(Tag.objects.exclude(merged_into=None)), **a.who)
    return "customers.tags_parted"


def belong(a: Acting) -> str:
    relate(a.customer(), a.customer(), "works_at", **a.who)
    return "customers.related"


def belong_no_more(a: Acting) -> str:
    unrelate(a.one(Relation.objects.all()), **a.who)
    return "customers.unrelated"


def field(a: Acting) -> str:
    if a.yes():
        define_field(a.word(), "text", **a.who)
    else:
        made = a.one(ChoiceList.objects.all())
        define_field(a.word(), "choice", choice_list=made, **a.who)
    return "customers.field_defined"


def call_field(a: Acting) -> str:
    change_field(a.one(OwnField.objects.all()), label=a.word(), help=a.word(), **a.who)
    return "customers.field_changed"


def retire_a_field(a: Acting) -> str:
    held = a.one(OwnField.objects.all())
    (bring_field_back if held.retired_at else retire_field)(held, **a.who)
    return "customers.field_brought_back" if held.retired_at else "customers.field_retired"


def order(a: Acting) -> str:
    keys = list(OwnField.objects.filter(retired_at=None).values_list("key", flat=True))
    order_fields(a.draw(st.permutations(keys)), **a.who)
    return "customers.fields_ordered"


def other_kind(a: Acting) -> str:
    held = a.one(OwnField.objects.filter(retired_at=None))
    kind = "long_text" if held.kind == "text" else "text" if held.kind == "long_text" else "choices"
    change_kind(held, kind, **a.who)
    return "customers.field_kind_changed"


def fill(a: Acting) -> str:
    held = a.one(OwnField.objects.filter(retired_at=None))
    value: Any = a.word()
    if held.choice_list_id:
        offered = Choice.objects.filter(choice_list=held.choice_list, retired_at=None, merged_into=None)  # fmt: skip
        value = a.one(offered).label
    set_own_values(a.customer(), {held.key: [value] if held.kind == "choices" else value}, **a.who)
    return "customers.own_changed"


def list_of_values(a: Acting) -> str:
    make_list(a.word(), [a.word(), "Linde"], **a.who)
    return "customers.list_made"


def call_list(a: Acting) -> str:
    rename_list(a.one(ChoiceList.objects.all()), f"{a.word()} neu", **a.who)
    return "customers.list_renamed"


def more_values(a: Acting) -> str:
    add_choices(a.one(ChoiceList.objects.all()), [a.word(), f"{a.word()}baum"], **a.who)
    return "customers.choices_added"


def call_value(a: Acting) -> str:
    rename_choice(a.one(Choice.objects.all()), f"{a.word()} neu", **a.who)
    return "customers.choice_renamed"


def move_value(a: Acting) -> str:
    move_choice(a.one(Choice.objects.all()), a.draw(st.sampled_from([-1, 1])), **a.who)
    return "customers.choice_moved"


def retire_value(a: Acting) -> str:
    held = a.one(Choice.objects.filter(merged_into=None))
    (bring_choice_back if held.retired_at else retire_choice)(held, **a.who)
    return "customers.choice_brought_back" if held.retired_at else "customers.choice_retired"


def merge_values(a: Acting) -> str:
    into = a.one(Choice.objects.filter(merged_into=None))
    same = Choice.objects.filter(merged_into=None, choice_list=into.choice_list).exclude(pk=into.pk)
    merge_choices(a.one(same), into, **a.who)
    return "customers.choices_merged"


def part_values(a: Acting) -> str:
    part_choices(a.one(Choice.objects.exclude(merged_into=None)), **a.who)
    return "customers.choices_parted"


def note(a: Acting) -> str:
    said = {"channel": "phone", "kind": "contact", "occurred_at": a.at, "text": a.word()}
    note_encounter(a.customer(), said, colleagues=[a.one(User.objects.all())], **a.who)
    return "moments.noted"


def correct(a: Acting) -> str:
    there = [a.one(User.objects.all())] if a.yes() else []
    said = {"text": a.word(), "mood": a.draw(st.sampled_from([None, -1, 0, 2]))}
    correct_encounter(a.one(Encounter.objects.all()), said, colleagues=there, **a.who)
    return "moments.corrected"


def remove(a: Acting) -> str:
    remove_encounter(a.one(Encounter.objects.all()), **a.who)
    return "moments.removed"


def thing(a: Acting) -> str:
    add_thing(a.customer(), {"name": a.word(), "mark": "G-1"}, **a.who)
    return "circulation.thing_added"


def other_thing(a: Acting) -> str:
    held = a.one(Thing.objects.all())
    change_thing(held, {"name": a.word(), "mark": a.word()}, seen=held.version, **a.who)
    return "circulation.thing_changed"


def thing_goes(a: Acting) -> str:
    held = a.one(Thing.objects.all())
    if held.ended_on:
        bring_back_thing(held, **a.who)
        return "circulation.thing_brought_back"
    end_thing(held, on=a.at.date(), **a.who)
    return "circulation.thing_ended"


def task(a: Acting) -> str:
    wish = TaskWish(a.word(), a.by, a.day(), repeat=a.draw(st.sampled_from(["", "daily"])))
    add_task(wish, customer=a.customer() if a.yes() else None, **a.who)
    return "agenda.added"


def other_task(a: Acting) -> str:
    held = a.one(Task.objects.all())
    wish = TaskWish(a.word(), held.owner, a.day(), kind=held.kind)
    change_task(held, wish, seen=shown_in_form(held), **a.who)
    return "agenda.changed"


def finish(a: Acting) -> str:
    finish_task(a.one(Task.objects.all()), a.word(), **a.who)
    return "agenda.done"


def drop(a: Acting) -> str:
    drop_task(a.one(Task.objects.filter(kind="task")), "dropped", a.word(), **a.who)
    return "agenda.dropped"


def reopen(a: Acting) -> str:
    reopen_task(a.one(Task.objects.exclude(state="open")), **a.who)
    return "agenda.reopened"


def postpone(a: Acting) -> str:
    postpone_task(a.one(Task.objects.all()), a.day(), a.word(), **a.who)
    return "agenda.postponed"


def hand_over(a: Acting) -> str:
    hand_over_task(a.one(Task.objects.all()), a.one(User.objects.all()), **a.who)
    return "agenda.handed_over"


def keep(a: Acting) -> str:
    still_needed(a.one(Task.objects.all()), **a.who)
    return "agenda.still_needed"


def idea(a: Acting) -> str:
    note_idea(a.customer(), a.word(), **a.who)
    return "agenda.idea_noted"


def take_up(a: Acting) -> str:
    take_up_idea(a.one(Idea.objects.filter(ended_at=None)), **a.who)
    return "agenda.idea_taken_up"


def leave(a: Acting) -> str:
    leave_idea(a.one(Idea.objects.all()), **a.who)
    return "agenda.idea_left"


def mark(a: Acting) -> str:
    customer = a.customer()
    item = Item(f"day:{customer.pk}", ItemKind.DAY, customer.pk, None, a.word(), "", 0, 0, "")
    outcome = a.draw(st.sampled_from(["done", "later", "handed"]))
    mark_item(item, outcome, to=a.one(User.objects.all()), **a.who)
    return "agenda.marked"


def take_mark(a: Acting) -> str:
    unmark(a.one(TodayMark.objects.filter(person=a.by)), **a.who)
    return "agenda.unmarked"


def appointment(a: Acting) -> str:
    starts = a.at + timedelta(days=a.draw(st.integers(1, 5)))
    said = {"person": a.by, "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    make_appointment({**said, "title": a.word()}, **a.who)
    return "agenda.appointment_made"


def move_appointment(a: Acting) -> str:
    held = a.one(Appointment.objects.all())
    later = {"starts_at": held.starts_at + timedelta(days=1), "title": a.word()}
    change_appointment(held, later, version=held.version, **a.who)
    return "agenda.appointment_moved"


def call_off(a: Acting) -> str:
    held = a.one(Appointment.objects.all())
    cancel_appointment(held, version=held.version, **a.who)
    return "agenda.appointment_cancelled"


def settle(a: Acting) -> str:
    held = a.one(Appointment.objects.all())
    settle_appointment(held, "planned", version=held.version, **a.who)
    return "agenda.appointment_settled"


def finding(a: Acting) -> str:
    planned = MeasureWish(a.word(), a.by, a.day(), None) if a.yes() else None
    note_finding("turnover", a.word(), measure=planned, **a.who)
    return "measures.finding_noted"


def plan(a: Acting) -> str:
    held = a.one(Finding.objects.all())
    plan_measure(held, MeasureWish(a.word(), a.by, a.day(), None), **a.who)
    return "measures.planned"


def begin(a: Acting) -> str:
    start_measure(a.one(Measure.objects.all()), **a.who)
    return "measures.started"


def end_measure(a: Acting) -> str:
    held = a.one(Measure.objects.all())
    if a.yes():
        finish_measure(held, a.word() if a.yes() else "", **a.who)
        return "measures.finished"
    drop_measure(held, a.word(), **a.who)
    return "measures.dropped"


def aim(a: Acting) -> str:
    held = a.one(Finding.objects.all())
    set_goal(
        held, GoalWish("turnover", How.BY, Decimal(a.draw(st.integers(1, 9))), a.day()), **a.who
    )
    return "measures.goal_set"


def aim_no_more(a: Acting) -> str:
    withdraw_goal(a.one(Goal.objects.all()), a.word(), **a.who)
    return "measures.goal_withdrawn"


def end_finding(a: Acting) -> str:
    held = a.one(Finding.objects.all())
    if a.yes():
        close_finding(held, a.word(), **a.who)
        return "measures.finding_closed"
    withdraw_finding(held, a.word(), **a.who)
    return "measures.finding_withdrawn"


def hours(a: Acting) -> str:
    branch = a.one(Branch.objects.all()) if a.yes() else None
    shift = Shift(a.draw(st.integers(1, 3)), time(8), time(12), branch)
    set_hours(a.one(User.objects.all()), [shift], **a.who)
    return "team.hours_set"


def away(a: Acting) -> str:
    first = a.day()
    person = a.one(User.objects.all())
    record_absence(person, {"first_day": first, "last_day": first, "kind": "holiday"}, **a.who)
    return "team.absence_recorded"


def other_absence(a: Acting) -> str:
    held = a.one(Absence.objects.all())
    change_absence(held, {"last_day": held.first_day + timedelta(days=1), "kind": "sick"}, **a.who)
    return "team.absence_changed"


def back(a: Acting) -> str:
    withdraw_absence(a.one(Absence.objects.all()), **a.who)
    return "team.absence_withdrawn"


def opening(a: Acting) -> str:
    branch = a.one(Branch.objects.all()) if a.yes() else None
    set_opening_hours(branch, [Shift(a.draw(st.integers(1, 3)), time(9), time(18))], **a.who)
    return "team.opening_hours_set"


def closed(a: Acting) -> str:
    day = a.day()
    record_opening_day(None, {"first_day": day, "last_day": day, "name": a.word()}, **a.who)
    return "team.opening_day_recorded"


def open_as_ever(a: Acting) -> str:
    withdraw_opening_day(a.one(OpeningDay.objects.all()), **a.who)
    return "team.opening_day_withdrawn"


def call_house(a: Acting) -> str:
    change_firm(Firm.objects.get(), name=a.word(), **a.who)
    return "house.changed"


def role(a: Acting) -> str:
    other = a.one(User.objects.exclude(pk=a.by.pk))
    change_role(other, Role(a.draw(st.sampled_from(["manager", "staff"]))), **a.who)
    return "people.role_changed"


def access(a: Acting) -> str:
    other = a.one(User.objects.exclude(pk=a.by.pk))
    (close_access if other.is_active else open_access)(other, **a.who)
    return "people.access_closed" if other.is_active else "people.access_opened"


def scope(a: Acting) -> str:
    other = a.one(User.objects.exclude(role="owner"))
    kind = a.draw(st.sampled_from(["house", "own", "branches"]))
    set_scope(other, kind, Branch.objects.all(), **a.who)
    return "team.scope_set"


def own_settings(a: Acting) -> str:
    change_own_settings(a.by, at=a.at, name=a.word())
    return "people.changed"


def telephone(a: Acting) -> str:
    extension = str(a.draw(st.integers(10, 12)))
    change_call_desk(a.by, extension=extension, shows_calls=a.yes(), dials_by="tel", at=a.at)
    return "reception.desk_changed"


def rules(a: Acting) -> str:
    version = ValueSettings.objects.get(pk=1).version
    wanted = {"horizon_months": a.draw(st.sampled_from([12, 24, 36]))}
    change_rules(
        rules=wanted, long_groups={a.word()} if a.yes() else None, version=version, **a.who
    )
    return "value.rules_changed"


def answers(a: Acting) -> str:
    version = FirmAnswers.objects.get(pk=1).version
    rivals = [{"name": a.word(), "acts": "", "succeeds": ""}] if a.yes() else []
    save_answers(answers={"wishes": a.word()}, competitors=rivals, version=version, **a.who)
    return "steering.answered"


def letters(a: Acting) -> str:
    show_classes(a.by, shown=a.yes(), at=a.at)
    return "value.classes_shown"


DEEDS: tuple[Deed, ...] = (
    create, change, reach, reach_ends, address, address_ends, day, day_ends, remark, remark_ends,
    hang, take_down, call_tag, retire_a_tag, merge, part, belong, belong_no_more,
    field, call_field, retire_a_field, order, other_kind, fill,
    list_of_values, call_list, more_values, call_value, move_value, retire_value, merge_values, part_values,
    note, correct, remove, thing, other_thing, thing_goes,
    task, other_task, finish, drop, reopen, postpone, hand_over, keep,
    idea, take_up, leave, mark, take_mark, appointment, move_appointment, call_off, settle,
    finding, plan, begin, end_measure, aim, aim_no_more, end_finding,
    hours, away, other_absence, back, opening, closed, open_as_ever,
    call_house, role, access, scope, own_settings, telephone, rules, answers, letters,
)  # fmt: skip
