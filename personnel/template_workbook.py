"""The template workbook: text columns with drop-downs, a sheet that explains them with examples, and the countries."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.worksheet import Worksheet

from institutions.workbooks.columns import Column
from institutions.workbooks.wording import reads_english
from personnel import nationalities
from personnel.columns import COLUMNS
from personnel.models import Employment, IdentityKind, PersonRole, Sex
from personnel.wording import WORDING

# More than any institution has people.
ROWS = 100_000
WIDTHS = {
    "name": 14,
    "identity_number": 24,
    "certificate_number": 24,
    "identity_kind": 24,
    "subjects": 24,
    "stages": 18,
}
EXAMPLES = {
    "zh": (
        "李明",
        "男",
        "中国",
        "居民身份证",
        "110000199001010013",
        "20151100141000123",
        "语文、数学",
        "小学、初中",
        "教师",
        "专职",
    ),
    "en": ("Li Ming", "male", "China", "resident identity card", "110000199001010013", "20151100141000123")
    + ("Chinese, mathematics", "primary, junior secondary", "teacher", "full time"),
}


def write(language: str) -> io.BytesIO:
    """The template with headings, drop-downs and explanations in this language."""
    content = io.BytesIO()
    with override(language), xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        heading = book.add_format({"bold": True, "num_format": "@", "bg_color": "#E9F0FC", "bottom": 1})
        sheet = book.add_worksheet(_("Personnel"))
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS.get(column.name, 14), text)
            sheet.write_string(0, place, _heading(column), heading)
            if offered := _offered(column.name):
                sheet.data_validation(1, place, ROWS, place, offered)
        sheet.freeze_panes(1, 1)
        _explain(book.add_worksheet(_("How to fill in")), heading, text)
        _name_countries(book.add_worksheet(_("Countries")), heading)
    content.seek(0)
    return content


def _heading(column: Column) -> str:
    return WORDING.column_label(column.name) + ("*" if column.required else "")


def _offered(column: str) -> dict[str, object] | None:
    """The drop-down of a column of one word; a note beside the cell where there may be several."""
    if column == "nationality":
        return {
            "validate": "list",
            "source": f"='{_('Countries')}'!$A$2:$A${len(nationalities.choices()) + 1}",
            # The two letters are taken as well: asked, not refused.
            "error_type": "warning",
            "error_title": _("Not in the list"),
            "error_message": _("Choose a country from the list, or keep what you typed if it is its two letters."),
        }
    if column in ("subjects", "stages"):
        return {"validate": "any", "input_title": WORDING.column_label(column), "input_message": _help(column)[:255]}
    chosen = {"sex": Sex, "identity_kind": IdentityKind, "role": PersonRole, "employment": Employment}.get(column)
    if chosen is None and column != "in_service":
        return None
    words = [str(label) for label in chosen.labels] if chosen else [_("no"), _("yes")]
    return {"validate": "list", "source": words, "error_title": _("Choose from the list")}


def _explain(sheet: Worksheet, heading: object, text: object) -> None:
    language = "en" if reads_english() else "zh"
    example = dict(zip((column.name for column in COLUMNS), EXAMPLES[language], strict=False))
    example |= {"employed_from": "2019-09-01", "in_service": _("no")}
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 90)
    sheet.set_column(3, 3, 28, text)
    for place, title in enumerate((_("Column"), _("Needed"), _("What stands there"), _("Example"))):
        sheet.write_string(0, place, title, heading)
    for line, column in enumerate(COLUMNS, 1):
        needed = _("always") if column.required else _("where there is something to say")
        if column.name in ("subjects", "stages"):
            needed = _("of teachers")
        cells = (_heading(column), needed, _help(column.name), example.get(column.name, ""))
        for place, value in enumerate(cells):
            sheet.write_string(line, place, value)
    sheet.write_string(
        len(COLUMNS) + 2, 0, _("All rows go in or none; the page then tells every problem by row and column.")
    )


def _name_countries(sheet: Worksheet, heading: object) -> None:
    sheet.set_column(0, 0, 36)
    sheet.freeze_panes(1, 0)
    for line, words in enumerate([(_("Country"), _("Two letters")), *((n, c) for c, n in nationalities.choices())]):
        for place, word in enumerate(words):
            sheet.write_string(line, place, word, *([heading] if line == 0 else []))


def _help(column: str) -> str:
    if column in ("sex", "identity_kind", "role", "employment", "nationality", "in_service"):
        return _("One of: %(words)s") % {"words": WORDING.allowed(column)}
    if column in ("subjects", "stages"):
        return _("One or several, separated by commas: %(words)s") % {"words": WORDING.allowed(column)}
    return {
        "name": _("As on the identity document"),
        "identity_number": _("As text, all characters; the platform keeps it encrypted and never publishes it"),
        "certificate_number": _("The 17 digits of the teacher qualification certificate, as text"),
        "employed_from": _("Year, month and day"),
        "education": _("Of foreign personnel: schools and degrees"),
        "work": _("Of foreign personnel: earlier posts"),
        "teaching": _("Of foreign personnel: what they taught, where and how long"),
    }[column]
