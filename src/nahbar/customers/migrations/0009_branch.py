"""Where a customer is at home with us, remarks that are private, own fields that not all may see."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0008_own_fields"),
        ("team", "0004_scope"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="branch",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="team.branch",
                verbose_name="Branch",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["branch", "sort_key", "id"], name="customer_by_branch"),
        ),
        migrations.AddField(
            model_name="remark",
            name="is_private",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Private"),
        ),
        migrations.AddField(
            model_name="ownfield",
            name="seen_by",
            field=models.JSONField(blank=True, default=list, verbose_name="Who may see it"),
        ),
    ]
