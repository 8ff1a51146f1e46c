"""The figures kept as sums: what is added is written by triggers, in the transaction that changes what is counted.

Rows are only added, so that no two submissions wait for each other; register/tallies.py folds them.
"""

import django.db.models.deletion
from django.db import migrations, models

# How much a statement has added to the figures of entries and of the subjects taught; `rows` have a sign and an entry's
# columns. Most statements leave most figures alone, and add nothing to them.
OF_ENTRIES = """
INSERT INTO register_tally (topic, place, list, next_list, next_on, institutions, personnel, courses, moved_in)
SELECT * FROM (
    SELECT 'entry' AS topic, jurisdiction_id AS place, list, next_list, next_on, sum(sign)::integer AS institutions,
           0, 0, (coalesce(sum(sign) FILTER (WHERE filed_on IS NULL), 0))::integer AS moved_in
    FROM ({rows}) AS entry GROUP BY 2, 3, 4, 5
    UNION ALL
    SELECT 'subject', subject, list, next_list, next_on, sum(sign)::integer, 0, 0, 0
    FROM ({rows}) AS entry CROSS JOIN LATERAL unnest(subjects) AS subject GROUP BY 2, 3, 4, 5
) AS added WHERE institutions <> 0 OR moved_in <> 0
"""
OLD, NEW = "SELECT -1 AS sign, * FROM old_rows", "SELECT 1 AS sign, * FROM new_rows"

# What each institution has filed: the latest sealed dossier of its filings, drafts and withdrawn ones left out.
LATEST = """
    SELECT DISTINCT ON (filing.institution_id)
           filing.institution_id, filing.jurisdiction_id AS place, dossier.person_count AS personnel,
           dossier.course_count AS courses
    FROM institutions_filing AS filing
    JOIN institutions_dossier AS dossier ON dossier.filing_id = filing.id
    WHERE {which} dossier.sealed_at IS NOT NULL
      AND filing.state <> 'draft' AND filing.outcome <> 'withdrawn' AND filing.kind <> 'imported'
    ORDER BY filing.institution_id, dossier.sealed_at DESC, dossier.id DESC
"""
# The institution's row is locked before its filings are read: whoever counts it at the same time reads after us.
COUNT_FILED = f"""
CREATE FUNCTION register_count_filed(touched bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO register_filed (institution_id, place, personnel, courses)
    SELECT DISTINCT id, '', 0, 0 FROM unnest(touched) AS id ORDER BY id ON CONFLICT DO NOTHING;
    PERFORM 1 FROM register_filed WHERE institution_id = ANY(touched) ORDER BY institution_id FOR UPDATE;
    WITH latest AS ({LATEST.format(which="filing.institution_id = ANY(touched) AND")}),
    changed AS (
        SELECT filed.institution_id, filed.place AS old_place, filed.personnel AS old_personnel,
               filed.courses AS old_courses, coalesce(latest.place, '') AS place,
               coalesce(latest.personnel, 0) AS personnel, coalesce(latest.courses, 0) AS courses
        FROM register_filed AS filed LEFT JOIN latest USING (institution_id)
        WHERE filed.institution_id = ANY(touched)
          AND (filed.place, filed.personnel, filed.courses)
              IS DISTINCT FROM (coalesce(latest.place, ''), coalesce(latest.personnel, 0), coalesce(latest.courses, 0))
    ),
    kept AS (
        UPDATE register_filed AS filed
        SET place = changed.place, personnel = changed.personnel, courses = changed.courses
        FROM changed WHERE changed.institution_id = filed.institution_id
    )
    INSERT INTO register_tally (topic, place, list, next_list, next_on, institutions, personnel, courses, moved_in)
    SELECT 'filed', place, '', '', NULL, sum(sign), sum(sign * personnel), sum(sign * courses), 0
    FROM (
        SELECT -1 AS sign, old_place AS place, old_personnel AS personnel, old_courses AS courses FROM changed
        UNION ALL SELECT 1, place, personnel, courses FROM changed
    ) AS added WHERE place <> '' GROUP BY place;
END
$$
"""
# `{touched}` is a set of institutions; nobody is asked again when a statement has touched nothing that counts.
COUNT_TOUCHED = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    SELECT array_agg(DISTINCT institution_id) INTO touched FROM ({touched}) AS counted;
    IF touched IS NOT NULL THEN
        PERFORM register_count_filed(touched);
    END IF;
    RETURN NULL;
