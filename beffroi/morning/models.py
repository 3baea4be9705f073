from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from beffroi.core.tokens import new_token
from beffroi.morning.rules import Way
from beffroi.web.rules import Kind
from beffroi.workspaces.models import User, Workspace

#: Of the week, Monday is 1.
WORKING_DAYS = "12345"
_WAYS = [(way.value, way.value) for way in Way]
_DIGEST = 64


class MorningWish(models.Model):
    """That a person wants to be told of their day in a workspace: on which days, at what time."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    by_mail = models.BooleanField(default=False)
    by_push = models.BooleanField(default=False)
    days = models.CharField(max_length=7, default=WORKING_DAYS)
    #: By the clocks of the workspace.
    at = models.TimeField(default=time(8))
    #: From when on this holds.
    since = models.DateTimeField()
    #: In the address by which its mails are stopped.
    token = models.CharField(max_length=64, unique=True, default=new_token)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_morning_wish_each"),
        ]

    def __str__(self) -> str:
        return f"morning wish of user {self.user_id}"


class Morning(models.Model):
    """A day that is told to a person by one way; once, whatever dies on the way."""

    class State(models.TextChoices):
        WAITING = "waiting"
        #: It was handed over; without a later state nobody knows whether it arrived.
        LEAVING = "leaving"
        SENT = "sent"
        #: Nothing waited for them.
        QUIET = "quiet"
        #: It was refused, or there was nobody to tell any more.
        NOT_SENT = "not_sent"
        #: The mail server did not answer, or a backup was restored: it may have left.
        DOUBTFUL = "doubtful"

    PENDING = (State.WAITING, State.LEAVING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    #: By the clocks of the workspace.
    day = models.DateField()
    way = models.CharField(max_length=4, choices=_WAYS)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "day", "way"], name="a_day_is_told_once_by_each_way"
            ),
        ]
        indexes = [models.Index(fields=["planned_at"], name="mornings_by_age")]

    def __str__(self) -> str:
        return f"{self.day} by {self.way} to user {self.user_id}"


class ActLink(models.Model):
    """A link of a mail that acts once: on one card, as the mail told of it, for its reader."""

    morning = models.ForeignKey(Morning, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=_DIGEST, unique=True)
    #: Which kind of card, and the id of its row.
    card = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    row_id = models.BigIntegerField()
    #: What its reader was told of: versions and ids, no words.
    seen = models.JSONField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    #: What was done by it.
    deed = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="used_link_says_what_it_did",
                condition=Q(used_at__isnull=True, deed="")
                | (Q(used_at__isnull=False) & ~Q(deed="")),
            ),
        ]

    def __str__(self) -> str:
        return f"link of morning {self.morning_id} to {self.card}-{self.row_id}"
