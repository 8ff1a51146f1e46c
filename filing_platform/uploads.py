"""Uploads too large for memory go to files without a name, so that a process that is killed leaves none behind."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class UnnamedFileUploadHandler(FileUploadHandler):
    """Streams an upload to a temporary file that goes with the last process that holds it."""

    file: UploadedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file of the form begins."""
        super().new_file(*args, **kwargs)
        unnamed = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the request)
        self.file = UploadedFile(unnamed, self.file_name, self.content_type, 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it."""
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """All of it, ready to be read."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
