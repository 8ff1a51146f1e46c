"""Reads the rows that were there before, while others read and write."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("personnel", "0004_what_no_row_may_say")]

    operations = [
        ValidateConstraint("person", "person_nationality"),
        ValidateConstraint("person", "person_employed_from"),
    ]
