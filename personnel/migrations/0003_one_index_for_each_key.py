"""Indexes of Person that others begin with or repeat: each cost a write a row of every import."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0003_desk_order'),
        ('personnel', '0002_workbook_results'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='dossier',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='institutions.dossier'),
        ),
        migrations.AlterField(
            model_name='person',
            name='identity',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='personnel.identity'),
        ),
    ]
