"""What no row may say, whatever writes it; NOT VALID first, so that a big table is locked for a moment only."""

import datetime
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0004_what_no_row_may_say'),
        ('personnel', '0003_one_index_for_each_key'),
    ]

    operations = [
        AddConstraintNotValid(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('nationality__regex', '^[A-Z]{2}$')), name='person_nationality'),
        ),
        AddConstraintNotValid(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('employed_from', None), ('employed_from__range', (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))), _connector='OR'), name='person_employed_from'),
        ),
    ]
