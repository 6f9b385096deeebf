"""What people ask about what is held on them, and what the house does about it."""

import django.db.models.deletion
import nahbar.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0010_facts_and_groups"),
        ("privacy", "0001_consents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("months", models.PositiveSmallIntegerField(null=True, verbose_name="Months")),
                ("is_on", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Breach",
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
                ("title", models.CharField(max_length=200, verbose_name="What happened")),
                ("happened_on", models.DateField(null=True, verbose_name="When it happened")),
                ("known_at", models.DateTimeField(verbose_name="When we knew of it")),
                (
                    "affected",
                    models.PositiveIntegerField(null=True, verbose_name="How many people, about"),
                ),
                ("data", models.TextField(blank=True, max_length=2000, verbose_name="Which data")),
                (
                    "consequences",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="What may come of it"
                    ),
                ),
                (
                    "steps",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="What we do about it"
                    ),
                ),
                (
                    "no_risk_because",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="Why nobody has to be told, where that is so",
                    ),
                ),
                (
                    "authority_told_at",
                    models.DateTimeField(null=True, verbose_name="The authority was told"),
                ),
                (
                    "people_told_at",
                    models.DateTimeField(null=True, verbose_name="The people were told"),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "about to begin"),
                            ("files", "taking them out of files"),
                            ("rows", "taking them out of the database"),
                            ("traces", "overwriting what is left"),
                            ("done", "done"),
                        ],
                        default="asked",
                        max_length=6,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("customers", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("spots", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptByLaw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=60)),
                ("ids", models.JSONField(default=list)),
                ("count", models.IntegerField()),
                ("until", models.DateField(db_index=True)),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "erasure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept",
                        to="privacy.erasure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonRequest",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "wants to know what is held"),
                            ("copy", "wants to take the data along"),
                            ("correction", "wants something corrected"),
                            ("erasure", "wants to be erased"),
                            ("restriction", "wants it restricted"),
                            ("objection", "objects"),
                        ],
                        max_length=11,
                        verbose_name="What they ask",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="Came in on")),
                ("due_on", models.DateField(verbose_name="To be answered by")),
                ("extended_on", models.DateField(null=True)),
                (
                    "identity",
                    models.CharField(
                        choices=[
                            ("open", "not yet made sure of"),
                            ("known", "known to us in person"),
                            ("document", "showed a document"),
                            ("address", "wrote from the address we know"),
                            ("called_back", "called back under the number we know"),
                            ("other", "in another way"),
                        ],
                        default="open",
                        max_length=11,
                        verbose_name="How we know that it is them",
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, max_length=2000, verbose_name="In their words"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "answered"), ("refused", "refused")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="Reason")),
                ("answered_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="privacy_requests",
                        to="customers.customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("accuracy", "they say that something is wrong, and we are checking"),
                            ("unlawful", "we must not use it, and they do not want it erased"),
                            ("claims", "we need it no longer, they need it for a claim"),
                            ("objection", "they objected, and we are weighing it"),
                        ],
                        max_length=9,
                        verbose_name="Why",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restrictions",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandingObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "against",
                    models.CharField(
                        choices=[
                            ("advertising", "advertising"),
                            ("profiling", "being valued (profiling)"),
                        ],
                        max_length=11,
                        verbose_name="Against what",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(
                condition=models.Q(("state", "done"), _negated=True),
                fields=["asked_at"],
                name="erasure_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="personrequest",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["due_on"], name="request_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("customer",), name="one_restriction"
            ),
        ),
        migrations.AddConstraint(
            model_name="standingobjection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("against", "customer"),
                name="one_objection_of_a_kind",
            ),
        ),
    ]
