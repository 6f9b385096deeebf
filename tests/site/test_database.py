"""The database is brought to this version, and never opened by an older one."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from nahbar.core.refusals import Refused
from nahbar.site.database import prepare_database

pytestmark = pytest.mark.django_db


def test_a_current_database_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("nahbar.site.database.call_command", never)
    prepare_database()


def test_a_database_of_a_newer_version_is_refused() -> None:
    MigrationRecorder.Migration.objects.create(app="core", name="9999_from_tomorrow")
    with pytest.raises(Refused) as refusal:
        prepare_database()
    assert refusal.value.code == "newer_database"


def test_what_an_unknown_app_once_migrated_is_no_obstacle() -> None:
    MigrationRecorder.Migration.objects.create(app="gone", name="0001_initial")
    prepare_database()


def test_the_models_have_their_migrations(capsys: Any) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
