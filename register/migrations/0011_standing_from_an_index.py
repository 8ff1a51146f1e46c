"""How many stand on each list of a province is counted from an index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0010_entries_without_vector")]

    operations = [
        AddIndexConcurrently(
            "entry", models.Index(fields=["jurisdiction", "list", "next_list", "next_on"], name="entry_standing")
        )
    ]
