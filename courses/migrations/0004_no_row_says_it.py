"""Reads the rows that were there before, while others read and write."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_what_no_row_may_say")]

    operations = [
        ValidateConstraint("course", "course_price"),
        ValidateConstraint("course", "course_months_per_payment"),
        ValidateConstraint("course", "course_lesson_count"),
        ValidateConstraint("course", "course_lesson_minutes"),
        ValidateConstraint("course", "course_class_size"),
        ValidateConstraint("course", "course_hours_per_payment"),
        ValidateConstraint("lesson", "lesson_minutes"),
    ]
