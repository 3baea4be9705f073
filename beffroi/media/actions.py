"""What a person does with pictures."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError
from django.db.models import ProtectedError

from beffroi.media.models import Image
from beffroi.media.pictures import ENCODED_BYTES_MAX, SIDE_MAX, prepare
from beffroi.workspaces.models import User, Workspace


def add_image(
    *,
    workspace: Workspace,
    actor: User | None,
    upload: bytes,
    now: datetime,
    side_max: int = SIDE_MAX,
    bytes_max: int = ENCODED_BYTES_MAX,
) -> Image:
    """Keep a picture. Raises ImageRefused; the file is on disk before the row names it."""
    picture = prepare(upload, side_max=side_max, bytes_max=bytes_max)
    image = Image(
        workspace=workspace,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size_bytes=len(picture.content),
        added_by=actor,
        added_at=now,
    )
    image.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(image.path, picture.content)
    _write(image.thumbnail_path, picture.thumbnail)
    image.save(force_insert=True)
    return image


def remove_images(images: Iterable[Image]) -> int:
    """Remove pictures that nothing names any more, rows first, then files. Return how many.

    One that is named again meanwhile stays.
    """
    removed = 0
    for image in images:
        files = (image.path, image.thumbnail_path)
        try:
            image.delete()
        except (ProtectedError, IntegrityError):
            continue
        removed += 1
        for path in files:
            path.unlink(missing_ok=True)
    return removed


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
