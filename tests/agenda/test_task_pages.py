"""The pages of tasks, promises and ideas; the team's day; the piece of the customer's page."""

import html
import re
import uuid
from datetime import date, time, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.agenda.folk import FRIDAY, MONDAY, TUESDAY, overdue, take_on
from tests.customers.folk import write_down

from nahbar.agenda.frames import who_is_on_the_agenda
from nahbar.agenda.models import Idea, Task
from nahbar.agenda.operations.ideas import leave_idea, note_idea, take_up_idea
from nahbar.agenda.operations.settle import finish_task
from nahbar.agenda.queries import PAGE
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NOBODY = "01890000-0000-7000-8000-000000000000"


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.text.replace("\N{NO-BREAK SPACE}", " ").split())


def page_of(customer: Customer) -> str:
    return reverse("customer", args=[customer.public_id])


def note(client: Client, address: str, words: str, **more: Any) -> Any:
    return client.post(address, {"words": words, "once": uuid.uuid4(), **more})


def test_a_task_is_noted_by_its_words(as_jonas: Client, mia, anna) -> None:
    address = reverse("customer_task_new", args=[anna.public_id])
    answer = note(as_jonas, address, "Angebot schicken bis Freitag @Mia")
    assert answer["Location"] == page_of(anna)
    kept = Task.objects.get()
    assert (kept.title, kept.owner, kept.due_on, kept.kind) == ("Angebot schicken", mia, FRIDAY, "promise")  # fmt: skip


def test_what_the_words_do_not_say_is_said_beside_them(as_jonas: Client, jonas, mia, anna) -> None:
    address = reverse("customer_task_new", args=[anna.public_id])
    said = {"due_on": "2026-03-06", "due_time": "09:30", "owner": mia.public_id, "kind": "task", "repeat": "weekly"}  # fmt: skip
    note(as_jonas, address, "Anrufen morgen", **said)
    kept = Task.objects.get()
    assert (kept.owner, kept.due_on, kept.kind) == (mia, FRIDAY, "task")
    assert kept.repeat.startswith("FREQ=WEEKLY")


def test_a_day_that_cannot_be_read_is_asked_for_with_tomorrow_as_a_suggestion(as_jonas) -> None:
    answer = note(as_jonas, reverse("task_new"), "Regal räumen irgendwann")
    assert answer.status_code == 422
    assert "Tomorrow is suggested." in answer.text
    assert 'value="2026-03-03"' in answer.text
    assert not Task.objects.exists()
    note(as_jonas, reverse("task_new"), "Regal räumen irgendwann", due_on="2026-03-03")
    assert Task.objects.get().title == "Regal räumen irgendwann"


def test_without_a_customer_it_is_a_task_whatever_the_words(as_jonas: Client) -> None:
    note(as_jonas, reverse("task_new"), "Angebot schicken morgen")
    assert Task.objects.get().kind == "task"


def test_sent_twice_it_is_one(as_jonas: Client) -> None:
    once = uuid.uuid4()
    for _tap in range(2):
        as_jonas.post(reverse("task_new"), {"words": "Regal räumen morgen", "once": once})
    assert Task.objects.count() == 1


def test_fields_nobody_asked_for_are_not_taken(as_jonas: Client, jonas) -> None:
    note(as_jonas, reverse("task_new"), "Regal räumen morgen", state="done", created_by=7, postponed=9, version=5)  # fmt: skip
    kept = Task.objects.get()
    assert (kept.state, kept.created_by, kept.postponed, kept.version) == ("open", jonas, 0, 1)


def test_how_words_are_read_is_shown_while_typing(as_jonas: Client, mia) -> None:
    page = shown(as_jonas, reverse("agenda_read") + "?words=Angebot+bis+Freitag+@Mia%0ARegal")
    assert "<b>Promise</b> · Mia Berger · until Friday, 6 March 2026" in page
    assert "Jonas Falk · until Tuesday, 3 March 2026" in page
    assert "a suggestion: no day was read" in page
    assert shown(as_jonas, reverse("agenda_read") + "?words=" + "%0A" * 500) == ""


