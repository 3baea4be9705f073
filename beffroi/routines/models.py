from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.routines.handling import ENOUGH, Act
from beffroi.routines.rules import Kind, Step
from beffroi.workspaces.models import User, Workspace

CARD_MAX = 20
STEP_MAX = 12


class DayKept(models.Model):
    """The last day of a workspace that is over and was looked at: its time noted, and so on."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="day_kept")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day} of workspace {self.workspace_id}"


class HandlingTime(models.Model):
    """How long an act takes in a workspace: the median of its last ninety days."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="handling_times", db_index=False
    )
    act = models.CharField(max_length=12, choices=[(act.value, act.value) for act in Act])
    seconds = models.PositiveIntegerField()
    #: Of how many; fewer than `handling.ENOUGH` are not kept.
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "act"], name="one_median_an_act"),
            models.CheckConstraint(name="median_is_of_enough", condition=Q(n__gte=ENOUGH)),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.seconds} s, n = {self.n}"


class Routine(models.Model):
    """A routine of one week, month or quarter: it is there until its period ends, or is settled."""

    class Outcome(models.TextChoices):
        DONE = "done"
        SKIPPED = "skipped"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="routines", db_index=False
    )
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in Kind])
    first_day = models.DateField()
    last_day = models.DateField()
    opened_at = models.DateTimeField()
    #: When its period is over, by the clocks of the workspace as it was opened.
    ends_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "first_day"], name="one_routine_a_period"
            ),
            models.CheckConstraint(
                name="routine_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="settled_routine_says_how",
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "ends_at"], name="routines_by_end")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.first_day}"


class StepTick(models.Model):
    """A step of a routine that somebody ticked by hand: most of them no fact can tell.

    It is the company's, as the routine is, and goes with it.
    """

    routine = models.ForeignKey(
        Routine, on_delete=models.CASCADE, related_name="ticks", db_index=False
    )
    step = models.CharField(max_length=STEP_MAX, choices=[(one.value, one.value) for one in Step])
    ticked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["ticked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["routine", "step"], name="a_step_is_ticked_once"),
            models.CheckConstraint(
                name="ticked_step_is_known",
                condition=Q(step__in=[one.value for one in Step]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of routine {self.routine_id}"


class PutOff(models.Model):
    """A card that one person sees again from an instant on; colleagues see it all the same.

    Nobody else is told of it; it is erased at the midnight after that instant (see `days.close`).
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="cards_put_off", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    #: Which kind of card, as `web.rules` names it, and the id of its row.
    card = models.CharField(max_length=CARD_MAX)
    row_id = models.BigIntegerField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "card", "row_id"], name="a_card_is_put_off_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card}-{self.row_id} until {self.until_at}"
