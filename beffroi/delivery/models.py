from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from beffroi.channels.models import Channel
from beffroi.delivery.rules import NOT_LEFT, NOT_SENT, OPEN, TAKEN_AWAY, Status, may_move
from beffroi.media.models import MediaFile
from beffroi.workspaces.models import User, Workspace


class IllegalMove(Exception):
    """A delivery was asked to go where its state does not lead. A defect, never shown."""


class Pause(models.Model):
    """That no post of a workspace leaves, from when until a person ends it.

    Answers go on, and so does our first comment under a post that is out. Posts whose hour passes
    are kept for a person; see `pausing.py`.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(ended_at__isnull=True),
                name="one_open_pause_per_workspace",
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-began_at", "-id"], name="pause_by_day")]

    def __str__(self) -> str:
        return f"pause of workspace {self.workspace_id} since {self.began_at:%d.%m. %H:%M}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, workspace: Workspace) -> DeliveryQuerySet:
        return self.filter(workspace=workspace)

    def on_their_way(self) -> DeliveryQuerySet:
        """Those that move on by themselves."""
        return self.filter(status__in=sorted(state.value for state in OPEN))

    def not_left(self) -> DeliveryQuerySet:
        """Those that wait for their hour, or are being got ready: nothing of them can be seen."""
        return self.filter(status__in=sorted(state.value for state in NOT_LEFT))


class Delivery(models.Model):
    """One text with its files on its way to one channel.

    `content` is what leaves, identical at every try; it changes only before an attempt exists.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    status = models.CharField(max_length=12, default=Status.SCHEDULED.value)
    reason = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField()
    #: From then on it would no longer be true: it is cancelled where it has not left.
    leaves_before = models.DateTimeField(null=True, blank=True)
    #: The post that this one comments, as our first comment: it leaves once that is out.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    #: See `content.py`.
    content = models.JSONField()
    content_version = models.PositiveIntegerField(default=1)
    #: Idempotency key or record id, chosen when the delivery is made and never changed.
    marker = models.CharField(max_length=64)
    #: What the network built of it where nobody sees it, of which version, since when it is whole.
    prepared = models.TextField(blank=True)
    prepared_version = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True, blank=True)
    #: Whoever holds it may commit; given anew at each lease.
    lease_token = models.CharField(max_length=32, blank=True)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    check_after = models.DateTimeField(null=True, blank=True)
    absences = models.PositiveSmallIntegerField(default=0)
    lookups_failed = models.PositiveSmallIntegerField(default=0)
    #: Consecutive tries that provably sent nothing.
    tries = models.PositiveSmallIntegerField(default=0)
    was_restored = models.BooleanField(default=False)
    #: The pause during which a person lets it leave all the same.
    let_through = models.ForeignKey(
        Pause, null=True, blank=True, on_delete=models.SET_NULL, related_name="let_through"
    )
    refused_field = models.CharField(max_length=20, blank=True)
    refused_limit = models.PositiveIntegerField(null=True, blank=True)
    remote_id = models.CharField(max_length=500, blank=True)
    remote_url = models.URLField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by_person = models.BooleanField(default=False)
    #: When the network was found to show no longer what it had published; `reason` says why.
    taken_away_at = models.DateTimeField(null=True, blank=True)
    #: When a person took note of a refusal, or that it was taken away.
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="published_only_with_proof",
                condition=~Q(status="published")
                | Q(published_at__isnull=False) & (~Q(remote_id="") | Q(confirmed_by_person=True)),
            ),
            models.CheckConstraint(
                name="delivery_status_known",
                condition=Q(status__in=[status.value for status in Status]),
            ),
            models.CheckConstraint(
                name="taken_away_only_after_publication",
                condition=Q(taken_away_at__isnull=True) | Q(status="published") & ~Q(remote_id=""),
            ),
            models.CheckConstraint(
                name="taken_away_says_why",
                condition=Q(taken_away_at__isnull=True)
                ^ Q(reason__in=sorted(reason.value for reason in TAKEN_AWAY)),
            ),
            models.UniqueConstraint(fields=["channel", "marker"], name="one_delivery_per_marker"),
            models.UniqueConstraint(
                fields=["follows"],
                condition=~Q(status="cancelled"),
                name="one_first_comment_per_post",
            ),
            models.UniqueConstraint(
                fields=["channel", "remote_id"],
                condition=~Q(remote_id=""),
                name="one_delivery_per_remote_post",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "due_at", "id"], name="delivery_by_day"),
            # Without condition: SQLite plans before it knows values, and would not use it.
            models.Index(fields=["workspace", "status", "due_at", "id"], name="delivery_by_status"),
            models.Index(fields=["workspace", "-published_at"], name="delivery_by_publication"),
            models.Index(
                fields=["workspace", "taken_away_at", "id"],
                condition=Q(taken_away_at__isnull=False),
                name="delivery_taken_away",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} ({self.status})"

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def is_on_its_way(self) -> bool:
        """Whether it moves on by itself."""
        return self.state in OPEN

    @property
    def was_not_sent(self) -> bool:
        """Whether it came to nothing on the network."""
        return self.state in NOT_SENT

    @property
    def is_post(self) -> bool:
        """Whether it says something new: neither an answer, nor our comment under our own post."""
        return self.follows_id is None and not self.content["reply_to"]

    @property
    def was_taken_away(self) -> bool:
        """Whether the network no longer shows what it had published."""
        return self.taken_away_at is not None

    @property
    def standing(self) -> str:
        """Its status, or "taken_away": what people are told of it in one word."""
        return "taken_away" if self.was_taken_away else self.status

    @property
    def is_missing(self) -> bool:
        """Whether the network does not have it: it came to nothing there, or was taken away."""
        return self.was_not_sent or self.was_taken_away

    def move(self, new: Status) -> None:
        """Change the status in memory, refusing what `rules.TRANSITIONS` does not allow."""
        if not may_move(self.state, new):
            raise IllegalMove(f"{self.status} to {new.value}")
        self.status = new.value


