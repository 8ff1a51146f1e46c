"""Composite foreign keys: what a course, a lesson or a teacher points at is of the same dossier."""

from django.db import migrations

KEYS = [
    ("courses_course", "platform_id", "institutions_platform", "ON DELETE SET NULL (platform_id)"),
    ("courses_lesson", "course_id", "courses_course", "ON DELETE CASCADE"),
    ("courses_courseteacher", "course_id", "courses_course", "ON DELETE CASCADE"),
    ("courses_courseteacher", "person_id", "personnel_person", "ON DELETE CASCADE"),
]


def statement(table: str, column: str, target: str, on_delete: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_dossier"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (dossier_id, {column})"
        f" REFERENCES {target} (dossier_id, id) {on_delete} DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_courses")]

    operations = [statement(*key) for key in KEYS]
