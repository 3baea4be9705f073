from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.strategy.rules import NAME_MAX, NOTE_MAX, OPEN_MAX, Aim, Days, Measure
from beffroi.workspaces.models import User, Workspace

_AIMS = [(one.value, one.value) for one in Aim]


class Goal(models.Model):
    """A number to reach by a day. What it counts is told by an app above."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="goals")
    aim = models.CharField(max_length=11, choices=_AIMS)
    measure = models.CharField(max_length=13, choices=[(one.value, one.value) for one in Measure])
    #: As people call it; "": by what it counts, in the reader's language.
    name = models.CharField(max_length=NAME_MAX, blank=True)
    #: In the unit of its measure: cents, percents, minutes, tenths of a star, or a count.
    target = models.PositiveBigIntegerField()
    first_day = models.DateField()
    due_day = models.DateField()
    #: Which of the places for open goals it has; None once it is ended.
    place = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    #: What had been reached when it ended, in the unit of its target; None: unknown.
    reached = models.BigIntegerField(null=True, blank=True)
    was_kept = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["due_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "place"],
                condition=Q(place__isnull=False),
                name="one_open_goal_a_place",
            ),
            models.CheckConstraint(
                name="goal_is_open_in_a_place",
                condition=Q(ended_at__isnull=True, place__gte=1, place__lte=OPEN_MAX)
                | Q(ended_at__isnull=False, place__isnull=True),
            ),
            models.CheckConstraint(
                name="goal_is_due_after_it_begins", condition=Q(due_day__gte=F("first_day"))
            ),
            models.CheckConstraint(name="goal_aims_at_some", condition=Q(target__gt=0)),
            models.CheckConstraint(
                name="goal_aim_is_known", condition=Q(aim__in=[one.value for one in Aim])
            ),
            models.CheckConstraint(
                name="goal_measure_is_known",
                condition=Q(measure__in=[one.value for one in Measure]),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-ended_at", "-id"], name="goals_ended")]

    def __str__(self) -> str:
        return self.name or f"{self.measure}: {self.target}"

    @property
    def days(self) -> Days:
        """Its first and last day."""
        return Days(self.first_day, self.due_day)

    @property
    def counts(self) -> Measure:
        """What it counts."""
        return Measure(self.measure)


class Campaign(models.Model):
    """Posts, links, offers and costs for one aim over a period; each of them says so itself."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=NAME_MAX)
    aim = models.CharField(max_length=11, choices=_AIMS)
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.TextField(max_length=NOTE_MAX, blank=True)
    #: Before tax, in the company's currency; None: nobody set one.
    budget_cents = models.PositiveBigIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    #: Out of sight; what bears it still does, and its figures come back with it.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(name="campaign_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="campaign_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="campaign_budget_is_some",
                condition=Q(budget_cents__isnull=True) | Q(budget_cents__gt=0),
            ),
            models.CheckConstraint(
                name="campaign_aim_is_known", condition=Q(aim__in=[one.value for one in Aim])
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-first_day", "-id"], name="campaigns_of_workspace")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> Days:
        """Its first and last day."""
        return Days(self.first_day, self.last_day)
