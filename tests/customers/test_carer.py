"""Their person with us: by hand, from a file, into a file, and told in the history."""

import csv
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down

from nahbar.core.models import Batch, LedgerEntry, LedgerText, Source, User
from nahbar.core.refusals import Refused
from nahbar.customers.changes import in_words
from nahbar.customers.export import write_customers
from nahbar.customers.field_history import history_of
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.take_over import take_over
from nahbar.customers.operations.undo import take_back_records
from nahbar.customers.queries import changes_of
from nahbar.intake.takers.colleagues import add_carers, who_works_here
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


def give_to(customer: Customer, carer: User | None, *, by: User, at: datetime) -> Customer:
    seen = {"carer_id": str(customer.cared_for_by_id or "")}
    new = {"carer_id": str(carer.pk) if carer else ""}
    return change_customer(customer, new, seen=seen, by=by, at=at)


def test_somebody_of_us_cares_for_them(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    assert give_to(anna, jonas, by=mia, at=now).cared_for_by == jonas
    entry = LedgerEntry.objects.get(action="customers.changed")
    text = LedgerText.objects.get(pk=entry.text_id)
    assert text.after == {"carer_id": str(jonas.pk)}
    assert in_words(changes_of(anna)[0]).fields[0][2] == "Jonas Falk"
    anna.refresh_from_db()
    assert give_to(anna, None, by=mia, at=now).cared_for_by is None


@pytest.mark.parametrize("key", ["999999", "nobody", "-1", "9" * 40])
def test_nobody_who_is_not_here_cares_for_them(
    anna: Customer, mia: User, now: datetime, key: str
) -> None:
    with pytest.raises(Refused) as refusal:
        change_customer(anna, {"carer_id": key}, seen={"carer_id": ""}, by=mia, at=now)
    anna.refresh_from_db()
    assert (refusal.value.code, anna.cared_for_by) == ("nobody_here", None)


def test_nobody_is_given_to_one_who_has_left(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    with pytest.raises(Refused):
        give_to(anna, jonas, by=mia, at=now)


def take(firm: Firm, carers: dict[str, str | None], now: datetime) -> Batch:
    """A list that names carers by customer number."""
    shop, _made = Source.objects.get_or_create(name="Shop", defaults={"created_at": now})
    batch = Batch.objects.create(kind="import", source=shop, started_at=now)
    rows = {"key": [*carers], "number": [*carers], "carer": [*carers.values()]}
    said = pl.DataFrame(rows, schema_overrides={"carer": pl.String}).with_columns(
        pl.lit("Huber").alias("last_name"), pl.lit(None, dtype=pl.Int64).alias("adopted_id")
    )
    take_over(add_carers(said, who_works_here()), source=shop, batch=batch, at=now)
    return batch


def carers() -> dict[str, str]:
    found = Customer.objects.order_by("numbers__number").select_related("cared_for_by")
    return {one.numbers.first().number: str(one.cared_for_by or "") for one in found}  # type: ignore[union-attr]


def test_a_file_names_their_person_by_name_or_mail(
    firm: Firm, mia: User, jonas: User, now: datetime
) -> None:
    take(firm, {"1": "Berger Mia", "2": jonas.email.upper(), "3": "Xaver Niemand", "4": None}, now)
    assert carers() == {"1": "Mia Berger", "2": "Jonas Falk", "3": "", "4": ""}


def test_a_later_file_hands_over_also_to_somebody_unknown(
    firm: Firm, mia: User, now: datetime
) -> None:
    take(firm, {"1": "Mia Berger"}, now)
    take(firm, {"1": "Xaver Niemand"}, now)
    assert carers() == {"1": ""}


def test_taken_back_the_one_before_cares_again(
    firm: Firm, mia: User, jonas: User, now: datetime
) -> None:
    take(firm, {"1": "Mia Berger"}, now)
    batch = take(firm, {"1": "Jonas Falk"}, now)
    assert carers() == {"1": "Jonas Falk"}
    take_back_records(batch, count=lambda _what, _how_many: None)
    assert carers() == {"1": "Mia Berger"}


def test_what_the_house_says_stands_before_what_a_file_says(
    firm: Firm, mia: User, jonas: User, now: datetime
) -> None:
    take(firm, {"1": "Mia Berger"}, now)
    give_to(Customer.objects.get(), jonas, by=mia, at=now)
    take(firm, {"1": "Mia Berger"}, now)
    assert carers() == {"1": "Jonas Falk"}
    told = history_of(Customer.objects.get(), "carer")
    assert told is not None
    assert [one.what for one in told.said] == ["Jonas Falk", "Mia Berger"]


def test_the_export_names_them(
    tmp_path: Path, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    give_to(anna, jonas, by=mia, at=now)
    write_down(now, last_name="Moser")
    write_customers(tmp_path / "all.csv", by=mia, at=now)
    with (tmp_path / "all.csv").open() as file:
        assert [row["carer"] for row in csv.DictReader(file)] == ["Jonas Falk", ""]


def test_the_page_lets_choose_among_those_who_work_here(
    as_jonas: Client, anna: Customer, mia: User, jonas: User
) -> None:
    User.objects.create(
        email="gone@lind.example", name="Gone Person", is_active=False, password="!"
    )
    url = reverse("customer_spot", args=[anna.public_id, "carer", "carer"])
    asked = as_jonas.get(url, headers={"HX-Request": "true"}).text
    assert "Mia Berger" in asked
    assert "Gone Person" not in asked
