from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.listening.alerting.rules import LESSONS_MAX, Level, Phase, Trigger, Tuning
from beffroi.listening.models.sources import Stream
from beffroi.listening.models.watches import Watch
from beffroi.workspaces.models import User, Workspace


class Alert(models.Model):
    """That more, worse or graver things are said than usual; one at a time for each watch.

    It grows while it is open, and closes by itself once it has calmed down. Counts alone: no words,
    no names.
    """

    class Closing(models.TextChoices):
        OPEN = ""
        FALLEN = "fallen"  # by itself
        FALSE_ALARM = "false_alarm"
        ENDED = "ended"  # the watch listens no more

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="alerts", db_index=False
    )
    watch = models.ForeignKey(
        Watch, on_delete=models.CASCADE, related_name="alerts", db_index=False
    )
    #: The highest that it has reached.
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Level])
    phase = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Phase])
    #: What raised it, as `alerting.stored` writes it: of each trigger its last facts.
    reasons = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    #: When it was last looked at, and when it last grew.
    looked_at = models.DateTimeField()
    grown_at = models.DateTimeField()
    #: How many messages a day would have raised none; None where that was not known.
    most = models.PositiveIntegerField(null=True, blank=True)
    #: Out of the way until then, unless it gets worse.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=11, choices=Closing, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What the watch learnt from it when it was called a false alarm: keys of triggers.
    taught = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["watch"], condition=Q(closed_at__isnull=True), name="one_open_alert_a_watch"
            ),
            models.CheckConstraint(
                name="alert_is_closed_for_a_reason",
                condition=Q(closed_at__isnull=True, closing="", closed_by__isnull=True)
                | (Q(closed_at__gte=F("opened_at")) & ~Q(closing="")),
            ),
            models.CheckConstraint(
                name="alert_level_is_known",
                condition=Q(level__in=[one.value for one in Level]),
            ),
            models.CheckConstraint(
                name="alert_phase_is_known",
                condition=Q(phase__in=[one.value for one in Phase]),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-opened_at", "-id"], name="alerts_of_workspace"),
            models.Index(
                fields=["workspace", "id"],
                condition=Q(closed_at__isnull=True),
                name="alerts_open",
            ),
            models.Index(fields=["watch", "-opened_at"], name="alerts_of_watch"),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk} of watch {self.watch_id}"

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.closed_at is None

    @property
    def is_red(self) -> bool:
        """Whether it has been red."""
        return self.level == Level.RED


class AlertEvent(models.Model):
    """One line of an alert's story: what changed, when, by whom where it was a person."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        GREW = "grew"  # another trigger
        RAISED = "raised"  # it turned red
        PHASE = "phase"
        FALLEN = "fallen"
        ENDED = "ended"
        SNOOZED = "snoozed"
        FALSE_ALARM = "false_alarm"
        TAKEN_BACK = "taken_back"

    alert = models.ForeignKey(
        Alert, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=11, choices=Kind)
    at = models.DateTimeField()
    #: Which trigger, phase or hour; no words of anybody.
    detail = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_event_is_known",
                condition=Q(
                    kind__in=[
                        "opened",
                        "grew",
                        "raised",
                        "phase",
                        "fallen",
                        "ended",
                        "snoozed",
                        "false_alarm",
                        "taken_back",
                    ]
                ),
            )
        ]
        indexes = [models.Index(fields=["alert", "at", "id"], name="alert_events")]

    def __str__(self) -> str:
        return f"{self.kind} of alert {self.alert_id}"


class Lessons(models.Model):
    """How many false alarms a watch learnt from, by trigger: it asks for more before it alerts."""

    watch = models.OneToOneField(Watch, on_delete=models.CASCADE, related_name="lessons")
    volume = models.PositiveSmallIntegerField(default=0)
    tone = models.PositiveSmallIntegerField(default=0)
    gravity = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lessons_are_bounded",
                condition=Q(
                    volume__lte=LESSONS_MAX[Trigger.VOLUME],
                    tone__lte=LESSONS_MAX[Trigger.TONE],
                    gravity__lte=LESSONS_MAX[Trigger.GRAVITY],
                ),
            )
        ]

    def __str__(self) -> str:
        return f"lessons of watch {self.watch_id}"

    @property
    def tuning(self) -> Tuning:
        """What they ask of an alert."""
        return Tuning(self.volume, self.tone, self.gravity)


class Gap(models.Model):
    """From when until when a stream told nothing, and can tell it no more: unknown, not silent."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="gaps")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "began_at"], name="one_gap_at_a_time")
        ]

    def __str__(self) -> str:
        return f"gap of stream {self.stream_id}"
