"""The import of a personnel workbook: handed in, read and checked by a job, applied as a whole or not at all.

A first workbook goes in at once. When the dossier names people already, the job says what would change and the
filer decides; deciding reads the file again, so that nothing half done is kept in between.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import get_language, gettext_noop

from accounts.models import User
from filing_platform import clock
from filing_platform.errors import BadInput, Conflict, Refused
from institutions.documents import plain_name
from institutions.editing import require_editable
from institutions.models import Dossier
from jobs import running
from jobs.models import Job
from personnel import child, merging, strongbox
from personnel.annotating import annotate
from personnel.merging import Changes
from personnel.models import PersonnelImport, WorkbookError
from personnel.staging import Staging, staging_table

KIND = "personnel_import"
MAX_SIZE = 50 * 1024 * 1024


def start(dossier: Dossier, upload: UploadedFile | File, user: User | None) -> PersonnelImport:
    """Keep the workbook and queue its reading.

    Refused once the dossier is sealed or when there is no room to keep it; BadInput when it is too large.
    """
    require_editable(dossier)
    if (upload.size or 0) > MAX_SIZE:
        raise BadInput(
            "file_too_large",
            gettext_noop("The file is larger than %(limit)s MB. Split the workbook, or take out pictures and formats."),
            {"limit": MAX_SIZE // 1024**2},
        )
    workbook = PersonnelImport(
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
            discard_unapplied(dossier)
            workbook.save()
            _enqueue(workbook, user, apply=False, keep_missing=False)
    except Refused:
        _discard_files(workbook)
        raise
    return workbook


def confirm(workbook: PersonnelImport, user: User | None, *, keep_missing: bool) -> None:
    """Queue what the filer decided: the workbook's people are the dossier's, those it does not name go or stay."""
    with transaction.atomic():
        workbook = PersonnelImport.objects.select_for_update().get(pk=workbook.pk)
        job = job_of(workbook)
        if workbook.applied_at or workbook.error_count or job is None or job.is_open or not workbook.file:
            raise Conflict(
                "import_not_waiting", gettext_noop("There is nothing to confirm any more: open the page anew.")
            )
        _enqueue(workbook, user, apply=True, keep_missing=keep_missing)


def job_of(workbook: PersonnelImport) -> Job | None:
    """The latest work on this workbook."""
    return Job.objects.filter(pk=workbook.job_id).first()


def newest(dossier: Dossier) -> PersonnelImport | None:
    """The workbook handed in last."""
    return dossier.personnel_imports.order_by("-uploaded_at", "-pk").first()


def discard_unapplied(dossier: Dossier) -> None:
    """Forget workbooks of the dossier that were not applied: a new one takes their place."""
    for workbook in dossier.personnel_imports.filter(applied_at=None):
        workbook.delete()
        transaction.on_commit(partial(_discard_files, workbook))


@running.runner(KIND)
def run(job: Job) -> dict[str, Any]:
    """Read, check, and apply or say what would change. Done again from the start when a worker died on it."""
    workbook = PersonnelImport.objects.select_related("dossier__filing").filter(pk=job.subject).first()
    if workbook is None:
        return {}
    if workbook.applied_at:
        # A worker that died right after it applied it has left the file.
        _discard_files(workbook)
        return {}
    workbook.errors.all().delete()
    try:
        with staging_table() as cursor:
            staging = Staging(cursor, workbook, lambda done, total: running.progress(job, done, total, "reading"))
            with workbook.file.open("rb") as kept:
                staging.take(child.read(kept, clock.today()))
            _note_reading(workbook, staging)
            running.progress(job, staging.rows, staging.rows, "checking")
            with transaction.atomic():
                _finish(job, workbook, cursor)
    except child.ChildLimitError as refusal:
        _refuse(workbook, refusal.code)
    except (DatabaseError, FileNotFoundError):
        if PersonnelImport.objects.filter(pk=workbook.pk).exists():
            raise
        # A newer workbook took its place while it was being read.
        return {}
    if workbook.error_count and workbook.rows:
        running.progress(job, workbook.rows, workbook.rows, "annotating")
        annotate(workbook, job.arguments.get("language", "zh-hans"))
    return {"rows": workbook.rows, "errors": workbook.error_count, "applied": workbook.applied_at is not None}


def _finish(job: Job, workbook: PersonnelImport, cursor: Any) -> None:
    """Under the dossier's lock: nothing is sealed, edited or applied twice meanwhile."""
    # Sorting and joining a hundred thousand rows in memory; it falls back with the transaction.
    cursor.execute("SET LOCAL work_mem = '64MB'")
    dossier = _locked(workbook.dossier_id)
    if not PersonnelImport.objects.filter(pk=workbook.pk, applied_at=None).exists():
        return
    if dossier.is_sealed or not dossier.filing.is_editable:
        _refuse(workbook, "dossier_sealed")
        return
    if not _still_files(job, dossier):
        _refuse(workbook, "no_longer_files")
        return
    if not workbook.error_count:
        changes = merging.find_changes(cursor, dossier)
        if _is_settled(job, workbook, changes):
            _apply(job, workbook, dossier, cursor)
        workbook.new, workbook.changed = changes.new, changes.changed
        workbook.removed, workbook.unchanged = changes.removed, changes.unchanged
        workbook.removed_names = [] if workbook.applied_at else merging.removed_names(dossier)
    workbook.save()


