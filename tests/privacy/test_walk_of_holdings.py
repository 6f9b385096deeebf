"""Whatever can name a person has a holding, or a reason; whoever adds a table or a folder is asked here."""

import re
from pathlib import Path

from django.apps import apps

from nahbar.core.holdings import agings, holdings

SRC = Path(__file__).parents[2] / "src" / "nahbar"
PEOPLE_OF_THE_HOUSE = "about people of the house, not about customers"
NO_PERSON = "says nothing of a person"
KEYS_ALONE = "holds keys and codes alone, which lead nowhere after an erasure"

REASONS = {
    "core.Source": NO_PERSON,
    "core.Batch": KEYS_ALONE,
    "core.UndoChunk": KEYS_ALONE,
    "core.StoredFile": "its content belongs to whoever uses it, and goes with the last use",
    "core.LedgerEntry": KEYS_ALONE,
    "core.AccessLogEntry": KEYS_ALONE,
    "core.User": PEOPLE_OF_THE_HOUSE,
    "core.SignInLink": PEOPLE_OF_THE_HOUSE,
    "core.SearchWord": "privacy.operations.erase removes words that nobody has any more",
    "core.SearchList": KEYS_ALONE,
    "core.SearchEntry": KEYS_ALONE,
    "core.SearchDue": KEYS_ALONE,
    "core.Upkeep": "counts and codes of backups",
    "agenda.Reminder": KEYS_ALONE,
    "agenda.Reminding": PEOPLE_OF_THE_HOUSE,
    "agenda.Series": "a rule and times; what they are about stands in agenda.Appointment",
    "customers.FactDue": KEYS_ALONE,
    "customers.FactPart": "made from the tables above; made anew at the end of an erasure",
    "customers.GroupSize": NO_PERSON,
    "customers.SavedList": "questions, never answers; names nobody unless somebody asks for a name",
    "team.OpeningDay": NO_PERSON,
    "team.OpeningHours": NO_PERSON,
    "team.Firm": NO_PERSON,
    "team.Branch": NO_PERSON,
    "team.Scope": PEOPLE_OF_THE_HOUSE,
    "team.Scope_branches": PEOPLE_OF_THE_HOUSE,
    "team.WorkingHours": PEOPLE_OF_THE_HOUSE,
    "team.Absence": PEOPLE_OF_THE_HOUSE,
    "customers.Tag": "words of the house; who has them is customers.Tag_customers",
    "customers.OwnField": NO_PERSON,
    "customers.Choice": NO_PERSON,
    "customers.ChoiceList": NO_PERSON,
    "moments.Touchpoint": NO_PERSON,
    "sales.Product": NO_PERSON,
    "value.ValueSettings": NO_PERSON,
    "value.GroupMargin": NO_PERSON,
    "value.LongCycle": NO_PERSON,
    "value.ValueRun": "sums over everybody",
    "value.ClassesShown": PEOPLE_OF_THE_HOUSE,
    "reception.PhoneSystem": NO_PERSON,
    "reception.CallDesk": PEOPLE_OF_THE_HOUSE,
    "steering.FirmAnswers": "about the firm",
    "steering.Competitor": "about firms",
    "steering.ReportRun": "numbers and codes, nothing about fewer than five people",
    "demo.Demo": NO_PERSON,
    "privacy.Purpose": NO_PERSON,
    "privacy.Topic": NO_PERSON,
    "privacy.Wording": NO_PERSON,
    "privacy.Erasure": KEYS_ALONE,
    "privacy.KeptByLaw": KEYS_ALONE,
    "privacy.RetentionRule": NO_PERSON,
    "privacy.Breach": "written about what happened, for the authority; names nobody by its form",
}
FOLDERS = {
    "files": "held by whoever uses them",
    "rejects": "made from rejected rows; removed with an erasure",
    "keys": NO_PERSON,
    "backups": "whole houses, locked if asked; erasures are replayed when one is restored",
    "work": "drafts of moments; the sweep removes what nobody holds",
    "erasures.jsonl": KEYS_ALONE,
    "nahbar.sqlite3": "the tables above",
}


def ours() -> set[str]:
    found = [config for config in apps.get_app_configs() if config.name.startswith("nahbar.")]
    return {
        model._meta.label
        for config in found
        for model in config.get_models(include_auto_created=True)
    }


def test_every_table_has_a_holding_or_a_reason() -> None:
    held = {label for holding in holdings() for label in holding.models}
    assert ours() - held - set(REASONS) == set()


def test_no_reason_is_given_for_what_is_held_or_gone() -> None:
    held = {label for holding in holdings() for label in holding.models}
    assert set(REASONS) & held == set()
    assert (set(REASONS) | held) - ours() - {"core.LedgerText"} == set()


def test_every_table_with_a_customer_is_held() -> None:
    held = {label for holding in holdings() for label in holding.models}
    naming = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is not None
        and field.related_model._meta.label == "customers.Customer"
    }
    assert naming - held == set()


def test_every_folder_of_the_house_has_a_holding_or_a_reason() -> None:
    written = r"NAHBAR_HOME / \"([\w.]+)\"|home / \"([\w.]+)\""
    sources = [path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")]
    named = {
        name for text in sources for pair in re.findall(written, text) for name in pair if name
    }
    held = {folder for holding in holdings() for folder in holding.folders}
    assert named - held - set(FOLDERS) == set()


def test_keys_are_told_apart_and_say_what_they_are_for() -> None:
    keys = [one.key for one in (*holdings(), *agings())]
    assert len({*keys}) == len(
        {holding.key for holding in holdings()} | {one.key for one in agings()}
    )
    assert len([one.key for one in holdings()]) == len({one.key for one in holdings()})
    assert all(str(one.purpose) and str(one.basis) and str(one.label) for one in holdings())
