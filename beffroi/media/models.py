from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

from beffroi.workspaces.models import User, Workspace


class Image(models.Model):
    """One picture that a person gave us, re-encoded. Its file bears its random id, no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="images")
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="image_has_pixels", condition=models.Q(width__gt=0, height__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.width}×{self.height}"

    @property
    def path(self) -> Path:
        return _folder(self.pk) / str(self.pk)

    @property
    def thumbnail_path(self) -> Path:
        return _folder(self.pk) / f"{self.pk}.thumbnail"


def _folder(image_id: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / str(image_id)[:2]
