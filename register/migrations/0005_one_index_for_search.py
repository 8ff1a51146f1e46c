"""Exact keys are terms of the search too: the index on `keys` alone is not asked any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0004_digest_of_published_dossier")]

    operations = [migrations.RemoveIndex("entry", "entry_keys")]
