from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose day it is this week is found without reading all days."""

    dependencies = [("customers", "0005_statement")]

    operations = [
        migrations.AddIndex(
            model_name="importantday",
            index=models.Index(fields=["month", "day"], name="important_day_by_date"),
        ),
    ]
