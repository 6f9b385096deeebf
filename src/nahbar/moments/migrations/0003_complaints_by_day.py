from django.db import migrations, models


class Migration(migrations.Migration):
    """The latest complaints are found without reading all encounters."""

    dependencies = [("moments", "0002_who_of_us")]

    operations = [
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(
                condition=models.Q(("kind", "complaint")),
                fields=["-occurred_at", "-id"],
                name="encounter_complaint",
            ),
        ),
    ]
