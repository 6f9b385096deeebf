import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0001_tasks"),
        ("customers", "0006_days_by_date"),
        ("team", "0002_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("guest_name", models.CharField(blank=True, max_length=200)),
                ("guest_contact", models.CharField(blank=True, max_length=254)),
                ("kind", models.CharField(choices=[("visit", "Visit"), ("delivery", "Delivery"), ("pick_up", "Pick-up"), ("service", "Service"), ("call", "Call"), ("internal", "Internal")], default="visit", max_length=8, verbose_name="What it is")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="About")),
                ("starts_at", models.DateTimeField(verbose_name="From")),
                ("ends_at", models.DateTimeField(verbose_name="Until")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Place")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
                ("status", models.CharField(choices=[("planned", "planned"), ("came", "came"), ("missed", "did not come"), ("cancelled", "called off")], default="planned", max_length=9)),
                ("ticket", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("booked_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("branch", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="team.branch")),
                ("customer", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="customers.customer")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "starts_at"], name="appointment_of_person"),
                    models.Index(fields=["customer", "starts_at"], name="appointment_of_customer"),
                    models.Index(fields=["starts_at"], name="appointment_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="appointment_forwards"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(choices=[("feed", "Feed"), ("booking", "Booking")], max_length=7)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="Minutes")),
                ("lead_hours", models.PositiveSmallIntegerField(default=24, verbose_name="Hours ahead, at least")),
                ("days_ahead", models.PositiveSmallIntegerField(default=28, verbose_name="Days ahead, at most")),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("customer", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="calendar_links", to="customers.customer")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="calendar_links", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("closed_at", None), ("customer", None)), fields=("person", "purpose"), name="one_open_link_of_person"),
                    models.UniqueConstraint(condition=models.Q(("closed_at", None)), fields=("person", "purpose", "customer"), name="one_open_link_for_customer"),
                ],
            },
        ),
    ]
