"""What somebody here wants deleted on its network."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.inbox import rules
from beffroi.inbox.models.conversations import Feedback
from beffroi.workspaces.models import User


class RemovalQuerySet(models.QuerySet["Removal"]):
    def pending(self) -> RemovalQuerySet:
        """Those of which the network has not told the end."""
        return self.filter(state__in=Removal.PENDING)


class Removal(models.Model):
    """Somebody's wish that a feedback be deleted on the network, and what came of it.

    It can be undone while it waits. Kept beside what it deleted, to say who asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        LEAVING = "leaving"  # the network is being asked
        DONE = "done"
        REFUSED = "refused"

    class Problem(models.TextChoices):
        """Why it was not deleted."""

        NO_RIGHT = "no_right"
        CHANNEL_LOST = "channel_lost"
        REFUSED = "refused"
        GIVEN_UP = "given_up"
        RESTORED = "restored"

    PENDING = (State.WAITING, State.LEAVING)

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="removal")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    #: When the network is asked; moves on while it does not answer.
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pending_removal_has_an_asker",
                condition=~Q(state__in=("waiting", "leaving")) | Q(asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="removal_can_be_undone_first", condition=Q(due_at__gt=F("asked_at"))
            ),
            models.CheckConstraint(
                name="refused_removal_says_why",
                condition=Q(state="refused") & ~Q(problem="") | ~Q(state="refused") & Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return f"removal of feedback {self.feedback_id}"

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def was_put_off(self) -> bool:
        """Whether its time had come and the network could not be asked, or gave no answer."""
        return self.due_at > self.asked_at + rules.REMOVAL_CAN_BE_UNDONE_FOR