END
$$
"""
MOVED = """
SELECT new_rows.institution_id FROM new_rows JOIN old_rows USING (id)
WHERE (new_rows.state = 'draft', new_rows.outcome = 'withdrawn')
   IS DISTINCT FROM (old_rows.state = 'draft', old_rows.outcome = 'withdrawn')
"""
BORN_SEALED = """
SELECT filing.institution_id FROM new_rows JOIN institutions_filing AS filing ON filing.id = new_rows.filing_id
WHERE new_rows.sealed_at IS NOT NULL
"""
SEALED = """
SELECT filing.institution_id FROM new_rows JOIN old_rows USING (id)
JOIN institutions_filing AS filing ON filing.id = new_rows.filing_id
WHERE new_rows.sealed_at IS NOT NULL AND old_rows.sealed_at IS NULL
"""

# Everything counted anew; whoever changes what is counted waits at the tallies until it is done.
RECOUNT = f"""
CREATE FUNCTION register_recount() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE register_filed, register_tally IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM register_tally;
    DELETE FROM register_filed;
    INSERT INTO register_filed (institution_id, place, personnel, courses) {LATEST.format(which="")};
    INSERT INTO register_tally (topic, place, list, next_list, next_on, institutions, personnel, courses, moved_in)
    SELECT 'filed', place, '', '', NULL, count(*), sum(personnel), sum(courses), 0 FROM register_filed GROUP BY place;
    {OF_ENTRIES.format(rows="SELECT 1 AS sign, * FROM register_entry")};
END
$$
"""

BOTH = "OLD TABLE AS old_rows NEW TABLE AS new_rows"
# By name: the table, the event, the rows it is told of, and what is done.
TRIGGERS = {
    "register_entry_added": ("register_entry", "INSERT", "NEW TABLE AS new_rows", NEW),
    "register_entry_changed": ("register_entry", "UPDATE", BOTH, f"{OLD} UNION ALL {NEW}"),
    "register_entry_removed": ("register_entry", "DELETE", "OLD TABLE AS old_rows", OLD),
    "register_filing_moved": ("institutions_filing", "UPDATE", BOTH, MOVED),
    "register_dossier_born_sealed": ("institutions_dossier", "INSERT", "NEW TABLE AS new_rows", BORN_SEALED),
    "register_dossier_sealed": ("institutions_dossier", "UPDATE", BOTH, SEALED),
}


def trigger(name: str) -> migrations.RunSQL:
    table, event, told, done = TRIGGERS[name]
    if table == "register_entry":
        body = f"BEGIN {OF_ENTRIES.format(rows=done)}; RETURN NULL; END"
        function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    else:
        function = COUNT_TOUCHED.format(name=name, touched=done)
    made = (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {told}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
    return migrations.RunSQL([function, made], [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"])


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0011_standing_from_an_index"),
        ("institutions", "0005_no_row_says_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="Filed",
            fields=[
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="institutions.institution",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=12)),
                ("personnel", models.PositiveIntegerField()),
                ("courses", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("filed", "institutions that have filed, of a jurisdiction"),
                            ("entry", "entries, of a jurisdiction"),
                            ("subject", "entries, of a subject taught"),
                        ],
                        max_length=8,
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("list", models.CharField(blank=True, max_length=6)),
                ("next_list", models.CharField(blank=True, max_length=6)),
                ("next_on", models.DateField(null=True)),
                ("institutions", models.IntegerField()),
                ("personnel", models.BigIntegerField()),
                ("courses", models.BigIntegerField()),
                ("moved_in", models.IntegerField()),
            ],
            options={"verbose_name_plural": "tallies"},
        ),
        migrations.RunSQL(COUNT_FILED, "DROP FUNCTION register_count_filed(bigint[])"),
        *[trigger(name) for name in TRIGGERS],
        migrations.RunSQL(RECOUNT, "DROP FUNCTION register_recount()"),
        # In the transaction that makes the triggers: nothing is counted by neither or by both.
        migrations.RunSQL("SELECT register_recount()", migrations.RunSQL.noop),
    ]
