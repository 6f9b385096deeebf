from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="customer", name="version"),
        migrations.RemoveField(model_name="sourcerecord", name="fingerprint"),
        migrations.AlterField(
            model_name="tag", name="name", field=models.CharField(max_length=60)
        ),
        migrations.AddField(
            model_name="tag",
            name="key",
            field=models.CharField(default="", max_length=180),
            preserve_default=False,
        ),
    ]
