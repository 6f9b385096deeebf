"""The list of customers as people see it: shapes, orders, pages, filters, kept lists, groups, files."""

import csv
import io
import json
from datetime import datetime
from html import unescape

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.customers.folk import write_down
from tests.customers.own import Define, Fill, refused
from tests.lists.conftest import STAGES, Town, condition, list_url, names_on, set_to, whom

from nahbar.core.bulk import Ids
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.lists import listing, pages
from nahbar.customers.lists.filters import filter_from
from nahbar.customers.lists.keeping import keep_due
from nahbar.customers.lists.query import Query
from nahbar.customers.lists.sizes import note_sizes, sizes_of
from nahbar.customers.lists.working import let_files_go, work_off
from nahbar.customers.models import GroupSize, HandPick, ListRun, SavedList
from nahbar.customers.operations.pick_many import pick
from nahbar.customers.operations.runs import ask_for_file
from nahbar.customers.operations.saved_lists import change_list, remove_list, save_list
from nahbar.team.models import Scope, ScopeKind

pytestmark = pytest.mark.django_db
FORMER = condition("stage", "is", STAGES["former"])


@pytest.mark.parametrize("shape", ["rows", "table", "cards", "board"])
def test_every_shape_shows_who_is_meant(shape: str, town: Town, as_jonas: Client) -> None:
    assert sorted(names_on(as_jonas, list_url(s=shape))) == list("ABCDEF")
    assert sorted(names_on(as_jonas, list_url(FORMER, s=shape))) == ["A", "B"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "down", "expected"),
    [
        ("name", "", "ABCDEF"),
        ("name", "1", "FEDCBA"),
        ("last_contact", "1", "ACDBEF"),
        ("last_contact", "", "DCABEF"),
    ],
)
def test_orders_put_who_is_not_known_last(
    order: str, down: str, expected: str, town: Town, as_jonas: Client
) -> None:
    more = {"o": order} | ({"d": down} if down else {})
    assert names_on(as_jonas, list_url(**more)) == expected
    keep_due()
    assert names_on(as_jonas, list_url(**more)) == expected


@pytest.mark.parametrize("order", ["name", "last_contact", "stage"])
@pytest.mark.parametrize("down", ["", "1"])
def test_pages_follow_each_other_by_key_both_ways(
    order: str, down: str, town: Town, as_jonas: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"o": order, "s": "table"} | ({"d": down} if down else {})
    whole = names_on(as_jonas, list_url(**more))
    monkeypatch.setattr(listing, "ROWS", 2)
    url, seen, shown = list_url(**more), "", list[str]()
    while url:
        answer = as_jonas.get(url)
        shown.append(names_on(as_jonas, url))
        seen += shown[-1]
        url = _link(answer.text, "next")
    assert seen == whole
    back = _link(as_jonas.get(_last(as_jonas, list_url(**more))).text, "prev")
    assert names_on(as_jonas, back) == shown[-2]


def _last(client: Client, url: str) -> str:
    while following := _link(client.get(url).text, "next"):
        url = following
    return url


def _link(text: str, rel: str) -> str:
    if f'rel="{rel}"' not in text:
        return ""
    return unescape(text.split(f'rel="{rel}" href="')[1].split('"', maxsplit=1)[0])