def test_my_tasks_are_open_or_settled_and_paged(as_jonas: Client, jonas, mia, now) -> None:
    for number in range(PAGE + 3):
        take_on(jonas, now, title=f"Nr. {number:03}", due_on=TUESDAY + timedelta(days=number))
    take_on(mia, now, title="Mia's own")
    finish_task(Task.objects.get(title="Nr. 002"), "went well", by=jonas, at=now)
    first = shown(as_jonas, reverse("tasks"))
    assert "Nr. 000" in first
    assert "Nr. 002" not in first
    assert "Mia&#39;s own" not in first
    further = re.search(r'rel="next" href="([^"]+)"', first)
    assert further
    second = shown(as_jonas, html.unescape(further[1]))
    assert "Nr. 032" in second
    assert "Nr. 000" not in second
    settled = shown(as_jonas, reverse("tasks") + "?state=settled")
    assert "Nr. 002" in settled
    assert "went well" in settled


def test_a_task_has_a_page_with_its_history(as_petra: Client, jonas, mia, anna, now) -> None:
    task = take_on(jonas, now, customer=anna)
    Task.objects.update(title="Send two offers")
    page = shown(as_petra, reverse("task", args=[task.public_id]))
    assert "Send two offers" in page
    assert page_of(anna) in page
    assert "<b>Jonas Falk</b> noted it" in page
    assert "<ins>Jonas Falk</ins>" in page


def test_it_is_changed_and_who_was_quicker_is_told(as_jonas: Client, as_mia, jonas, now) -> None:
    task = take_on(jonas, now)
    address = reverse("task_change", args=[task.public_id])
    opened = as_mia.get(address).text
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', opened)[1])  # type: ignore[index]  # it is there
    said = {"kind": "task", "owner": jonas.public_id, "due_on": "2026-03-03", "seen": seen}
    assert as_jonas.post(address, {**said, "title": "First"}).status_code == 302
    late = as_mia.post(address, {**said, "title": "Second"})
    assert late.status_code == 422
    assert "in the meantime" in late.text
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', late.text)[1])  # type: ignore[index]  # it is there
    assert as_mia.post(address, {**said, "title": "Second", "seen": seen}).status_code == 302
    assert Task.objects.get().title == "Second"


@pytest.mark.parametrize("seen", ["", "[]", "{broken", '{"title": {"a": 1}}'])
def test_a_stale_or_forged_form_overwrites_nothing(seen: str, as_jonas: Client, jonas, now) -> None:
    task = take_on(jonas, now)
    said = {"kind": "task", "owner": jonas.public_id, "due_on": "2026-03-06", "title": "Other"}
    answer = as_jonas.post(reverse("task_change", args=[task.public_id]), {**said, "seen": seen})
    assert answer.status_code == 422
    assert Task.objects.get().title == "Send the offer"


ONE = ("task", "task_change", "task_finish", "task_postpone", "task_hand_over", "task_drop", "task_keep", "task_reopen")  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_ids_of_others_lead_nowhere(name: str, as_jonas: Client, mia, now) -> None:
    hidden = take_on(mia, now)
    for public_id in (hidden.public_id, NOBODY):
        address = reverse(name, args=[public_id])
        for answer in (as_jonas.get(address), as_jonas.post(address, {"day": "2026-03-06"})):
            assert answer.status_code in {404, 405}
    assert Task.objects.get().version == 1


def test_what_others_did_is_not_undone_by_guessing(as_jonas: Client, jonas, mia, anna, now) -> None:
    task = take_on(mia, now, customer=anna)
    finish_task(task, by=mia, at=now)
    entry = LedgerEntry.objects.get(action="agenda.done").pk
    for guess in (entry, 10**15):
        assert as_jonas.post(reverse("agenda_undo", args=[guess])).status_code == 404
    for token in (f"t{entry}", "t", "tx", "m", f"m{NOBODY}", "t" + "9" * 30, "t١"):
        assert "row-done" not in shown(as_jonas, f"/?did={token}")
        assert reverse("agenda_undo", args=[entry]) not in shown(as_jonas, f"/?did={token}")


def test_the_customer_s_page_shows_what_is_open(as_jonas: Client, as_petra, jonas, mia, anna, now) -> None:  # fmt: skip
    assert "Nothing was promised" in shown(as_jonas, page_of(anna))
    assert "What is open" not in shown(as_petra, page_of(anna))
    promise = take_on(mia, now, title="Bring the catalogue", customer=anna)
    note_idea(anna, "Invite her to the reading", by=jonas, at=now)
    page = shown(as_petra, page_of(anna))
    assert "Bring the catalogue" in page
    assert "Invite her to the reading" in page
    assert reverse("task_finish", args=[promise.public_id]) not in page
    answer = as_jonas.post(reverse("task_finish", args=[promise.public_id]), {"back": f"{page_of(anna)}#open"})  # fmt: skip
    assert answer["Location"].startswith(page_of(anna))
    assert answer["Location"].endswith("#open")
    assert "Kept: Bring the catalogue" in shown(as_jonas, answer["Location"].split("#")[0])


