"""What is said of each thing that can be wrong in a workbook, and how to mend it, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from institutions.models.workbooks import WorkbookProblem
from institutions.workbooks.columns import Column

PHASES: Final = {
    "": _("Waiting for its turn"),
    "reading": _("Reading the workbook"),
    "checking": _("Checking and putting in"),
    "annotating": _("Marking the problems in the workbook"),
}
WHOLE_FILE: Final = {
    "file_empty": _("The file is empty (0 bytes). Save the workbook again and choose it once more."),
    "file_broken": _("The file is damaged and cannot be opened. Open it in the spreadsheet program and save it anew."),
    "is_picture": _("This is a picture, not a workbook, whatever its name says. Choose the .xlsx or .csv file."),
    "is_pdf": _("This is a PDF, not a workbook. Choose the .xlsx or .csv file."),
    "is_archive": _("This is an archive, not a workbook. Unpack it and choose the .xlsx or .csv file inside."),
    "is_web_page": _("This is a web page that was saved as a workbook. Open it in Excel and save it as .xlsx."),
    "is_utf16": _("This text file is in UTF-16. Save it as “CSV UTF-8”, or as .xlsx."),
    "not_text": _("This is neither an .xlsx workbook nor a CSV file in UTF-8 or GB18030. Save it as .xlsx."),
    "not_xlsx": _("This kind of workbook is not taken. Open it in the spreadsheet program and save it as .xlsx."),
    "old_excel": _("This is an old Excel file (.xls). Open it in the spreadsheet program and save it as .xlsx."),
    "encrypted": _("The workbook is protected by a password. Save it without a password and choose it again."),
    "has_macros": _("The workbook holds macros. Save it as .xlsx, without macros, and choose it again."),
    "holds_files": _("Other files are packed inside the workbook. Copy its rows into the template and choose that."),
    "too_large_inside": _(
        "The workbook unpacks to more than can be read. Often a cell far to the right or far below was filled or"
        " formatted: copy the rows into the template and choose that."
    ),
    "takes_too_long": _(
        "Reading the workbook took too long and was ended. Copy its rows into the template, or split it."
    ),
    "no_sheet": _("The workbook has no visible sheet. Put the rows on the first sheet and save it again."),
    "no_headings": _(
        "No heading row was found. The first row names the columns, such as %(columns)s: use the template."
    ),
    "columns_missing": _(
        "These columns are missing: %(columns)s. Add them; where there is nothing to say, leave the cell empty."
    ),
    "column_twice": _("The column %(column)s is there twice. Take one of them out."),
    "no_rows": _("There are headings, but nothing below them."),
    "too_many_rows": _(
        "There are more than %(limit)s rows. Check for rows that do not belong there, or split the workbook."
    ),
    "csv_quotes": _(
        "A quotation mark is never closed, or a cell is far too long, near row %(row)s. Mend it, or use .xlsx."
    ),
    "no_longer_files": _("Who sent the workbook no longer files for this institution. Nothing was changed."),
    "dossier_sealed": _("The materials were submitted while the workbook was being read. Nothing was changed."),
    "reading_died": _(
        "Reading the workbook broke off three times. Nothing was changed. Save it anew as .xlsx or CSV and choose it"
        " again; should that not help, copy the rows into the template."
    ),
}
CELLS: Final = {
    "required": _("Must be filled in."),
    "not_in_list": _("Not one of the words that can stand here: %(allowed)s."),
    "too_long": _("Longer than %(limit)s characters. Shorten it."),
    "control_characters": _("Has characters that cannot be seen. Type the text again."),
    "spreadsheet_error": _("Shows an error of a formula. Put the value itself into the cell."),
    "date_form": _("Not a date that can be read. Write year, month and day, for example 2019-09-01."),
    "date_to_come": _("This day has not come yet. Enter the day it happened; today at the latest."),
    "date_range": _("A year before %(from)s or after 2100. Check the date."),
    "repeated": _("Stands in a row above already. Each is named once: take out one of the two rows."),
}


class Wording:
    """The words of one kind of workbook: its columns, what only its cells can have, the words of its closed sets."""

    def __init__(
        self,
        columns: Sequence[Column],
        telling: Sequence[str],
        cells: Mapping[str, str | Promise],
        allowed: Callable[[str], str],
    ) -> None:
        """`telling` are the columns by which such a workbook is known."""
        self._headings = {column.name: column.heading for column in columns}
        self._telling = telling
        self._cells = CELLS | dict(cells)
        self.allowed = allowed

    def column_label(self, column: str) -> str:
        """A column as the workbook's own heading names it, in the reader's language."""
        if not column:
            return ""
        return column.replace("_", " ").capitalize() if reads_english() else self._headings[column]

    def said(self, code: str, column: str, params: dict[str, Any]) -> str:
        """One or two sentences on one kind of error."""
        template: str | Promise = WHOLE_FILE.get(code) or self._cells[code]
        return str(template) % (params | self._values(code, column, params))

    def said_of(self, error: WorkbookProblem) -> str:
        """The same, of one error, and where the other row of a repeated value stands."""
        sentence = self.said(error.code, error.column, error.params)
        if error.code == "repeated":
            return gettext("%(sentence)s (Row %(row)s.)") % {"sentence": sentence, "row": error.params["first"]}
        return sentence

    def _values(self, code: str, column: str, params: dict[str, Any]) -> dict[str, str]:
        if code == "not_in_list":
            return {"allowed": params["allowed"] if "allowed" in params else self.allowed(column)}
        if code == "no_headings":
            return {"columns": listed(self.column_label(name) for name in self._telling)}
        if code == "columns_missing":
            return {"columns": listed(self.column_label(name) for name in params["columns"])}
        return {"column": self.column_label(column)} if code == "column_twice" else {}


def reads_english() -> bool:
    """The reader's language is English, else Chinese."""
    return (get_language() or "").startswith("en")


def listed(parts: Iterable[str]) -> str:
    """One after the other."""
    return pgettext("between the parts of a list", ", ").join(parts)
