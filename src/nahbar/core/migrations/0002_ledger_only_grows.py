"""From here on the database itself refuses to change or remove a row of the ledger."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nahbar.core.append_only import allow_rewriting, forbid_rewriting


def forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid_rewriting(editor.connection)


def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    allow_rewriting(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
