"""The lists of a past day are read in their order, one list by itself too, until a page is full."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0012_tallies")]

    operations = [
        AddIndexConcurrently("listchange", models.Index(fields=["-effective_on", "seq"], name="listchange_by_day")),
        AddIndexConcurrently(
            "listchange", models.Index(fields=["list", "-effective_on", "seq"], name="listchange_by_list")
        ),
    ]
