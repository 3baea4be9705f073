"""Takes an archive from a browser: straight to the disk, piece by piece, and never in memory."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from beffroi.archives.actions import CannotImport
from beffroi.archives.containers.limits import UPLOAD_BYTES_MAX, Problem


class ArchiveUploadHandler(TemporaryFileUploadHandler):
    """Writes the file to the disk up to our limit; `problem` says why it stopped, if it did."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.problem = ""
        self._received_bytes = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the one file."""
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._stop(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one piece."""
        self._received_bytes += len(raw_data)
        if self._received_bytes > UPLOAD_BYTES_MAX:
            self.problem = Problem.TOO_LARGE.value
            raise StopUpload
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._stop(error)

    def _stop(self, error: OSError) -> None:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise error
        self.problem = "disk_full"
        raise StopUpload from error


def uploaded(request: HttpRequest, handler: ArchiveUploadHandler) -> tuple[Path, str]:
    """Return where the uploaded file lies and how it was called. Raises CannotImport."""
    file = request.FILES.get("archive")
    if handler.problem:
        raise CannotImport(handler.problem)
    if not isinstance(file, TemporaryUploadedFile):
        raise CannotImport("none")
    file.flush()
    return Path(file.temporary_file_path()), file.name or ""
