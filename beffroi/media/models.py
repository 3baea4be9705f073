from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from beffroi.networks.contracts import MediaKind
from beffroi.workspaces.models import User, Workspace


class MediaFile(models.Model):
    """One file that a person gave us for a post. It bears its random id on disk, no name.

    Pictures are encoded anew, videos wrapped anew; a document stays as it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, default=MediaKind.IMAGE.value)
    media_type = models.CharField(max_length=20)
    #: In pixels as it is shown, upright; 0 for a document.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    #: Of a video.
    seconds = models.FloatField(null=True, blank=True)
    #: A document's name, without its ending.
    title = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="file_kind_known", condition=Q(kind__in=[kind.value for kind in MediaKind])
            ),
            models.CheckConstraint(
                name="what_is_seen_has_pixels",
                condition=Q(kind=MediaKind.DOCUMENT.value) | Q(width__gt=0, height__gt=0),
            ),
            models.CheckConstraint(
                name="a_video_has_a_length",
                condition=~Q(kind=MediaKind.VIDEO.value) | Q(seconds__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.width}×{self.height}"

    @property
    def path(self) -> Path:
        return _folder(self.pk) / str(self.pk)

    @property
    def thumbnail_path(self) -> Path:
        """A small picture of it; a document has none."""
        return _folder(self.pk) / f"{self.pk}.thumbnail"

    @property
    def shows(self) -> MediaKind:
        return MediaKind(self.kind)

    @property
    def is_picture(self) -> bool:
        return self.shows is MediaKind.IMAGE

    @property
    def is_video(self) -> bool:
        return self.shows is MediaKind.VIDEO

    @property
    def is_document(self) -> bool:
        return self.shows is MediaKind.DOCUMENT


def _folder(file_id: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / str(file_id)[:2]
