from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from beffroi.archives.tables.models import TableChange, TableImport, TableLine
from beffroi.workspaces.models import User, Workspace

__all__ = [
    "ArchiveImport",
    "HistoryCount",
    "HistoryFeedback",
    "HistoryPost",
    "TableChange",
    "TableImport",
    "TableLine",
    "imports_folder",
]


class ArchiveImport(models.Model):
    """One archive that somebody gave us, and how far it has been read."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        DONE = "done"
        STOPPED = "stopped"
        REFUSED = "refused"
        FAILED = "failed"

    #: While it is being read; a workspace has one such at a time.
    OPEN = (Status.WAITING, Status.READING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="archive_imports", db_index=False
    )
    #: The name of the file on the disk: random; it is removed once the reading is over.
    file_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: As the person's own file was called. May hold a name of theirs; goes with the import.
    name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    #: Whose export it is, by its content; empty until a file was recognised.
    network = models.CharField(max_length=20, blank=True)
    layout = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    #: Why it was refused or failed.
    problem = models.CharField(max_length=20, blank=True)
    #: Where reading goes on: the number of the file, and how many of its items are kept.
    position_member = models.PositiveIntegerField(default=0)
    position_item = models.PositiveIntegerField(default=0)
    done_bytes = models.BigIntegerField(default=0)
    members_read = models.PositiveIntegerField(default=0)
    members_media = models.PositiveIntegerField(default=0)
    members_listed = models.PositiveIntegerField(default=0)
    items_read = models.PositiveIntegerField(default=0)
    items_added = models.PositiveIntegerField(default=0)
    #: [name, reason] of files that were not read, or not to their end; the first ones only.
    listed = models.JSONField(default=list)
    #: [name, reason, how many, first numbers] of rows of one's own tables that were not kept.
    left_out = models.JSONField(default=list)
    #: How many items of each kind in each year, once the reading is over.
    summary = models.JSONField(default=dict)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Taken out of sight; its history is erased once that cannot be undone any more.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(status__in=["waiting", "reading"]),
                name="one_import_at_a_time",
            ),
            models.CheckConstraint(
                name="ended_import_says_when",
                condition=Q(status__in=["waiting", "reading"]) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-created_at", "-id"],
                condition=Q(removed_at__isnull=True),
                name="archive_list",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def path(self) -> Path:
        return imports_folder() / str(self.file_id)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


def imports_folder() -> Path:
    """Return where archives lie while they are read."""
    return Path(settings.DATA_DIR) / "imports"


class History(models.Model):
    """What every row of the history has. It belongs to the newest import that holds it."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    archive_import = models.ForeignKey(ArchiveImport, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=20)

    class Meta:
        abstract = True


class HistoryPost(History):
    """Something that we published before Beffroi."""

    remote_id = models.CharField(max_length=190)
    kind = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "remote_id"], name="one_history_post_per_id"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "-written_at", "-id"], name="history_posts_by_time")
        ]

    def __str__(self) -> str:
        return f"history post {self.pk}"


class HistoryFeedback(History):
    """Something that others wrote to us before Beffroi."""

    remote_id = models.CharField(max_length=190)
    kind = models.CharField(max_length=10)
    #: Personal data of others, as the network shows it in public. Purpose: to see what is said of
    #: the company over the years. Retention: as long as the import; erased with it.
    author_name = models.CharField(max_length=255, blank=True)
    #: Personal data of others: same purpose, same retention.
    text = models.TextField(blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "remote_id"], name="one_history_feedback_per_id"
            ),
            models.CheckConstraint(
                name="history_stars_are_one_to_five",
                condition=Q(stars__isnull=True) | Q(stars__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="nobody_of_linkedin_is_kept", condition=~Q(network="linkedin")
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-written_at", "-id"], name="history_fb_by_time")
        ]

    def __str__(self) -> str:
        return f"history feedback {self.pk}"


class HistoryCount(History):
    """A number that a network counted before Beffroi: of one post, or of the account."""

    #: The post's id on the network; empty for the account itself.
    post_id = models.CharField(max_length=190, blank=True)
    metric = models.CharField(max_length=40)
    value = models.BigIntegerField()
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "metric", "post_id", "counted_on"],
                name="one_history_count_per_day",
            )
        ]

    def __str__(self) -> str:
        return f"history count {self.pk}"
