from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.core.tokens import new_token
from beffroi.strategy.barometer.answers import CHOICES
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Level
from beffroi.strategy.barometer.telling import TOLD_FROM, Subject
from beffroi.workspaces.models import User, Workspace

#: The question that is of no dimension: how a company feels beside its competitors.
FEELING = 0
#: Of one client in a month: five people who do nothing else; more is a slip of the pen.
SOLD_MINUTES_MAX = 48_000


class Declared(models.Model):
    """What somebody said of the company: one answer to each question, the last one counts."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="declared", db_index=False
    )
    #: The number of its dimension, or `FEELING`.
    question = models.PositiveSmallIntegerField()
    #: From 0, the least, on.
    choice = models.PositiveSmallIntegerField()
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "question"], name="one_answer_per_question"
            ),
            models.CheckConstraint(
                name="declared_question_is_known",
                condition=Q(question__gte=FEELING, question__lte=max(Dimension)),
            ),
            models.CheckConstraint(
                name="declared_choice_is_known", condition=Q(choice__lt=CHOICES)
            ),
        ]

    def __str__(self) -> str:
        return f"answer to question {self.question} of workspace {self.workspace_id}"


class State(models.Model):
    """The barometer of a workspace as it stood: never changed, but for the one of today."""

    class Reason(models.TextChoices):
        #: The first that had a level: what comes later is held beside it.
        FIRST = "first"
        MONTH = "month"
        ASKED = "asked"
        #: The newest, measured anew each day: what pages of many workspaces read.
        DAILY = "daily"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="barometer_states", db_index=False
    )
    reason = models.CharField(max_length=5, choices=Reason)
    #: In the zone of the workspace; of a month its first day.
    day = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Of the formula.
    version = models.PositiveSmallIntegerField()
    #: None where too little is known to tell a level.
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField()
    #: As `keeping.as_json` writes them: each dimension with its parts.
    scores = models.JSONField()

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(reason="first"), name="one_first_state"
            ),
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(reason="daily"), name="one_daily_state"
            ),
            models.UniqueConstraint(
                fields=["workspace", "reason", "day"], name="one_state_a_day_and_reason"
            ),
            models.CheckConstraint(
                name="state_reason_is_known",
                condition=Q(reason__in=["first", "month", "asked", "daily"]),
            ),
            models.CheckConstraint(
                name="state_is_of_a_hundred",
                condition=(Q(total__isnull=True) | Q(total__lte=100)) & Q(confidence__lte=100),
            ),
            models.CheckConstraint(
                name="state_has_a_level_with_its_total",
                condition=Q(total__isnull=True, level__isnull=True)
                | Q(total__isnull=False, level__lte=max(Level)),
            ),
            models.CheckConstraint(
                name="state_knows_enough_for_its_level",
                condition=Q(level__isnull=True) | Q(confidence__gte=TOLD_FROM[Subject.COMPANY]),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "taken_at", "id"], name="barometer_history")]

    def __str__(self) -> str:
        return f"barometer of workspace {self.workspace_id} on {self.day}"


class Share(models.Model):
    """The address under which anybody reads a barometer, until it is withdrawn."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="barometer_share"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    language = models.CharField(max_length=10)
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"shared barometer of workspace {self.workspace_id}"


class CohortMember(models.Model):
    """That a workspace lends its level to the others of the installation, without its name."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="barometer_cohort"
    )
    joined_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"workspace {self.workspace_id} in the cohort"


class Engagement(models.Model):
    """What an agency agreed with one client: who leads, and how many minutes a month it sold."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="engagement")
    lead = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: None: nothing was agreed.
    minutes_a_month = models.PositiveIntegerField(null=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="engagement_fits_a_month",
                condition=Q(minutes_a_month__isnull=True)
                | Q(minutes_a_month__gte=1, minutes_a_month__lte=SOLD_MINUTES_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"engagement for workspace {self.workspace_id}"
