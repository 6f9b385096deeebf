import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("to", models.EmailField(max_length=254, verbose_name="To whom")),
                ("subject", models.CharField(max_length=200, verbose_name="Subject")),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("about", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(choices=[("waiting", "waiting"), ("sending", "being sent"), ("sent", "sent"), ("uncertain", "perhaps sent"), ("failed", "not sent")], default="waiting", max_length=9)),
                ("why", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField()),
                ("sending_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sender", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="outgoing_mails", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state__in", ["waiting", "sending"])), fields=["try_at", "id"], name="mail_on_its_way"),
                    models.Index(condition=models.Q(("state", "sent"), _negated=True), fields=["-id"], name="mail_not_sent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=120)),
                ("mail", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="dispatch.outgoingmail")),
                ("stored", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="core.storedfile")),
            ],
        ),
    ]
