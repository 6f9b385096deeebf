
import django.db.models.deletion
import nahbar.core.ids
import nahbar.core.plain_order
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0006_search'),
        ('customers', '0007_person_with_us'),
        ('sales', '0002_who_of_us'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='What it is')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='Kind')),
                ('mark', models.CharField(blank=True, max_length=60, verbose_name='Plate or serial number')),
                ('mark_key', nahbar.core.plain_order.PlainOrderField(blank=True, max_length=60)),
                ('holding', models.CharField(choices=[('owned', 'their own'), ('lent', 'lent by us'), ('rented', 'rented')], default='owned', max_length=6, verbose_name='How they have it')),
                ('since', models.DateField(null=True, verbose_name='Since')),
                ('until', models.DateField(null=True, verbose_name='Agreed until')),
                ('ended_on', models.DateField(null=True, verbose_name='No longer theirs since')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='Note')),
                ('recorded_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='things', to='customers.customer')),
                ('product', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='sales.product')),
                ('source', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='core.source')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('mark_key', ''), _negated=True), fields=['mark_key'], name='thing_by_mark')],
            },
        ),
    ]
