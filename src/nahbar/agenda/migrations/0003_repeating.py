import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0002_appointments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("rule", models.CharField(max_length=120)),
                ("first_on", models.DateField()),
                ("from_time", models.TimeField()),
                ("times", models.PositiveSmallIntegerField()),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("follows", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agenda.series")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("times__gt", 0)), name="series_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_mail", models.BooleanField(default=False, verbose_name="Remind me by mail as well")),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="reminding", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=40)),
                ("due_at", models.DateTimeField(db_index=True)),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "what", "due_at"), name="reminded_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="remind_minutes",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="Remind me"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="series",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="agenda.series"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="slot_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="tell_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="told",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["series", "slot_at"], name="appointment_of_series"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(condition=models.Q(("tell_at__isnull", False)), fields=["tell_at"], name="appointment_to_tell"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("remind_at__isnull", False), ("state", "open")), fields=["remind_at"], name="task_to_remind"),
        ),
    ]
