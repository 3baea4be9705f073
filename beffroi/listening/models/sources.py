from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from beffroi.channels.models import HOOK_TOKEN_LENGTH, Channel
from beffroi.networks.declarations import SourceKind
from beffroi.workspaces.models import User, Workspace


class Stream(models.Model):
    """A stream of a network that listeners of this installation read, one of them at a time.

    Of the network as such, or of a channel with its access. `cursor` moves in the transaction that
    keeps what was heard: nothing is lost by a crash, and what comes again changes nothing.
    """

    network = models.CharField(max_length=20)
    channel = models.OneToOneField(
        Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Of a file that is played again: what tells it from others. Nobody reads it by themselves.
    recording = models.CharField(max_length=64, blank=True)
    cursor = models.CharField(max_length=200, blank=True)
    #: Who reads it, until when.
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    #: When it was last read, and when what it told last was written over there.
    read_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    #: Since it was first opened.
    events = models.PositiveBigIntegerField(default=0)
    unreadable = models.PositiveBigIntegerField(default=0)
    #: Consecutive tries that failed, and why (the name of a NetworkError).
    failures = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "recording"],
                condition=Q(channel__isnull=True),
                name="one_stream_per_network",
            )
        ]

    def __str__(self) -> str:
        return f"stream of {self.network}"


class SourceQuerySet(models.QuerySet["Source"]):
    def there(self) -> SourceQuerySet:
        """Those that nobody removed."""
        return self.filter(removed_at__isnull=True)

    def to_read(self) -> SourceQuerySet:
        """Those that are read, the one that waits longest first."""
        return self.there().filter(next_at__isnull=False).order_by("next_at", "pk")


class Source(models.Model):
    """Something that a workspace has read for it now and then: a feed, a hashtag, words, a page.

    `memory` is what the network wants back at the next reading; nothing secret.
    """

    class State(models.TextChoices):
        NEW = "new"
        READING = "reading"
        SLOW = "slow"  # it fails, and is tried ever more seldom
        OFF = "off"

    class Reason(models.TextChoices):
        """Why one is off or slow."""

        NONE = ""
        GONE = "gone"
        MISSING = "missing"  # not found, and perhaps back soon
        REFUSED = "refused"
        UNREADABLE = "unreadable"
        UNAVAILABLE = "unavailable"
        PERSON = "person"
        BUDGET = "budget"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="sources", db_index=False
    )
    kind = models.CharField(max_length=8)
    network = models.CharField(max_length=20)
    #: Through which channel, where the network wants an access.
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: An address, a hashtag, words, or the id of an account.
    subject = models.CharField(max_length=1000)
    name = models.CharField(max_length=200)
    #: Where it is read, one source at a time: a host, a network or a channel.
    place = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    memory = models.TextField(blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    #: How long from one reading to the next, by what it showed lately.
    every_seconds = models.PositiveIntegerField(default=1800)
    read_at = models.DateTimeField(null=True, blank=True)
    #: When what it showed last was written.
    told_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    #: Calls made on the day of `calls_on` (UTC), and how many may be made in one.
    calls = models.PositiveIntegerField(default=0)
    calls_on = models.DateField(null=True, blank=True)
    calls_max = models.PositiveIntegerField(default=96)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_kind_is_known",
                condition=Q(kind__in=[*(one.value for one in SourceKind), "file"]),
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "network", "subject"],
                condition=Q(removed_at__isnull=True),
                name="one_source_per_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "next_at", "id"],
                condition=Q(removed_at__isnull=True, next_at__isnull=False),
                name="sources_due_by_place",
            ),
            models.Index(fields=["workspace", "network", "calls_on"], name="sources_of_workspace"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceDoor(models.Model):
    """Where a hub calls us about one source, and what was agreed with it."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="door")
    #: What stands in the address that it calls: nobody could guess it.
    token = models.CharField(max_length=HOOK_TOKEN_LENGTH, unique=True)
    #: As a developer app, as JSON: it holds the secret by which the hub signs.
    sealed = models.BinaryField()
    #: Until when it tells of what is new, as it said; empty while it does not.
    tells_until = models.DateTimeField(null=True, blank=True)
    #: When it last told, and when something new was found of which it had not.
    told_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"door of source {self.source_id}"

    def is_telling(self, now: datetime) -> bool:
        """Tell whether the hub says that it tells, and nothing since proves that it does not."""
        is_late = self.missed_at is not None and (
            self.told_at is None or self.told_at <= self.missed_at
        )
        return self.tells_until is not None and now < self.tells_until and not is_late
