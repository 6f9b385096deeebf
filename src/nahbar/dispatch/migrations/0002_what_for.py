"""A mail says for what it is, and to which customer; it may be held back, or dropped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0008_own_fields"),
        ("dispatch", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="customer",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="customers.customer"),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="purpose",
            field=models.SlugField(db_index=False, default="service", max_length=40),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="topic",
            field=models.SlugField(blank=True, db_index=False, max_length=40),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(choices=[("waiting", "waiting"), ("sending", "being sent"), ("sent", "sent"), ("uncertain", "perhaps sent"), ("failed", "not sent"), ("held", "held back"), ("dropped", "not to be sent")], default="waiting", max_length=9),
        ),
    ]
