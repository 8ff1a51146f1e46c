"""The workbook handed back with its problems marked; written by a process of its own."""

from __future__ import annotations

import logging
import tempfile

from django.core.files.base import File
from django.utils.translation import override

from personnel import child, strongbox, wording
from personnel.models import PersonnelImport, WorkbookError

log = logging.getLogger(__name__)


def annotate(workbook: PersonnelImport, language: str) -> None:
    """Keep the annotated workbook, worded in the filer's language; the errors stand on the page without it too."""
    with tempfile.TemporaryFile() as remarks, tempfile.TemporaryFile() as kept, override(language):
        for error in workbook.errors.exclude(row=0).order_by("row", "pk").iterator():
            remarks.write(f"{error.row}\t{error.column}\t{_sentence(error)}\n".encode())
        remarks.seek(0)
        try:
            with workbook.file.open("rb") as file:
                kept.writelines(strongbox.locked(child.annotate(file, remarks, _short(language))))
        except (child.ChildDiedError, child.ChildLimitError) as failure:
            log.warning("import %s has no annotated workbook: %s", workbook.pk, failure)
            return
        kept.seek(0)
        workbook.annotated.save("annotated", File(kept), save=False)
    PersonnelImport.objects.filter(pk=workbook.pk).update(annotated=workbook.annotated.name)


def _short(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


def _sentence(error: WorkbookError) -> str:
    return f"{wording.column_label(error.column)}: {wording.said_of(error)}"
