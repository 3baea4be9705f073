"""Files that come with a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.media.actions import UPLOAD_BYTES_MAX, add_file
from beffroi.media.models import MediaFile
from beffroi.media.problems import FileRefused
from beffroi.networks.contracts import MediaKind
from beffroi.publishing.file_messages import explain_file
from beffroi.publishing.forms import FILES_MAX
from beffroi.workspaces.access import WorkspaceRequest

#: What one request may bring: the heaviest file, and every picture that a post may hold.
AT_ONCE_BYTES_MAX = max(UPLOAD_BYTES_MAX.values()) + FILES_MAX * UPLOAD_BYTES_MAX[MediaKind.IMAGE]


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files that were kept, and a sentence for each one that was not."""

    files: list[MediaFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def keep_uploads(request: WorkspaceRequest, *, now: datetime) -> Uploads:
    """Keep the files sent as `upload`, beside those that the form holds already."""
    kept = Uploads()
    files = request.FILES.getlist("upload")
    room = max(0, FILES_MAX - len(set(request.POST.getlist("file"))))
    for upload in files[:room]:
        try:
            file = add_file(workspace=request.workspace, actor=request.user, upload=upload, now=now)
        except FileRefused as refused:
            kept.errors.append(explain_file(refused, name=upload.name or _("This file")))
        else:
            kept.files.append(file)
    if files[room:]:
        kept.errors.append(_too_many(len(files[room:])))
    return kept


def _too_many(left_out: int) -> str:
    return ngettext(
        "A post holds %(limit)s files at most: %(count)s was left out.",
        "A post holds %(limit)s files at most: %(count)s were left out.",
        left_out,
    ) % {"limit": FILES_MAX, "count": left_out}
