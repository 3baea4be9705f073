from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.channels.models import Channel
from beffroi.core import compact
from beffroi.delivery.models import Delivery
from beffroi.insight.aims.models import GoalFocus
from beffroi.insight.notes.models import DayNote, HiddenHappening
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.workspaces.models import Workspace

__all__ = [
    "ChannelReading",
    "DayCount",
    "DayNote",
    "Followed",
    "GoalFocus",
    "HiddenHappening",
    "PostCount",
    "PostPoint",
    "Report",
    "ReportMail",
    "ReportRecipient",
]


class Followed(models.Model):
    """A post of ours whose counters are read, and when next. It stands as long as its points."""

    delivery = models.OneToOneField(
        Delivery, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    #: None: it is read no more.
    next_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    #: Readings in a row that changed nothing.
    unchanged = models.PositiveSmallIntegerField(default=0)
    #: Readings in a row in which the network left it out.
    absences = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "next_at", "delivery"], name="followed_by_turn"),
            models.Index(fields=["published_at", "delivery"], name="followed_by_age"),
        ]

    def __str__(self) -> str:
        return f"counters of delivery {self.delivery_id}"


class ChannelReading(models.Model):
    """How far the days of a channel were read."""

    channel = models.OneToOneField(
        Channel, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    read_through = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    #: When counters of an archive were taken in, which follow it from then on.
    archive_taken_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"days of channel {self.channel_id}"


@compact.table()
class PostCount(models.Model):
    """The latest total of one counter of a post. What the network does not tell has no row."""

    pk = models.CompositePrimaryKey("delivery", "counted")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    #: See `rules.Counted`.
    counted = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    #: When the network told it, in microseconds since 1970: many are read and written at once.
    as_of = models.BigIntegerField()
    is_estimated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="post_count_is_a_count")
        ]

    def __str__(self) -> str:
        return f"{self.counted} of delivery {self.delivery_id}"


@compact.table()
class PostPoint(models.Model):
    """What a post gained on one day of its workspace; a day without a row until `as_of` gained 0.

    Kept for `rules.POINTS_FOR`. All points of a counter sum up to its total.
    """

    pk = models.CompositePrimaryKey("delivery", "counted", "day")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    counted = models.PositiveSmallIntegerField()
    day = models.DateField()
    gained = models.BigIntegerField()
    #: How many of its parts were guessed to be of this day.
    estimated = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.counted} of delivery {self.delivery_id} on {self.day}"


@compact.table()
class DayCount(models.Model):
    """One figure of a channel on one day: what dashboards read. No row is unknown, and not 0.

    In the order of its key the days of one counter stand together, so that sums need no sorting.
    Kept as long as its channel: it says nothing of any person.
    """

    pk = models.CompositePrimaryKey("workspace", "origin", "counted", "day", "channel")
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    #: Not checked by the database: that would read the whole table for each one that is deleted.
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    counted = models.PositiveSmallIntegerField()
    #: See `rules.Origin`.
    origin = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    #: How many of its parts are estimated.
    estimated = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.counted} of channel {self.channel_id} on {self.day}"
