from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from beffroi.listening.models.watches import Watch
from beffroi.workspaces.models import User, Workspace


class MentionFile(models.Model):
    """A table of mentions that somebody gave us, and how far it was read.

    The file itself is removed once the reading is over.
    """

    class State(models.TextChoices):
        ASKING = "asking"  # which column is which
        WAITING = "waiting"
        READING = "reading"
        DONE = "done"
        FAILED = "failed"

    #: While it is being read; a workspace has one such at a time.
    OPEN = (State.ASKING, State.WAITING, State.READING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="mention_files", db_index=False
    )
    #: What all its rows belong to; others catch what they look for.
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="+")
    #: The name of the file on the disk.
    file_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: As the person's own file was called. May hold a name of theirs.
    name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKING)
    #: Why it failed.
    problem = models.CharField(max_length=20, blank=True)
    #: The title of the column of each thing, by its key.
    titles = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    #: [how many, numbers of the first ones] of rows that were not kept, by problem.
    left_out = models.JSONField(default=dict)
    done_bytes = models.PositiveBigIntegerField(default=0)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(state__in=["asking", "waiting", "reading"]),
                name="one_mention_file_at_a_time",
            ),
            models.CheckConstraint(
                name="ended_mention_file_says_when",
                condition=Q(state__in=["asking", "waiting", "reading"]) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-given_at", "-id"], name="mention_files_by_date")
        ]

    def __str__(self) -> str:
        return f"mention file {self.pk}"

    @property
    def path(self) -> Path:
        """Where the file lies as long as it is read."""
        return files_folder() / str(self.file_id)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be read to its end."""
        return self.state in self.OPEN


def files_folder() -> Path:
    """Return where files lie as long as they are read."""
    return Path(settings.DATA_DIR) / "mention_files"
