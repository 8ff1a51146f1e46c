"""The digest of a published dossier is public: the proof of a list change contains it."""

from django.db import migrations, models

PROFILE = """
CREATE OR REPLACE VIEW public_profile WITH (security_barrier) AS
SELECT dossier_id, line, name, brand, credit_code, kind, legal_representative, registered_address,
       established_on, complaint_contact, fund_management, service_commitment{digest}
FROM institutions_profile
WHERE EXISTS (SELECT 1 FROM register_listchange AS listed WHERE listed.dossier_id = institutions_profile.dossier_id)
"""
DIGEST = """,
       (SELECT dossier.digest FROM institutions_dossier AS dossier WHERE dossier.id = institutions_profile.dossier_id)
       AS digest"""


class Migration(migrations.Migration):
    dependencies = [("register", "0003_entries_newest_first")]

    operations = [
        migrations.RunSQL(
            PROFILE.format(digest=DIGEST),
            # A view loses a column only with the view itself, and with that the right to read it.
            migrations.RunSQL.noop,
        ),
        migrations.AddField("publicprofile", "digest", models.CharField(default="", max_length=64), preserve_default=False),
    ]
