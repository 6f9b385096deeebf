from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("team", "0002_hours")]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="keeps_pages_offline",
            field=models.BooleanField(
                default=False,
                help_text="The browser then keeps up to twenty customers' pages on the device until the person signs out.",
                verbose_name="The last opened customers can be read without a connection",
            ),
        ),
    ]
