"""Who read whom. From here on the database refuses to rewrite it, as it does the ledger."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nahbar.core.append_only import allow_rewriting, forbid_rewriting


def forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    forbid_rewriting(editor.connection)


def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    allow_rewriting(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0006_search")]

    operations = [
        migrations.CreateModel(
            name="AccessLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer_id", models.BigIntegerField()),
                ("read_at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "On the screen"),
                            ("print", "To print"),
                            ("file", "As a file"),
                            ("show", "At the command line"),
                            ("offline", "Kept on the device"),
                            ("api", "By another program"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["customer_id", "reader", "read_at"], name="access_to_customer"
                    ),
                    models.Index(fields=["reader", "id"], name="access_by_reader"),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
