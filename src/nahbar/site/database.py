"""Bringing the database to this version: once, whoever starts first, and never backwards."""

import os

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import Refused
from nahbar.core.turns import turn


def prepare_database() -> None:
    """Migrate if need be. Raises Refused: `newer_database`, `read_only`."""
    _require_writable_home()
    if not _is_current():
        with turn("migrate"):
            if not _is_current():
                _migrate()


def _require_writable_home() -> None:
    home = settings.NAHBAR_HOME
    if not all(os.access(folder, os.W_OK) for folder in (home, home / "work")):
        sentence = _(
            "The data folder %(folder)s can only be read. nahbar must be able to write there."
        )
        raise Refused("read_only", sentence % {"folder": home})


def _is_current() -> bool:
    executor = MigrationExecutor(connection)
    known, applied = executor.loader.disk_migrations, executor.loader.applied_migrations
    if any(key not in known for key in applied if key[0] in executor.loader.migrated_apps):
        raise Refused(
            "newer_database",
            _("These data were written by a newer version of nahbar. Please start that one."),
        )
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    call_command("createcachetable", settings.CACHE_TABLE, database=DEFAULT_DB_ALIAS, verbosity=0)
