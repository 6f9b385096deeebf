import django.db.models.deletion
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0004_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Monday"),
                            (2, "Tuesday"),
                            (3, "Wednesday"),
                            (4, "Thursday"),
                            (5, "Friday"),
                            (6, "Saturday"),
                            (7, "Sunday"),
                        ],
                        verbose_name="Weekday",
                    ),
                ),
                ("from_time", models.TimeField(verbose_name="From")),
                ("until_time", models.TimeField(verbose_name="Until")),
                (
                    "branch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="team.branch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("branch", "weekday", "from_time"), name="opening_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("branch", None)),
                        fields=("weekday", "from_time"),
                        name="opening_of_house_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_time__gt", models.F("from_time"))),
                        name="opening_forwards",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=nahbar.core.ids.new_public_id, editable=False, unique=True
                    ),
                ),
                ("first_day", models.DateField(verbose_name="From")),
                ("last_day", models.DateField(verbose_name="Until")),
                ("from_time", models.TimeField(null=True, verbose_name="Open from")),
                ("until_time", models.TimeField(null=True, verbose_name="Open until")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="Why")),
                ("created_at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_days",
                        to="team.branch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["last_day", "first_day"], name="opening_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="opening_day_forwards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_time", None), ("until_time", None)),
                            ("until_time__gt", models.F("from_time")),
                            _connector="OR",
                        ),
                        name="opening_day_times",
                    ),
                ],
            },
        ),
    ]