class DeliveryFile(models.Model):
    """A file of a delivery and the handle that the network gave for it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt_text = models.TextField(blank=True)
    handle = models.TextField(blank=True)
    uploaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "position"], name="one_file_per_position")
        ]

    def __str__(self) -> str:
        return f"file {self.position} of delivery {self.delivery_id}"


class Attempt(models.Model):
    """One visible call, on record before it is made."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        REFUSED = "refused"
        NOT_SENT = "not_sent"
        ABSENT = "absent"
        ABANDONED = "abandoned"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    content_digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    #: Class of the network's error, for the log page; never its text.
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(outcome="open"),
                name="one_open_attempt_per_delivery",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of delivery {self.delivery_id}: {self.outcome}"


class Event(models.Model):
    """What happened to a delivery, in order, for whoever must judge it."""

    class Kind(models.TextChoices):
        SCHEDULED = "scheduled"
        CHANGED = "changed"
        CALLED = "called"
        NO_ANSWER = "no_answer"
        NOT_SENT = "not_sent"
        LOOKED_UP_ABSENT = "looked_up_absent"
        LOOKED_UP_FOUND = "looked_up_found"
        LOOKUP_FAILED = "lookup_failed"
        PUBLISHED = "published"
        REFUSED = "refused"
        HELD = "held"
        ASKED = "asked"
        CONFIRMED = "confirmed"
        SENT_AGAIN = "sent_again"
        CANCELLED = "cancelled"
        RESTORED = "restored"
        SEEN = "seen"
        TAKEN_AWAY = "taken_away"
        LET_THROUGH = "let_through"
        KEPT_BACK = "kept_back"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M}"


def describe(
    delivery: Delivery, kind: Event.Kind, *, at: datetime, actor: User | None = None
) -> None:
    """Write one line of the delivery's history."""
    Event.objects.create(delivery=delivery, kind=kind, at=at, actor=actor)
