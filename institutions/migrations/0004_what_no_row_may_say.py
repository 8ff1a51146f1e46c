"""What no row may say, whatever writes it; NOT VALID first, so that a big table is locked for a moment only."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0003_desk_order'),
    ]

    operations = [
        AddConstraintNotValid(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('capital', None), ('capital__gte', 0), _connector='OR'), name='profile_capital'),
        ),
    ]