def test_many_names_are_walked_and_few_are_sorted_alike(
    town: Town, as_jonas: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for few, step in ((0, 2), (0, 1), (3_000, 2)):
        monkeypatch.setattr(pages, "FEW", few)
        monkeypatch.setattr(pages, "STEP", step)
        assert names_on(as_jonas, list_url()) == "ABCDEF"
        assert names_on(as_jonas, list_url(d="1")) == "FEDCBA"
        assert names_on(as_jonas, list_url(FORMER)) == "AB"  # type: ignore[arg-type]


def test_a_list_asks_no_more_for_many_than_for_few(
    town: Town, define: Define, fill: Fill, as_mia: Client, now: datetime
) -> None:
    define("Hobby", on_list=True)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_mia.get(url)
        return len(queries)

    urls = [list_url(FORMER, s=shape) for shape in ("rows", "table", "cards", "board", "map")]  # type: ignore[arg-type]
    fill(town["A"], hobby="Chess")
    few = [asked(url) for url in urls]
    for number in range(8):
        one = write_down(now, first_name=f"N{number}", last_name="Novak")
        set_to(one, stage="former", at=now)
        fill(one, hobby="Chess")
    assert [asked(url) for url in urls] == few


@pytest.mark.parametrize(
    "query",
    ["f=x", "f=[", "f=%7B%22all%22%3A1%7D", "o=nonsense", "c=a,b,,", "s=nonsense&b=nonsense", "after=x&before=y",
     "group=00000000-0000-0000-0000-000000000000", "list=x", "stage=nonsense&kind=%00", "f=" + "%5B" * 5000],
)  # fmt: skip
def test_an_address_that_makes_no_sense_breaks_nothing(
    query: str, town: Town, as_jonas: Client
) -> None:
    assert as_jonas.get(f"{reverse('customers')}?{query}").status_code in {200, 404, 422}
    assert as_jonas.get(f"{reverse('customers_filter')}?{query}").status_code in {200, 404, 422}


def test_a_filter_is_put_together_step_by_step(town: Town, as_jonas: Client) -> None:
    url = reverse("customers_filter")
    form = as_jonas.get(f"{url}?at=&fact=stage").text
    assert 'name="value" value="2"' in form
    added = as_jonas.get(f"{url}?at=&fact=stage&how=is&value=2&value=0")
    assert added.status_code == 302
    page = as_jonas.get(added.headers["Location"])
    assert page.text.count('class="filter-condition"') == 1
    assert "2 " in page.text
    wrong = as_jonas.get(f"{url}?at=&fact=encounters&how=between&value=many")
    assert wrong.status_code == 422
    assert as_jonas.get(f"{url}?at=&fact=stage&how=is").status_code == 422


def test_columns_are_chosen_and_ordered(town: Town, as_jonas: Client) -> None:
    url = reverse("customers_columns")
    assert as_jonas.get(url).status_code == 200
    chosen = as_jonas.get(
        f"{url}?s=table&column=stage&column=mood&column=value&rank_stage=2&rank_mood=1"
    )
    assert "c=mood%2Cstage" in chosen.headers["Location"]  # of the value, Jonas knows nothing


def test_a_list_is_kept_shared_and_passes_on(
    town: Town,
    jonas: User,
    petra: User,
    mia: User,
    olga: User,
    as_petra: Client,
    as_mia: Client,
    now: datetime,
) -> None:
    query = Query(filter=filter_from(FORMER), columns=("stage",))
    mine = save_list("Mine", query, shared_with="mine", is_group=False, by=jonas, at=now)
    ours = save_list("Ours", query, shared_with="everyone", is_group=False, by=jonas, at=now)
    assert as_mia.get(reverse("saved_list", args=[mine.public_id])).status_code == 404
    opened = as_mia.get(reverse("saved_list", args=[ours.public_id]))
    assert names_on(as_mia, opened.headers["Location"]) == "AB"
    with pytest.raises(NotAllowed):
        change_list(ours, name="Hers", by=mia, at=now)
    with pytest.raises(NotAllowed):
        save_list("x", query, shared_with="everyone", is_group=False, by=petra, at=now)
    jonas.is_active = False
    jonas.save()
    assert change_list(ours, name="Taken over", by=mia, at=now).name == "Taken over"
    with pytest.raises(NotAllowed):
        change_list(mine, name="x", by=mia, at=now)
    remove_list(ours, by=mia, at=now)
    assert as_mia.get(reverse("saved_list", args=[ours.public_id])).status_code == 404
    assert as_mia.get(f"{reverse('groups')}?removed={ours.public_id}").status_code == 200
    assert as_mia.post(reverse("list_back", args=[ours.public_id])).status_code == 302
    assert SavedList.objects.get(pk=ours.pk).removed_at is None


def test_a_shared_list_shows_nobody_more_than_they_may_see(
    town: Town, olga: User, jonas: User, as_jonas: Client, now: datetime
) -> None:
    """Neither people out of their scope, nor by facts that are not for them."""
    set_to(town["E"], carer_id=str(jonas.pk), at=now)
    kept = save_list("All", Query(), shared_with="everyone", is_group=True, by=olga, at=now)
    dear = Query(filter=filter_from(condition("value", "filled")))
    secret = save_list("Dear", dear, shared_with="everyone", is_group=True, by=olga, at=now)
    Scope.objects.create(person=jonas, kind=ScopeKind.OWN)
    pick(kept, town["A"], is_in=True, reason="friend", by=olga, at=now)
    page = as_jonas.get(reverse("group", args=[kept.public_id])).text
    assert "E Novak" in page
    assert "A Novak" not in page
    assert "friend" not in page
    assert names_on(as_jonas, list_url(group=str(kept.public_id))) == "E"
    assert as_jonas.get(reverse("group", args=[secret.public_id])).status_code == 422
    assert as_jonas.get(list_url(group=str(secret.public_id))).status_code == 422


def test_a_narrow_scope_counts_orders_and_finds_only_its_own(
    town: Town, jonas: User, as_jonas: Client, now: datetime
) -> None:
    set_to(town["B"], carer_id=str(jonas.pk), at=now)
    set_to(town["E"], carer_id=str(jonas.pk), at=now)
    Scope.objects.create(person=jonas, kind=ScopeKind.OWN)
    for keep in (lambda: None, keep_due):
        keep()
        assert names_on(as_jonas, list_url()) == "BE"
        assert names_on(as_jonas, list_url(FORMER)) == "B"  # type: ignore[arg-type]
        assert names_on(as_jonas, list_url({"none": [FORMER]})) == "E"  # type: ignore[list-item]
        board = as_jonas.get(list_url(s="board")).text
        assert "A Novak" not in board


def test_a_group_lives_with_its_filter_and_with_who_is_put_in_by_hand(
    town: Town, mia: User, as_mia: Client, as_petra: Client, now: datetime
) -> None:
    query = Query(filter=filter_from(FORMER))
    group = save_list("Former", query, shared_with="everyone", is_group=True, by=mia, at=now)
    where = reverse("group_pick", args=[group.public_id])
    sent = {"who": "F Novak", "customer": str(town["F"].public_id), "reason": "asked for it"}
    assert as_petra.post(where, sent).status_code == 403
    assert as_mia.post(where, {**sent, "reason": ""}).status_code == 422
    assert as_mia.post(where, sent).status_code == 302
    sent = {"customer": str(town["A"].public_id), "reason": "moved away", "is_in": "no"}
    assert as_mia.post(where, sent).status_code == 302
    assert whom(mia, {"all": []}, group) == "BF"
    set_to(town["C"], stage="former", at=now)
    assert whom(mia, {"all": []}, group) == "BCF"
    page = as_mia.get(reverse("group", args=[group.public_id])).text
    assert "asked for it" in page
    assert "moved away" in page
    found = HandPick.objects.get(customer=town["A"])
    ended = reverse("group_unpick", args=[group.public_id, found.pk])
    assert as_mia.post(ended).status_code == 302
    assert whom(mia, {"all": []}, group) == "ABCF"
    assert as_mia.get(reverse("groups")).status_code == 200


def test_how_large_a_group_is_stands_there_day_by_day(
    town: Town, mia: User, as_mia: Client, now: datetime
) -> None:
    group = save_list("All", Query(), shared_with="everyone", is_group=True, by=mia, at=now)
    assert note_sizes() == 1
    assert note_sizes() == 1
    assert list(sizes_of(group).values()) == [6]
    GroupSize.objects.create(group=group, day=now.date(), count=4)
    assert 'data-chart="bars"' in as_mia.get(reverse("group", args=[group.public_id])).text


def test_a_card_is_moved_to_another_lane(town: Town, as_jonas: Client, as_petra: Client) -> None:
    where = reverse("board_move", args=[town["C"].public_id])
    assert as_petra.post(where, {"fact": "stage", "value": "former"}).status_code == 403
    assert as_jonas.post(where, {"fact": "mood", "value": "1"}).status_code == 404
    assert (
        as_jonas.post(where, {"fact": "stage", "value": "former", "back": "s=board"}).status_code
        == 302
    )
    assert sorted(names_on(as_jonas, list_url(FORMER))) == ["A", "B", "C"]  # type: ignore[arg-type]


def test_a_list_becomes_a_file_without_formulas(
    town: Town,
    define: Define,
    fill: Fill,
    mia: User,
    as_mia: Client,
    as_jonas: Client,
    now: datetime,
) -> None:
    define("Note", on_list=True)
    define("Size", "decimal")
    fill(town["A"], note="=cmd()", size="-36,5")
    asked = {"columns": ["stage", "last_contact", "tags", "own_note", "own_size"]}
    url = f"{reverse('list_file')}?f={json.dumps(FORMER)}&c={','.join(asked['columns'])}"
    assert as_jonas.post(url, {"kind": "csv"}).status_code == 403
    answer = as_mia.post(url, {"kind": "csv"})
    run = ListRun.objects.get()
    assert as_mia.post(url, {"kind": "csv"}).status_code == 422  # one is being written
    work_off()
    assert as_mia.get(answer.headers["Location"]).status_code == 200
    file = as_mia.get(reverse("run_file", args=[run.public_id]))
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode())))  # type: ignore[attr-defined]
    assert len(rows) == 3
    assert rows[1][0] == "A Novak"
    assert rows[1][-2:] == ["'=cmd()", "-36.5"]
    assert rows[1][5] == "2026-02-27"
    excel = ask_for_file(asked, _all(town), kind="xlsx", by=mia, at=now)
    work_off()
    content = b"".join(as_mia.get(reverse("run_file", args=[excel.public_id])).streaming_content)  # type: ignore[attr-defined]
    written = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(written) == 7
    assert written[1][-2:] == ["=cmd()", -36.5]  # a formula would have no value here
    ListRun.objects.update(ended_at="2020-01-01T00:00Z")
    assert let_files_go() == 2
    assert as_mia.get(reverse("run_file", args=[run.public_id])).status_code == 404


def test_a_file_asked_for_ten_times_is_written_once(
    town: Town, mia: User, olga: User, now: datetime
) -> None:
    ask_for_file({}, _all(town), kind="csv", by=mia, at=now)
    for _time in range(9):
        with refused("export_under_way"):
            ask_for_file({}, _all(town), kind="csv", by=mia, at=now)
    ask_for_file({}, _all(town), kind="csv", by=olga, at=now)
    assert ListRun.objects.count() == 2


def test_the_map_says_who_is_not_on_it(town: Town, as_jonas: Client) -> None:
    assert "6 " in as_jonas.get(list_url(s="map")).text


def _all(town: Town) -> Ids:
    return np.array(sorted(one.pk for one in town.values()), dtype=np.int64)
