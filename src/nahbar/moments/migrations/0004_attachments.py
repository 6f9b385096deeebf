import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):
    """Who was there, attempts, pictures and PDFs; each form noted once; timelines narrowed by index."""

    dependencies = [
        ("moments", "0003_complaints_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="encounter",
            name="companions",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="Who came along"),
        ),
        migrations.AddField(
            model_name="encounter",
            name="once",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="encounter",
            name="colleagues",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name="encounter",
            name="channel",
            field=models.CharField(choices=[("visit", "Visit"), ("phone", "Phone"), ("mail", "Mail"), ("letter", "Letter"), ("chat", "Chat"), ("web", "Web"), ("shop", "Purchase"), ("event", "Event"), ("other", "Other")], max_length=6, verbose_name="Channel"),
        ),
        migrations.AlterField(
            model_name="encounter",
            name="kind",
            field=models.CharField(choices=[("contact", "Contact"), ("order", "Order"), ("cancellation", "Cancellation"), ("return", "Return"), ("complaint", "Complaint"), ("take_back", "Taking back"), ("delivery", "Delivery"), ("service", "Service"), ("attempt", "Nobody reached")], max_length=12, verbose_name="What"),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.UniqueConstraint(condition=models.Q(("once__isnull", False)), fields=("by", "once"), name="encounter_once"),
        ),
        migrations.RemoveIndex(
            model_name="encounter",
            name="encounter_timeline",
        ),
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(fields=["customer", "-occurred_at", "-id", "kind", "channel", "by"], name="encounter_line"),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("picture", "Picture"), ("pdf", "PDF")], max_length=7)),
                ("name", models.CharField(max_length=120)),
                ("removed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("customer", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer")),
                ("encounter", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="attachments", to="moments.encounter")),
                ("preview", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile")),
                ("removal", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.ledgerentry")),
                ("stored", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "encounter"], name="attachment_of_customer"),
                    models.Index(condition=models.Q(("encounter", None)), fields=["removed_at"], name="attachment_removed"),
                ],
            },
        ),
    ]
