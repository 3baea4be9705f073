"""Whom we keep from us."""

from __future__ import annotations

from django.db import models

from beffroi.channels.models import Channel
from beffroi.workspaces.models import User, Workspace


class Block(models.Model):
    """That somebody here had a person blocked on a channel's network.

    Purpose: to say so, and to lift it. Retention: goes with the last of their words there, and when
    they ask; the network keeps its own.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="blocks", db_index=False
    )
    author_id = models.CharField(max_length=255)
    blocked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    blocked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "author_id"], name="one_block_per_author")
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
