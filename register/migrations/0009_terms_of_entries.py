"""The terms of the entries that are there already, a batch at a time; can be run again."""

from django.db import migrations, transaction

from institutions.identifiers import host_of
from register.terms import terms

BATCH = 1000
OF_ENTRIES = ["pk", "name", "brand", "platforms", "keys", "credit_code", "jurisdiction__name"]


def learn(apps, schema_editor) -> None:
    Entry = apps.get_model("register", "Entry")
    using = schema_editor.connection.alias
    last = 0
    while batch := list(Entry.objects.using(using).filter(pk__gt=last).order_by("pk").values_list(*OF_ENTRIES)[:BATCH]):
        last = batch[-1][0]
        with transaction.atomic(using=using):
            _learn(apps.get_model("register", "SearchTerm").objects.using(using), batch)


def _learn(known, batch) -> None:
    known.filter(entry__in=[pk for pk, *_rest in batch]).delete()
    found = []
    for pk, name, brand, platforms, keys, code, province in batch:
        others = [province, *(platform["name"] for platform in platforms)]
        hosts = [host_of(platform["address"]) for platform in platforms]
        found += [
            known.model(entry_id=pk, term=term, length=len(brand))
            for term in terms([name, brand], others, hosts, keys, code)
        ]
    known.bulk_create(found, batch_size=10000)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("register", "0008_search_terms")]

    operations = [migrations.RunPython(learn, migrations.RunPython.noop)]
