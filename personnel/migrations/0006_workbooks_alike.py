"""Names of what a workbook no longer has may be as long as those of courses."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0005_no_row_says_it'),
        ('personnel', '0005_no_row_says_it'),
    ]

    operations = [
        migrations.AlterField(
            model_name='personnelimport',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_imports', to='institutions.dossier'),
        ),
        migrations.AlterField(
            model_name='personnelimport',
            name='removed_names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None),
        ),
    ]
