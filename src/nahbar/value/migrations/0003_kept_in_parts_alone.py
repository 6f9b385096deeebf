from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("value", "0002_rhythm_overrides_and_parts")]

    operations = [migrations.RemoveField(model_name="valuerun", name="frame")]