def _still_files(job: Job, dossier: Dossier) -> bool:
    """Who sent the workbook may have been let go while it waited; one from the command line is nobody's."""
    members = dossier.filing.institution.memberships
    return job.requested_by is None or members.filter(user=job.requested_by).exists()


def _is_settled(job: Job, workbook: PersonnelImport, changes: Changes) -> bool:
    """A first workbook is; another when the filer confirmed exactly these changes."""
    seen = Changes(workbook.new, workbook.changed, workbook.removed, workbook.unchanged)
    return changes.first or (bool(job.arguments.get("apply")) and changes == seen)


def _apply(job: Job, workbook: PersonnelImport, dossier: Dossier, cursor: Any) -> None:
    merging.merge(cursor, dossier, keep_missing=bool(job.arguments.get("keep_missing")))
    Dossier.objects.filter(pk=dossier.pk).update(changed_at=clock.now())
    workbook.applied_at = clock.now()
    transaction.on_commit(lambda: _discard_files(workbook))


def _note_reading(workbook: PersonnelImport, staging: Staging) -> None:
    workbook.rows, workbook.error_count, workbook.ignored_columns = staging.rows, staging.errors, staging.ignored
    if staging.refused:
        workbook.errors.exclude(row=0).delete()
        workbook.rows, workbook.error_count = 0, 1
    workbook.save(update_fields=["rows", "error_count", "ignored_columns"])


def _refuse(workbook: PersonnelImport, code: str) -> None:
    """The whole workbook is refused for one reason."""
    workbook.errors.all().delete()
    WorkbookError.objects.create(personnel_import=workbook, row=0, code=code)
    workbook.rows, workbook.error_count = 0, 1
    workbook.save(update_fields=["rows", "error_count"])


def _enqueue(workbook: PersonnelImport, user: User | None, *, apply: bool, keep_missing: bool) -> None:
    job = running.enqueue(
        KIND,
        workbook.pk,
        user.pk if user else None,
        {"apply": apply, "keep_missing": keep_missing, "language": get_language()},
    )
    workbook.job_id = job.pk
    workbook.save(update_fields=["job_id"])


def _discard_files(workbook: PersonnelImport) -> None:
    for file in (workbook.file, workbook.annotated):
        if file.name:
            file.storage.delete(file.name)


def _locked(dossier_id: int) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).select_related("filing").get(pk=dossier_id)


def _keep(upload: UploadedFile | File, workbook: PersonnelImport) -> None:
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
