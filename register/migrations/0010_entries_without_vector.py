"""The search reads its terms: the vector and the keys of the entries are asked no more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0009_terms_of_entries")]

    operations = [
        migrations.RemoveIndex("entry", "entry_search"),
        migrations.RemoveField("entry", "keys"),
        migrations.RemoveField("entry", "search"),
    ]
