"""Emptying the house: every table of every room, in one go, but for its firm and some people."""

from collections.abc import Collection

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import F
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nahbar.core.append_only import allow_rewriting, forbid_rewriting
from nahbar.core.models import StoredFile, User
from nahbar.demo.models import Demo
from nahbar.team.models import Firm

KEPT: tuple[type[models.Model], ...] = (User, Firm, StoredFile, Demo)


def clear_house(*, keep: Collection[int]) -> None:
    """Remove all that the rooms hold but the firm, the demo's row, and the users `keep`.

    Must run in a transaction, which takes the ban on rewriting the ledger off and puts it on again.
    Kept files lose their uses; `core.files.sweep` removes them afterwards.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()  # no table with checks still to come can be emptied
    allow_rewriting(connection)
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in _children_first(_cleared())]
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)
    forbid_rewriting(connection)
    DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING).delete()
    User.objects.exclude(pk__in=keep).delete()
    StoredFile.objects.update(uses=0)
    pictured = User.objects.filter(picture__isnull=False).values("picture")
    StoredFile.objects.filter(pk__in=pictured).update(uses=F("uses") + 1)


def _cleared() -> list[type[models.Model]]:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("nahbar.")]
    found = (model for config in ours for model in config.get_models(include_auto_created=True))
    return [model for model in found if model not in KEPT and model._meta.managed]


def _children_first(found: list[type[models.Model]]) -> list[type[models.Model]]:
    """Who refers to others goes before them, so that the database need not look for orphans."""
    ordered: list[type[models.Model]] = []
    left = list(found)
    while left:
        named = {field.related_model for model in left for field in _references(model)}
        free = [model for model in left if model not in named] or left
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


def _references(model: type[models.Model]) -> list[models.ForeignKey[models.Model, models.Model]]:
    fields = model._meta.get_fields()
    return [f for f in fields if isinstance(f, models.ForeignKey) and f.related_model is not model]
