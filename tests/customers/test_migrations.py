"""Houses that were opened before keep all they know, and know it by today's rules."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("customers", "0001_initial")]
AFTER = [("customers", "0004_one_key_for_a_word")]


def migrated_to(state: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(state)
    return MigrationExecutor(connection).loader.project_state(state).apps


@pytest.fixture
def as_before(transactional_db: None) -> Iterator[Any]:
    """The tables as they were in the first version; as they are now again afterwards."""
    yield migrated_to(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_words_that_differ_in_letter_case_alone_become_one(as_before: Any, now: datetime) -> None:
    anna, bernd = (
        as_before.get_model("customers", "Customer").objects.create(name=name, created_at=now)
        for name in ("Anna", "Bernd")
    )
    words = as_before.get_model("customers", "Tag").objects
    for name, hung_on in (("Gärten", [anna]), ("GÄRTEN", [anna, bernd]), ("Wein", [bernd])):
        words.create(name=name).customers.set(hung_on)
    new = migrated_to(AFTER)
    kept = {
        (tag.key, tag.name): sorted(tag.customers.values_list("name", flat=True))
        for tag in new.get_model("customers", "Tag").objects.all()
    }
    assert kept == {("gärten", "Gärten"): ["Anna", "Bernd"], ("wein", "Wein"): ["Bernd"]}
