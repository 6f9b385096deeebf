from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("moments", "0004_attachments")]

    operations = [
        migrations.AddField(
            model_name="encounter",
            name="is_private",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Private"),
        ),
    ]
