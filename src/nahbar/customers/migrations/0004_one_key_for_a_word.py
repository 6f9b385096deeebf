from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_fold_anew")]

    operations = [
        migrations.AlterField(
            model_name="tag", name="key", field=models.CharField(max_length=180, unique=True)
        ),
    ]
