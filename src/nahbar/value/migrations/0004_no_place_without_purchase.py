from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("value", "0003_kept_in_parts_alone")]

    operations = [
        migrations.AlterField(
            model_name="customervalue",
            name="factor",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="customervalue",
            name="value_class",
            field=models.CharField(
                blank=True,
                choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                max_length=1,
            ),
        ),
        migrations.RemoveIndex(model_name="customervalue", name="value_order"),
        migrations.AddIndex(
            model_name="customervalue",
            index=models.Index(
                condition=models.Q(("factor__isnull", False)),
                fields=["run", "-value", "-customer"],
                name="value_order",
            ),
        ),
    ]
