from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from beffroi.channels.models import Channel
from beffroi.company.models import HOLDING_MAX, CrisisContact
from beffroi.crisis.rules import Step
from beffroi.delivery.models import Pause
from beffroi.inbox.models import Escalation
from beffroi.listening.models import Alert
from beffroi.publishing.models import Post
from beffroi.workspaces.models import User, Workspace

NAME_MAX = 120
NOTE_MAX = 500
LESSON_MAX = 3000


class Room(models.Model):
    """Where a crisis is handled, from when a person opened it until somebody closes it.

    A drill is a room, too: what is said in it comes from a recording, and nothing leaves.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="crisis_rooms", db_index=False
    )
    name = models.CharField(max_length=NAME_MAX)
    is_drill = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What it was opened from; both empty: a person's own word.
    alert = models.ForeignKey(
        Alert, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    escalation = models.ForeignKey(
        Escalation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Where it began: what is said first is said there.
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was written from then on belongs to it.
    since = models.DateTimeField()
    pause = models.ForeignKey(
        Pause, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What is said while one looks; of the crisis file first, then as it was edited.
    holding_text = models.TextField(max_length=HOLDING_MAX, blank=True)
    holding_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    #: By when more will be said, and when that was done.
    promised_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was learned, in people's words, within seven days of the end.
    went_well = models.TextField(max_length=LESSON_MAX, blank=True)
    went_wrong = models.TextField(max_length=LESSON_MAX, blank=True)
    to_change = models.TextField(max_length=LESSON_MAX, blank=True)
    learned_at = models.DateTimeField(null=True, blank=True)
    learned_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "is_drill"],
                condition=Q(closed_at__isnull=True),
                name="one_open_crisis_room_and_one_drill",
            ),
            models.CheckConstraint(name="crisis_room_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="crisis_room_is_closed_later",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="nothing_leaves_from_a_drill",
                condition=Q(is_drill=False)
                | Q(
                    pause__isnull=True,
                    holding_post__isnull=True,
                    escalation__isnull=True,
                    alert__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="only_a_promise_is_kept",
                condition=Q(kept_at__isnull=True) | Q(promised_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-opened_at", "-id"], name="crisis_rooms"),
            models.Index(
                fields=["workspace", "opened_at", "id"],
                condition=Q(is_drill=False, learned_at__isnull=True),
                name="crisis_rooms_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.closed_at is None

    @property
    def owed_at(self) -> datetime | None:
        """By when more is to be said that was not said yet; None where nothing is owed."""
        return self.promised_at if self.kept_at is None else None


class Line(models.Model):
    """One line of the log: what was done or noted, when, by whom. Written once, never changed.

    The room's own lines hold no word of customers; a note is what a colleague writes.
    """

    class Kind(models.TextChoices):
        OPENED = "opened"
        ALERTED = "alerted"
        HEARD = "heard"
        PAUSED = "paused"
        RESUMED = "resumed"
        LET_THROUGH = "let_through"
        EDITED = "edited"
        HELD = "held"
        PROMISED = "promised"
        KEPT = "kept"
        GIVEN = "given"
        ANSWERED = "answered"
        TOLD = "told"
        STEP = "step"
        UNSTEP = "unstep"
        NOTE = "note"
        CLOSED = "closed"
        REOPENED = "reopened"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="lines", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    #: How many, which step, whose name: what the sentence of its kind wants.
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["room", "at", "id"], name="crisis_log")]
        constraints = [
            models.CheckConstraint(
                name="crisis_note_says_something", condition=~Q(kind="note") | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; refuse to change what stands."""
        if not self._state.adding:
            raise TypeError("A line of the log is never changed.")
        super().save(*args, **kwargs)


class Tick(models.Model):
    """That one of the ten steps is done."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="ticks", db_index=False)
    step = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Step])
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "step"], name="each_step_is_ticked_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} of room {self.room_id}"


class Told(models.Model):
    """That a contact of the crisis file was told; in a drill, that somebody says they would be."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="told", db_index=False)
    contact = models.ForeignKey(CrisisContact, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "contact"], name="contact_is_told_once_a_room")
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id} of room {self.room_id}"


class Here(models.Model):
    """That somebody has the room before them: told by their page, true for a minute."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="here", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "user"], name="somebody_is_here_once")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} in room {self.room_id}"


class Reaction(models.Model):
    """What somebody did, in a drill, about one recorded message: nothing of it leaves."""

    room = models.ForeignKey(
        Room, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    #: Its place in the recording, from 0.
    number = models.PositiveSmallIntegerField()
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="one_reaction_per_message")
        ]

    def __str__(self) -> str:
        return f"reaction to {self.number} in room {self.room_id}"
