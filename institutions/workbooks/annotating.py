"""The workbook handed back with its problems marked; written by a process of its own."""

from __future__ import annotations

import logging
import tempfile
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.utils.translation import override

from institutions.models.workbooks import WorkbookProblem
from institutions.workbooks import child, strongbox
from institutions.workbooks.wording import Wording, reads_english

log = logging.getLogger(__name__)


def annotate(workbook: Any, room: str, wording: Wording, language: str) -> None:
    """Keep the annotated workbook, worded in the filer's language; the errors stand on the page without it too."""
    with tempfile.TemporaryFile() as remarks, tempfile.TemporaryFile() as kept, override(language):
        for error in workbook.errors.exclude(row=0).order_by("row", "pk").iterator():
            remarks.write(f"{error.row}\t{error.column}\t{_sentence(wording, error)}\n".encode())
        remarks.seek(0)
        name = uuid4().hex
        try:
            with workbook.file.open("rb") as file:
                pieces = child.annotate(room, file, remarks, "en" if reads_english() else "zh")
                kept.writelines(strongbox.locked(pieces))
            kept.seek(0)
            workbook.annotated.save(name, File(kept), save=False)
        except (child.ChildDiedError, child.ChildLimitError, OSError) as failure:
            # What a full disk leaves half written goes too.
            workbook.annotated.storage.delete(workbook.annotated.field.generate_filename(workbook, name))
            log.warning("import %s has no annotated workbook: %s", workbook.pk, failure)
            return
    type(workbook)._default_manager.filter(pk=workbook.pk).update(annotated=workbook.annotated.name)


def _sentence(wording: Wording, error: WorkbookProblem) -> str:
    return f"{wording.column_label(error.column)}: {wording.said_of(error)}"
