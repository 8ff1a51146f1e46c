"""Writes a personnel workbook again with its problems marked, in a process of its own: see the module it runs."""

from institutions.workbooks import annotated
from personnel.columns import HEADINGS

if __name__ == "__main__":
    annotated.run(HEADINGS)
