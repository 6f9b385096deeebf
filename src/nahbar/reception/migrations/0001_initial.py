
import django.db.models.deletion
import nahbar.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhoneSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='Telephone system')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('renewed_at', models.DateTimeField(null=True)),
                ('heard_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CallDesk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extension', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='My extension')),
                ('shows_calls', models.BooleanField(default=False, verbose_name='Show calls at my desk')),
                ('dials_by', models.CharField(choices=[('tel', 'as the device does (tel:)'), ('sip', 'with a telephone program (sip:)'), ('callto', 'with a telephone program (callto:)')], default='tel', max_length=6, verbose_name='How I dial')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call_desk', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='IncomingCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=nahbar.core.ids.new_public_id, editable=False, unique=True)),
                ('call_key', models.CharField(blank=True, max_length=100)),
                ('number', models.CharField(blank=True, max_length=21)),
                ('caller_name', models.CharField(blank=True, max_length=80)),
                ('extension', models.CharField(blank=True, max_length=20)),
                ('direction', models.CharField(choices=[('in', 'incoming call'), ('out', 'outgoing call')], default='in', max_length=3)),
                ('state', models.CharField(choices=[('ringing', 'ringing'), ('answered', 'being spoken'), ('ended', 'ended'), ('missed', 'missed')], default='ringing', max_length=8)),
                ('began_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('handled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('put_away_by', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='reception.phonesystem')),
            ],
            options={
                'indexes': [models.Index(fields=['changed_at'], name='call_by_time'), models.Index(fields=['system', 'began_at'], name='call_of_system'), models.Index(fields=['system', 'number', '-id'], name='call_by_number')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('call_key', ''), _negated=True), fields=('system', 'call_key'), name='call_once')],
            },
        ),
    ]
