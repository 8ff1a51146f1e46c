"""The checkpoints that were signed, and roots of parts of the tree that they sign."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0006_who_handled_a_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('last_seq', models.BigIntegerField(unique=True)),
                ('root', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=300)),
                ('note', models.TextField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('size'), models.F('key'), name='checkpoint_size_once'), models.CheckConstraint(condition=models.Q(('root__regex', '^[0-9a-f]{64}$')), name='checkpoint_root')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkpoint',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d075077947536dd3269fe87f40ca3a364ca76718', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_67bdd', table='register_checkpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tile',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75b5163e789370c1bcddeaaf5d00c3bcd54944c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6fefa', table='register_tile', when='BEFORE')),
        ),
    ]
