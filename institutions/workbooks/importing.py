"""The import of a workbook: handed in, read and checked by a job, applied as a whole or not at all.

A first workbook goes in at once. When the dossier has rows of its kind already, the job says what would change and
the filer decides; deciding reads the file again, so that nothing half done is kept in between.
"""

from __future__ import annotations

import hashlib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import get_language, gettext_noop, override

from accounts.models import User
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, Refused
from institutions.documents import plain_name
from institutions.editing import require_editable
from institutions.models import Dossier
from institutions.models.workbooks import WorkbookImport, WorkbookProblem
from institutions.workbooks import child, strongbox
from institutions.workbooks.annotating import annotate
from institutions.workbooks.changes import Changes
from institutions.workbooks.taking import Taking
from institutions.workbooks.wording import Wording
from jobs import running
from jobs.models import Job

MAX_SIZE = 50 * 1024 * 1024
Tell = Callable[[int, int], None]


class Importing(ABC):
    """The import of one kind of workbook. Its room says how rows are staged, compared and merged."""

    # Of its jobs.
    kind: str
    # Where its reading and annotating processes are.
    room: str
    model: type[WorkbookImport]
    wording: Wording

    @abstractmethod
    def staging(self, workbook: WorkbookImport, tell: Tell) -> AbstractContextManager[Taking]:
        """An empty staging, gone when the block ends."""

    def problems(self, taking: Any, workbook: WorkbookImport, dossier: Dossier) -> Sequence[WorkbookProblem]:
        """What only the materials show to be wrong in right rows; told together with what the reading found."""
        return ()

    @abstractmethod
    def changes(self, taking: Any, dossier: Dossier) -> Changes:
        """What the staged rows would change, under the dossier's lock."""

    @abstractmethod
    def removed_names(self, taking: Any, dossier: Dossier) -> list[str]:
        """Names of the first rows of the dossier that the workbook no longer has."""

    @abstractmethod
    def merge(self, taking: Any, dossier: Dossier, *, keep_missing: bool) -> None:
        """Make the dossier's rows those of the workbook; `keep_missing` leaves those that it does not name."""

    def start(self, dossier: Dossier, upload: UploadedFile | File, user: User | None) -> Any:
        """Keep the workbook and queue its reading.

        Refused once the dossier is sealed or when there is no room to keep it; BadInput when it is too large.
        """
        require_editable(dossier)
        if (upload.size or 0) > MAX_SIZE:
            raise BadInput(
                "file_too_large",
                gettext_noop(
                    "The file is larger than %(limit)s MB. Split the workbook, or take out pictures and formats."
                ),
                {"limit": MAX_SIZE // 1024**2},
            )
        workbook = self.model(
            dossier=dossier,
            file_name=plain_name(str(upload.name))[-200:],
            size=upload.size or 0,
            uploaded_by=user.pk if user else 0,
            uploaded_at=clock.now(),
        )
        _keep(upload, workbook)
        try:
            with transaction.atomic():
                # Two uploads at once: the later one finds the other and takes its place.
                require_editable(_locked(dossier.pk))
                self.discard_unapplied(dossier)
                workbook.save()
                self._enqueue(workbook, user, apply=False, keep_missing=False)
        except Refused:
            _discard_files(workbook)
            raise
        return workbook

    def confirm(self, workbook: WorkbookImport, user: User | None, *, keep_missing: bool) -> None:
        """Queue what the filer decided: the workbook's rows are the dossier's, those it does not name go or stay."""
        with transaction.atomic():
            workbook = self._workbooks.select_for_update().get(pk=workbook.pk)
            job = job_of(workbook)
            if workbook.applied_at or workbook.error_count or job is None or job.is_open or not workbook.file:
                raise Conflict(
                    "import_not_waiting", gettext_noop("There is nothing to confirm any more: open the page anew.")
                )
            self._enqueue(workbook, user, apply=True, keep_missing=keep_missing)

    def newest(self, dossier: Dossier) -> Any:
        """The workbook handed in last, or None."""
        return self._workbooks.filter(dossier=dossier).order_by("-uploaded_at", "-pk").first()

    def discard_unapplied(self, dossier: Dossier) -> None:
        """Forget workbooks of the dossier that were not applied: a new one takes their place."""
        for workbook in self._workbooks.filter(dossier=dossier, applied_at=None):
            workbook.delete()
            transaction.on_commit(partial(_discard_files, workbook))

    def run(self, job: Job) -> dict[str, Any]:
        """Read, check, and apply or say what would change. Done again from the start when a worker died on it."""
        workbook = self._workbooks.select_related("dossier__filing").filter(pk=job.subject).first()
        if workbook is None:
            return {}
        if workbook.applied_at:
            # A worker that died right after it applied it has left the file.
            _discard_files(workbook)
            return {}
        workbook.errors.all().delete()
        try:
            with self.staging(workbook, lambda done, total: running.progress(job, done, total, "reading")) as taking:
                with workbook.file.open("rb") as kept:
                    taking.take(child.read(self.room, kept, clock.today()))
                _note_reading(workbook, taking)
                running.progress(job, taking.rows, taking.rows, "checking")
                with transaction.atomic():
                    self._finish(job, workbook, taking)
        except child.ChildLimitError as refusal:
            _refuse(workbook, refusal.code)
        except (DatabaseError, FileNotFoundError):
            if self._workbooks.filter(pk=workbook.pk).exists():
                raise
            # A newer workbook took its place while it was being read.
            return {}
        if workbook.error_count and workbook.rows:
            running.progress(job, workbook.rows, workbook.rows, "annotating")
            annotate(workbook, self.room, self.wording, _language_of(job))
        return {"rows": workbook.rows, "errors": workbook.error_count, "applied": workbook.applied_at is not None}

    @property
    def _workbooks(self) -> Any:
        return self.model._default_manager

    def _finish(self, job: Job, workbook: WorkbookImport, taking: Taking) -> None:
        """Under the dossier's lock: nothing is sealed, edited or applied twice meanwhile."""
        dossier = _locked(workbook.dossier_id)
        if not self._workbooks.filter(pk=workbook.pk, applied_at=None).exists():
            return
        if dossier.is_sealed or not dossier.filing.is_editable:
            _refuse(workbook, "dossier_sealed")
            return
        if not _still_files(job, dossier):
            _refuse(workbook, "no_longer_files")
            return
        if not taking.refused:
            with override(_language_of(job)):
                _add_errors(workbook, self.problems(taking, workbook, dossier))
        if not workbook.error_count:
            changes = self.changes(taking, dossier)
            if _is_settled(job, workbook, changes):
                self._apply(job, workbook, dossier, taking)
            workbook.new, workbook.changed = changes.new, changes.changed
            workbook.removed, workbook.unchanged = changes.removed, changes.unchanged
            workbook.removed_names = [] if workbook.applied_at else self.removed_names(taking, dossier)
        workbook.save()

    def _apply(self, job: Job, workbook: WorkbookImport, dossier: Dossier, taking: Taking) -> None:
        self.merge(taking, dossier, keep_missing=bool(job.arguments.get("keep_missing")))
        Dossier.objects.filter(pk=dossier.pk).update(changed_at=clock.now())
        workbook.applied_at = clock.now()
        transaction.on_commit(lambda: _discard_files(workbook))

    def _enqueue(self, workbook: WorkbookImport, user: User | None, *, apply: bool, keep_missing: bool) -> None:
        job = running.enqueue(
            self.kind,
            workbook.pk,
            user.pk if user else None,
            {"apply": apply, "keep_missing": keep_missing, "language": get_language()},
        )
        workbook.job_id = job.pk
        workbook.save(update_fields=["job_id"])


def job_of(workbook: WorkbookImport) -> Job | None:
    """The latest work on this workbook."""
    return Job.objects.filter(pk=workbook.job_id).first()


def _add_errors(workbook: Any, errors: Sequence[WorkbookProblem]) -> None:
    workbook.errors.bulk_create(errors)
    workbook.error_count += len(errors)


def _still_files(job: Job, dossier: Dossier) -> bool:
    """Who sent the workbook may have been let go while it waited; one from the command line is nobody's."""
    members = dossier.filing.institution.memberships
    return job.requested_by is None or members.filter(user=job.requested_by).exists()


def _locked(dossier_id: int) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).select_related("filing").get(pk=dossier_id)


