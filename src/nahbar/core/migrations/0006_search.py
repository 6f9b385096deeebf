"""What the search keeps. A house that has customers already is indexed by the worker."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import nahbar.core.plain_order


def index_whoever_is_here(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if "customers_customer" not in editor.connection.introspection.table_names():
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM customers_customer LIMIT 1")
        is_anybody_here = cursor.fetchone()
    if is_anybody_here:
        apps.get_model("core", "SearchDue").objects.create(customers=b"", count=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_sessions_end_with_access")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    nahbar.core.plain_order.PlainOrderField(max_length=60, unique=True),
                ),
                ("sound", models.CharField(blank=True, max_length=40)),
                ("fields", models.BigIntegerField(default=0)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.IntegerField(db_index=True)),
                ("ids", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customers", models.BinaryField()),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.RunPython(index_whoever_is_here, migrations.RunPython.noop),
    ]
