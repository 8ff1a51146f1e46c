"""Writes a course workbook again with its problems marked, in a process of its own: see the module it runs."""

from courses.columns import HEADINGS
from institutions.workbooks import annotated

if __name__ == "__main__":
    annotated.run(HEADINGS)
