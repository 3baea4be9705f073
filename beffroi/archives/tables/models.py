from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from beffroi.workspaces.models import User, Workspace

KEY_MAX = 120
_OPEN = ["waiting", "reading", "undoing"]


class TableImport(models.Model):
    """One table that somebody gave us, and how far its lines are kept."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        DONE = "done"
        STOPPED = "stopped"
        REFUSED = "refused"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    #: While there is work on it; a workspace has one such at a time.
    OPEN = (Status.WAITING, Status.READING, Status.UNDOING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="table_imports", db_index=False
    )
    #: What its lines are (see `takers`), and of which row of that app.
    kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    #: The name of the file on the disk: random; it is removed once the reading is over.
    file_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: As the person's own file was called. May hold a name of theirs; goes with the workspace.
    name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    #: What a person said of a table that does not say it.
    answers = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    #: Why nothing of it was taken, or why it failed: a key of its taker, or of `sentences`.
    problem = models.CharField(max_length=30, blank=True)
    #: How many lines are to be kept; None: it was not read yet.
    lines_total = models.PositiveIntegerField(null=True, blank=True)
    lines_done = models.PositiveIntegerField(default=0)
    #: The number of the last line that is kept, from which it goes on.
    position = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    #: How many changes are undone, of how many.
    undone = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    #: When what undoing needs, and the lines that were not taken, were erased.
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(status__in=_OPEN), name="one_table_at_a_time"
            ),
            models.CheckConstraint(
                name="ended_table_says_when",
                condition=Q(status__in=["waiting", "reading"]) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="tables_newest")]

    def __str__(self) -> str:
        return f"table {self.pk}"

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "imports" / str(self.file_id)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def can_be_undone(self) -> bool:
        ended = {self.Status.DONE, self.Status.STOPPED, self.Status.FAILED}
        return self.status in ended and self.cleared_at is None and self.added > 0


class TableLine(models.Model):
    """A line of a table that was not taken.

    `detail` repeats what was written, shortened; it goes with `actions.KEPT_FOR`.
    """

    table_import = models.ForeignKey(
        TableImport, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    number = models.PositiveIntegerField()
    problem = models.CharField(max_length=30)
    detail = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["table_import", "number", "id"], name="lines_of_table")]

    def __str__(self) -> str:
        return f"line {self.number} of table {self.table_import_id}"


class TableChange(models.Model):
    """What one line changed: how it was before, None for new, and by what it is known again.

    It holds no more than the row itself, and goes with `actions.KEPT_FOR`.
    """

    table_import = models.ForeignKey(
        TableImport, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    key = models.CharField(max_length=KEY_MAX)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table_import", "key"], name="one_change_a_key")
        ]

    def __str__(self) -> str:
        return f"change of {self.key} by table {self.table_import_id}"
