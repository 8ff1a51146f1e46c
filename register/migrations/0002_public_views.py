"""The views and the function that the public connection reads: public columns of dossiers that a list change names."""

from django.db import migrations

LISTED = "EXISTS (SELECT 1 FROM register_listchange AS listed WHERE listed.dossier_id = {table}.dossier_id)"

COLUMNS = {
    "public_profile": (
        "institutions_profile",
        "dossier_id, line, name, brand, credit_code, kind, legal_representative, registered_address,"
        " established_on, complaint_contact, fund_management, service_commitment",
    ),
    "public_platform": (
        "institutions_platform",
        "id, dossier_id, line, position, kind, name, address, icp_number, telecom_licence, mlps_level,"
        " fees_url, complaint_url",
    ),
    "public_person": (
        "personnel_person",
        "id, dossier_id, line, position, name, nationality,"
        " CASE WHEN certificate_number = '' THEN ''"
        " ELSE left(certificate_number, 6) || '********' || right(certificate_number, 3) END AS certificate_masked,"
        " substr(certificate_number, 10, 1) AS certificate_type, subjects, stages, role,"
        " CASE WHEN nationality <> 'CN' THEN education ELSE '' END AS education,"
        " CASE WHEN nationality <> 'CN' THEN work ELSE '' END AS work,"
        " CASE WHEN nationality <> 'CN' THEN teaching ELSE '' END AS teaching",
    ),
    "public_course": (
        "courses_course",
        "id, dossier_id, line, position,"
        " (SELECT platform.line FROM institutions_platform AS platform"
        " WHERE platform.id = courses_course.platform_id) AS platform_line,"
        " name, subject, stage, grades, mode, introduction, starts_on, ends_on, lesson_count, lesson_minutes,"
        " class_size, charge_mode, price, hours_per_payment, months_per_payment, refund_rule, textbook",
    ),
    "public_lesson": (
        "courses_lesson",
        "id, dossier_id, line,"
        " (SELECT course.line FROM courses_course AS course WHERE course.id = courses_lesson.course_id)"
        " AS course_line, weekday, starts, ends, lesson_minutes, break_minutes",
    ),
    "public_course_teacher": (
        "courses_courseteacher",
        "id, dossier_id, line,"
        " (SELECT course.line FROM courses_course AS course WHERE course.id = courses_courseteacher.course_id)"
        " AS course_line,"
        " (SELECT person.line FROM personnel_person AS person WHERE person.id = courses_courseteacher.person_id)"
        " AS person_line",
    ),
}

FIGURES = """
CREATE VIEW public_figures AS
SELECT jurisdiction_id AS jurisdiction,
       count(*)::integer AS institutions,
       sum(person_count)::integer AS personnel,
       sum(course_count)::integer AS courses
FROM (
    SELECT DISTINCT ON (filing.institution_id)
           filing.jurisdiction_id, dossier.person_count, dossier.course_count
    FROM institutions_filing AS filing
    JOIN institutions_dossier AS dossier ON dossier.filing_id = filing.id
    WHERE dossier.sealed_at IS NOT NULL
      AND filing.state <> 'draft' AND filing.outcome <> 'withdrawn' AND filing.kind <> 'imported'
    ORDER BY filing.institution_id, dossier.sealed_at DESC, dossier.id DESC
) AS latest
GROUP BY jurisdiction_id
"""

# The number is masked in the view, so a look-up by the full number is answered by this function alone.
BY_CERTIFICATE = """
CREATE FUNCTION person_by_certificate(number text) RETURNS SETOF public_person
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT public_person.* FROM public_person
    WHERE number ~ '^[0-9]{17}$' AND public_person.id IN (
        SELECT id FROM personnel_person WHERE certificate_number = number AND certificate_number <> ''
    )
    LIMIT 20
$$;
REVOKE ALL ON FUNCTION person_by_certificate(text) FROM PUBLIC
"""


def view(name: str) -> migrations.RunSQL:
    table, columns = COLUMNS[name]
    return migrations.RunSQL(
        f"CREATE VIEW {name} WITH (security_barrier) AS SELECT {columns} FROM {table} WHERE {LISTED.format(table=table)}",
        f"DROP VIEW {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_lists"),
        ("courses", "0002_inside_one_dossier"),
        ("personnel", "0001_people_and_vault"),
    ]

    operations = [
        *[view(name) for name in COLUMNS],
        migrations.RunSQL(FIGURES, "DROP VIEW public_figures"),
        migrations.RunSQL(BY_CERTIFICATE, "DROP FUNCTION person_by_certificate(text)"),
    ]
