"""What the house did to keep itself whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_access_log")]

    operations = [
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("backup", "Backup"),
                            ("drill", "Restored on trial"),
                            ("restore", "Restored"),
                            ("move", "Moved"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "under way"),
                            ("done", "went well"),
                            ("failed", "failed"),
                        ],
                        default="begun",
                        max_length=6,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("size", models.BigIntegerField(null=True)),
                ("seconds", models.FloatField(null=True)),
                ("is_locked", models.BooleanField(default=False)),
                ("counts", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("code", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-begun_at"], name="upkeep_latest")],
            },
        ),
    ]
