"""Uploaded files: storing one by its content, and handing it out again so that nothing in it can run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_noop

from filing_platform import clock
from filing_platform.errors import BadInput, Refused
from institutions import scanning
from institutions.models import Blob, ScanState
from institutions.sniffing import ENDINGS, kind_of

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120


def store(upload: UploadedFile) -> Blob:
    """Keep an upload, once for each content; BadInput when it is empty, too large or not what may be filed."""
    if not upload.size:
        raise BadInput("file_empty", gettext_noop("This file is empty. Choose another."))
    if upload.size > MOST_BYTES:
        raise BadInput("file_too_large", gettext_noop("This file is larger than 20 MB. Scan it in grey or at 200 dpi."))
    content = upload.read()
    kind = kind_of(content)
    sha256 = hashlib.sha256(content).hexdigest()
    known = Blob.objects.filter(sha256=sha256).first()
    if known is not None and default_storage.exists(str(known.file.name)):
        if known.scan_state == ScanState.INFECTED:
            raise BadInput("file_harmful", gettext_noop("A virus was found in this file. Choose a clean copy."))
        scanning.ask_for(known)
        return known
    name = _write(sha256, content)
    first = {
        "size": len(content),
        "content_type": kind.content_type,
        "pages": kind.pages,
        "scan_state": scanning.first_state(),
        "file": name,
        "created_at": clock.now(),
    }
    blob, _created = Blob.objects.update_or_create(sha256=sha256, defaults={"file": name}, create_defaults=first)
    scanning.ask_for(blob)
    return blob


def safe_name(name: str, content_type: str) -> str:
    """A file name that is only a name: no folders, no control or direction marks, the ending of its content."""
    printable = plain_name(name)
    stem = re.sub(r'[<>:"|?*\s]+', " ", printable.rsplit(".", 1)[0] if "." in printable else printable).strip(" .")
    return (stem[:LONGEST_NAME] or "document") + ENDINGS[content_type]


def plain_name(name: str) -> str:
    """The last part of a path, without control and direction marks that would make it look like another."""
    base = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    return "".join(character for character in base if unicodedata.category(character)[0] != "C")


def attachment(blob: Blob, file_name: str) -> FileResponse:
    """The file as a download: never shown inside the site, never sniffed into another type, never cached.

    Refused while it is looked at for harm, and when it was found harmful.
    """
    if blob.scan_state == ScanState.INFECTED:
        raise Refused("file_harmful", gettext_noop("This file was found to be harmful and is not handed out."))
    if blob.scan_state == ScanState.PENDING and scanning.is_set_up():
        raise Refused(
            "file_being_checked", gettext_noop("This file is still being checked for viruses. Try again in a minute.")
        )
    response = FileResponse(
        blob.file.open("rb"),
        as_attachment=True,
        filename=safe_name(file_name, blob.content_type),
        content_type=blob.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _write(sha256: str, content: bytes) -> str:
    """Write the file under its digest; what a full disk leaves half written is taken away."""
    name = str(PurePosixPath("blobs", sha256[:2], sha256))
    if default_storage.exists(name):
        default_storage.delete(name)
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        default_storage.delete(name)
        raise Refused("file_not_kept", gettext_noop("The file could not be kept. Try again in a moment.")) from error
