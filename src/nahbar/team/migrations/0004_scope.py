import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0003_offline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scope",
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
                            ("house", "All customers of the house"),
                            ("branches", "Customers of their branches, and their own"),
                            ("own", "Only customers they care for"),
                        ],
                        default="house",
                        max_length=8,
                        verbose_name="Sees",
                    ),
                ),
                (
                    "branches",
                    models.ManyToManyField(blank=True, related_name="+", to="team.branch"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scope",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
