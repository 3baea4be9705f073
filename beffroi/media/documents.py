"""Takes a PDF as it is: neither its text nor who wrote it is touched. Pure but for the file."""

from __future__ import annotations

from pathlib import Path, PurePath

from beffroi.media.problems import FileRefused, Problem

#: LinkedIn's bound, the one network that takes documents (see its limits).
UPLOAD_BYTES_MAX = 100_000_000
MEDIA_TYPE = "application/pdf"
TITLE_MAX = 200
# A reader looks for the end mark in the last kilobyte (ISO 32000-1, H.3, note 18).
_TAIL_BYTES = 1024


def check(path: Path) -> None:
    """Raise FileRefused when a document is not whole."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        if b"%%EOF" not in file.read():
            raise FileRefused(Problem.CUT_SHORT)


def title_of(name: str) -> str:
    """Return what to call a document, from its file's name."""
    return PurePath(name).stem.replace("_", " ").strip()[:TITLE_MAX]
