import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids
from nahbar.team.regions import GERMANY, SWITZERLAND


class Migration(migrations.Migration):

    dependencies = [
        ("team", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="region",
            field=models.CharField(blank=True, choices=[("Germany", GERMANY), ("Switzerland", SWITZERLAND)], default="", max_length=6, verbose_name="Region"),
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.SmallIntegerField(choices=[(1, "Monday"), (2, "Tuesday"), (3, "Wednesday"), (4, "Thursday"), (5, "Friday"), (6, "Saturday"), (7, "Sunday")], verbose_name="Weekday")),
                ("from_time", models.TimeField(verbose_name="From")),
                ("until_time", models.TimeField(verbose_name="Until")),
                ("branch", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="team.branch")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="working_hours", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "weekday", "from_time"), name="hours_once"),
                    models.CheckConstraint(condition=models.Q(("until_time__gt", models.F("from_time"))), name="hours_forwards"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("first_day", models.DateField(verbose_name="From")),
                ("last_day", models.DateField(verbose_name="Until")),
                ("kind", models.CharField(choices=[("holiday", "Holiday"), ("sick", "Sick"), ("course", "Course"), ("other", "Away")], default="holiday", max_length=8, verbose_name="Why")),
                ("created_at", models.DateTimeField()),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="absences", to=settings.AUTH_USER_MODEL)),
                ("stand_in", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stands_in", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "last_day"], name="absence_of_person"),
                    models.Index(fields=["last_day", "first_day"], name="absence_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("last_day__gte", models.F("first_day"))), name="absence_forwards"),
                ],
            },
        ),
    ]
