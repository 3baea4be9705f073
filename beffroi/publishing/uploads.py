"""Pictures that come with a request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.media.actions import add_image
from beffroi.media.pictures import UPLOAD_BYTES_MAX, ImageRefused, Problem
from beffroi.publishing.forms import IMAGES_MAX
from beffroi.publishing.messages import explain_image
from beffroi.workspaces.access import WorkspaceRequest


@dataclass(frozen=True, slots=True)
class Uploads:
    """The pictures that were kept, and a sentence for each one that was not."""

    ids: list[uuid.UUID] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def keep_uploads(request: WorkspaceRequest, *, now: datetime) -> Uploads:
    """Keep the pictures sent as `upload`, beside those that the form holds already."""
    kept = Uploads()
    files = request.FILES.getlist("upload")
    room = max(0, IMAGES_MAX - len(set(request.POST.getlist("image"))))
    for upload in files[:room]:
        try:
            image = add_image(
                workspace=request.workspace, actor=request.user, upload=_read(upload), now=now
            )
        except ImageRefused as refused:
            kept.errors.append(explain_image(refused, name=upload.name or _("This file")))
        else:
            kept.ids.append(image.pk)
    if files[room:]:
        kept.errors.append(_too_many(len(files[room:])))
    return kept


def _read(upload: UploadedFile[bytes]) -> bytes:
    if (upload.size or 0) > UPLOAD_BYTES_MAX:
        raise ImageRefused(Problem.TOO_HEAVY)
    content: bytes = upload.read()
    return content


def _too_many(left_out: int) -> str:
    return ngettext(
        "A post holds %(limit)s pictures at most: %(count)s was left out.",
        "A post holds %(limit)s pictures at most: %(count)s were left out.",
        left_out,
    ) % {"limit": IMAGES_MAX, "count": left_out}
