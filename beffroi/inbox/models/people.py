"""What is kept of people besides what they wrote, and what is known of those who are gone."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from beffroi.channels.models import Channel
from beffroi.inbox.people import rules
from beffroi.workspaces.models import User, Workspace

#: A digest in hexadecimal digits.
_DIGEST_LENGTH = 64


class Person(models.Model):
    """Somebody of whom a team keeps more than their words. See `people/who.py` for who is who.

    Purpose: to answer them well, and to prove what they agreed to. Retention: goes with the last
    of their words, and when they ask.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    network = models.CharField(max_length=20)
    #: Where their id is theirs; "" where it means the same person on every server.
    server = models.CharField(max_length=255, blank=True)
    person_id = models.CharField(max_length=255)
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "server", "person_id"], name="one_card_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Consent(models.Model):
    """What a person agreed to: in which words, when, and where the proof is."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text = models.TextField()
    source = models.CharField(max_length=rules.SOURCE_MAX)
    agreed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-agreed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consent_says_what_and_where", condition=~Q(text="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_later",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("agreed_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Suppression(models.Model):
    """That somebody was erased, or objects: a keyed digest, which says who to whom asks, never who.

    The same stands in a file beside the database (`people/ledger.py`).
    """

    class Kind(models.TextChoices):
        ERASED = "erased"
        OBJECTED = "objected"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind)
    digest = models.CharField(max_length=_DIGEST_LENGTH)
    #: Erased: what they wrote by then does not come back. Objected: since when.
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "digest", "kind"], name="one_suppression_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"suppression {self.pk}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def pending(self) -> ErasureQuerySet:
        """Those that are not done."""
        return self.exclude(state=Erasure.State.DONE)


class Erasure(models.Model):
    """Somebody's wish that all about a person be erased, and what came of it: the receipt.

    It can be undone while it waits. Once it is done, it does not say who it was.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ERASING = "erasing"
        DONE = "done"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=12, unique=True)
    network = models.CharField(max_length=20)
    server = models.CharField(max_length=255, blank=True)
    person_id = models.CharField(max_length=255, blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done_at = models.DateTimeField(null=True, blank=True)
    #: How much was erased so far.
    conversations = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "server", "person_id"],
                condition=~Q(state="done"),
                name="one_pending_erasure_per_person",
            ),
            models.CheckConstraint(
                name="done_erasure_names_nobody",
                condition=~Q(state="done") | Q(person_id="", server="", done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_can_be_undone_first", condition=Q(due_at__gt=F("asked_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-asked_at", "-id"], name="inbox_erasures"),
        ]

    def __str__(self) -> str:
        return f"erasure {self.reference}"

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class Tally(models.Model):
    """How much was said and answered in a month, of what is kept no more. Of nobody."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=10, blank=True)
    received = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "channel", "month", "kind"], name="one_tally_per_month"
            )
        ]

    def __str__(self) -> str:
        return f"tally {self.pk}"


class Retention(models.Model):
    """For how many months after somebody's last word what they wrote is kept."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField(default=rules.MONTHS_KEPT)
    #: What counted before, until a shorter term takes effect.
    months_before = models.PositiveSmallIntegerField(default=rules.MONTHS_KEPT)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="retention_is_offered", condition=Q(months__in=rules.MONTHS_OFFERED)
            )
        ]

    def __str__(self) -> str:
        return f"retention of workspace {self.workspace_id}"

    def months_at(self, now: datetime) -> int:
        """Return what counts then."""
        return rules.months_in_force(
            self.months, before=self.months_before, changed_at=self.changed_at, now=now
        )