def _language_of(job: Job) -> str:
    """Of whoever handed the workbook in."""
    return job.arguments.get("language") or "zh-hans"


def _is_settled(job: Job, workbook: WorkbookImport, changes: Changes) -> bool:
    """A first workbook is; another when the filer confirmed exactly these changes."""
    seen = Changes(workbook.new, workbook.changed, workbook.removed, workbook.unchanged)
    return changes.first or (bool(job.arguments.get("apply")) and changes == seen)


def _note_reading(workbook: Any, taking: Taking) -> None:
    workbook.rows, workbook.error_count, workbook.ignored_columns = taking.rows, taking.errors, taking.ignored
    if taking.refused:
        workbook.errors.exclude(row=0).delete()
        workbook.rows, workbook.error_count = 0, 1
    workbook.save(update_fields=["rows", "error_count", "ignored_columns"])


def _refuse(workbook: Any, code: str) -> None:
    """The whole workbook is refused for one reason."""
    workbook.errors.all().delete()
    workbook.errors.create(row=0, code=code)
    workbook.rows, workbook.error_count = 0, 1
    workbook.save(update_fields=["rows", "error_count"])


def _discard_files(workbook: WorkbookImport) -> None:
    for file in (workbook.file, workbook.annotated):
        if file.name:
            file.storage.delete(file.name)


def _keep(upload: UploadedFile | File, workbook: WorkbookImport) -> None:
    """Keep the workbook encrypted; what a full disk leaves half written is taken away."""
    digest, name = hashlib.sha256(), uuid4().hex
    try:
        with tempfile.TemporaryFile() as kept:
            kept.writelines(strongbox.locked(_hashed(upload, digest)))
            kept.seek(0)
            workbook.file.save(name, File(kept), save=False)
    except OSError as error:
        workbook.file.storage.delete(workbook.file.field.generate_filename(workbook, name))
        raise Refused("file_not_kept", gettext_noop("The file could not be kept. Try again in a moment.")) from error
    workbook.sha256 = digest.hexdigest()


def _hashed(upload: UploadedFile | File, digest: Any) -> Iterator[bytes]:
    for piece in upload.chunks(strongbox.PIECE):
        digest.update(piece)
        yield piece
