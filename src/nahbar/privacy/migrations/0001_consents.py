"""What people agreed to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("customers", "0008_own_fields"),
        ("dispatch", "0002_what_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Purpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="Name")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="Name in English")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("by_channel", models.BooleanField(default=True, verbose_name="Asked for each channel")),
                ("asks_back", models.BooleanField(default=True, verbose_name="Confirmed by mail before it counts for mail")),
                ("keeps_ip", models.BooleanField(default=False, verbose_name="Keep the internet address of those who confirm")),
                ("lasts_months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Runs out after so many months")),
                ("position", models.IntegerField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="Name")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="Name in English")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("position", models.IntegerField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(blank=True, choices=[("mail", "Mail"), ("letter", "Letter"), ("phone", "Phone"), ("message", "SMS and messenger")], max_length=7, verbose_name="Channel")),
                ("language", models.CharField(max_length=12)),
                ("address", models.CharField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="customers.customer")),
                ("purpose", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="privacy.purpose")),
                ("topic", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="privacy.topic")),
            ],
        ),
        migrations.CreateModel(
            name="ConsentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consent_links", to="customers.customer")),
                ("mail", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="consent_links", to="dispatch.outgoingmail")),
                ("request", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="privacy.consentrequest")),
                ("purpose", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="privacy.purpose")),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(max_length=2000, verbose_name="Wording")),
                ("text_en", models.TextField(blank=True, max_length=2000, verbose_name="Wording in English")),
                ("created_at", models.DateTimeField()),
                ("by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("purpose", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="privacy.purpose")),
            ],
        ),
        migrations.AddField(
            model_name="consentrequest",
            name="wording",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="privacy.wording"),
        ),
        migrations.CreateModel(
            name="ConsentFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(blank=True, choices=[("mail", "Mail"), ("letter", "Letter"), ("phone", "Phone"), ("message", "SMS and messenger")], max_length=7, verbose_name="Channel")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "asked, not answered yet"),
                            ("given", "given"),
                            ("confirmed", "given and confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn by the customer"),
                            ("expired", "run out"),
                            ("claimed", "claimed without proof"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("counter", "at the counter"), ("phone", "on the phone"), ("form", "in writing"), ("link", "by a link"), ("import", "taken over"), ("house", "by itself")],
                        max_length=7,
                        verbose_name="How",
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("is_dated", models.BooleanField(default=True)),
                ("noted_at", models.DateTimeField()),
                ("language", models.CharField(blank=True, max_length=12)),
                ("address", models.CharField(blank=True, max_length=254)),
                ("proof", models.TextField(blank=True, max_length=2000, verbose_name="How it is proved")),
                ("proof_name", models.CharField(blank=True, max_length=120)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("batch", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="core.batch")),
                ("by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="customers.customer")),
                ("proof_file", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="core.storedfile")),
                ("request", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to="privacy.consentrequest")),
                ("purpose", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="privacy.purpose")),
                ("topic", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="privacy.topic")),
                ("wording", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="privacy.wording")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(blank=True, choices=[("mail", "Mail"), ("letter", "Letter"), ("phone", "Phone"), ("message", "SMS and messenger")], max_length=7, verbose_name="Channel")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "asked, not answered yet"),
                            ("given", "given"),
                            ("confirmed", "given and confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn by the customer"),
                            ("expired", "run out"),
                            ("claimed", "claimed without proof"),
                        ],
                        max_length=9,
                    ),
                ),
                ("allows", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("address", models.CharField(blank=True, max_length=254)),
                ("customer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="customers.customer")),
                ("fact", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="state", to="privacy.consentfact")),
                ("purpose", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="privacy.purpose")),
                ("topic", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="privacy.topic")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("allows", True)), fields=["purpose", "channel", "topic", "customer"], name="consent_allows"),
                    models.Index(condition=models.Q(("allows", True), models.Q(("expires_at", None), _negated=True)), fields=["expires_at"], name="consent_runs_out"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("topic", None)), fields=("customer", "purpose", "channel"), name="one_state_for_all_topics"),
                    models.UniqueConstraint(condition=models.Q(("topic", None), _negated=True), fields=("customer", "purpose", "channel", "topic"), name="one_state_for_a_topic"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(fields=("purpose", "number"), name="wording_once"),
        ),
        migrations.AddIndex(
            model_name="consentrequest",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["expires_at"], name="consent_asked_open"),
        ),
    ]