def test_an_idea_needs_somebody_and_is_kept_once(as_jonas: Client, jonas, anna) -> None:
    once = uuid.uuid4()
    asked = as_jonas.post(reverse("idea_new"), {"q": "Berger", "text": "A reading", "once": once})
    assert asked.status_code == 422
    assert "Choose for whom" in asked.text
    assert str(anna.public_id) in asked.text
    assert "A reading" in asked.text
    said = {"text": "A reading", "once": once, "customer": anna.public_id}
    for _tap in range(2):
        assert as_jonas.post(reverse("idea_new"), said).status_code == 302
    assert Idea.objects.get().customer == anna
    assert as_jonas.post(reverse("idea_new"), {**said, "customer": NOBODY}).status_code == 422


def test_an_idea_becomes_a_task_by_one_tap(as_jonas: Client, jonas, mia, petra, anna, now) -> None:
    idea = note_idea(anna, "Invite her\nto the reading", by=mia, at=now)
    for _tap in range(2):
        as_jonas.post(reverse("idea_take_up", args=[idea.public_id]))
    task = Task.objects.get()
    assert (task.title, task.owner, task.customer, task.due_on) == ("Invite her to the reading", jonas, anna, TUESDAY)  # fmt: skip
    assert "Invite her" in shown(as_jonas, page_of(anna))
    with pytest.raises(NotAllowed):
        note_idea(anna, "x", by=petra, at=now)
    with pytest.raises(Refused):
        note_idea(anna, " ", by=jonas, at=now)


def test_an_idea_is_left_by_its_author_or_a_leader(jonas, mia, olga, anna, now) -> None:
    idea = note_idea(anna, "A reading", by=mia, at=now)
    with pytest.raises(NotAllowed):
        leave_idea(idea, by=jonas, at=now)
    leave_idea(idea, by=olga, at=now)
    with pytest.raises(Refused):
        take_up_idea(idea, by=mia, at=now)
    assert LedgerEntry.objects.filter(action="agenda.idea_left").count() == 1


def test_the_team_s_day_is_by_name_and_never_by_count(as_mia: Client, as_jonas, jonas, mia, olga, now) -> None:  # fmt: skip
    for day in (MONDAY, date(2026, 2, 25), date(2026, 2, 26)):
        overdue(take_on(olga, now, title=f"Olga's {day}"), day)
    overdue(take_on(jonas, now, title="Jonas' own"), MONDAY)
    page = shown(as_mia, reverse("team_day"))
    names = re.findall(r"<h2>([^<]+)</h2>", page)
    assert names == ["Jonas Falk", "Mia Berger", "Olga Lind"]
    assert "2 things are due today." in page
    assert "2 are overdue." in page
    assert reverse("task_hand_over", args=[Task.objects.get(owner=jonas).public_id]) in page
    assert as_jonas.get(reverse("team_day")).status_code == 403


@pytest.mark.parametrize("name", ["tasks", "team_day"])
def test_more_tasks_ask_no_more_queries(name: str, as_mia: Client, mia, jonas, now) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 5 * more):
            customer = write_down(now, last_name=f"Other {more} {number}")
            overdue(take_on(mia, now, customer=customer), MONDAY)
        as_mia.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            as_mia.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_whoever_has_a_task_is_not_removed_by_an_undone_import(jonas, anna, bernd, now) -> None:
    note_idea(bernd, "x", by=jonas, at=now)
    assert who_is_on_the_agenda(np.array([anna.pk, bernd.pk])).tolist() == [bernd.pk]
    take_on(jonas, now, customer=anna)
    assert who_is_on_the_agenda(np.array([anna.pk, bernd.pk])).tolist() == sorted(
        [anna.pk, bernd.pk]
    )
    assert who_is_on_the_agenda(np.array([], dtype=np.int64)).tolist() == []


def test_a_ten_thousand_letter_task_is_told_and_not_stored(as_jonas: Client) -> None:
    answer = note(as_jonas, reverse("task_new"), "x" * 10_000 + " morgen")
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_datetimes_are_shown_in_the_house_s_day(as_jonas: Client, jonas, now) -> None:
    task = take_on(jonas, now, due_on=TUESDAY, due_time=time(0, 30))
    assert "3 March 2026, 00:30" in shown(as_jonas, reverse("task", args=[task.public_id]))
