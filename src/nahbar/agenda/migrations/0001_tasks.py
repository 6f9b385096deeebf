import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nahbar.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0006_days_by_date"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("promise", "Promise"), ("task", "Task")], default="task", max_length=8, verbose_name="What it is")),
                ("title", models.CharField(max_length=300, verbose_name="What is to be done")),
                ("due_on", models.DateField(verbose_name="Until")),
                ("due_at", models.DateTimeField(null=True, verbose_name="At what time")),
                ("remind_at", models.DateTimeField(null=True, verbose_name="Remind from")),
                ("repeat", models.CharField(blank=True, max_length=120, verbose_name="Repeat")),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(choices=[("open", "open"), ("done", "done"), ("dropped", "not needed"), ("released", "customer lets us off"), ("broken", "not kept")], default="open", max_length=8)),
                ("outcome", models.TextField(blank=True, max_length=2000)),
                ("postponed", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(editable=False, null=True, unique=True)),
                ("version", models.IntegerField(default=1)),
                ("created_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("customer", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="customers.customer")),
                ("follows", models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="followed_by", to="agenda.task")),
                ("owner", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to=settings.AUTH_USER_MODEL)),
                ("settled_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("text", models.TextField(max_length=2000, verbose_name="My idea for this customer")),
                ("noted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(editable=False, null=True, unique=True)),
                ("by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("customer", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="agenda_ideas", to="customers.customer")),
                ("task", models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="idea", to="agenda.task")),
            ],
        ),
        migrations.CreateModel(
            name="TodayMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ("item", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                ("outcome", models.CharField(choices=[("done", "done"), ("later", "tomorrow"), ("handed", "handed over"), ("not_needed", "not needed")], max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("until", models.DateField(null=True)),
                ("marked_at", models.DateTimeField()),
                ("customer", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("task", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agenda.task")),
            ],
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "open")), fields=["owner", "due_on", "id"], name="task_open_of_owner"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_on", "id"], name="task_open_by_day"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("settled_at__isnull", False)), fields=["owner", "-settled_at"], name="task_settled_of_owner"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["customer", "state", "due_on"], name="task_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="task_settled_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["customer", "ended_at"], name="idea_of_customer"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["by", "ended_at", "-id"], name="idea_of_person"),
        ),
        migrations.AddIndex(
            model_name="todaymark",
            index=models.Index(fields=["kind", "customer"], name="mark_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="todaymark",
            constraint=models.UniqueConstraint(fields=("item", "person"), name="mark_once_a_person"),
        ),
    ]
