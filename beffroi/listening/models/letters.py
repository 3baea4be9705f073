from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.workspaces.models import User, Workspace


class LetterReader(models.Model):
    """That a member wants the weekly letter of a workspace."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="letter_readers", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_letter_reader_each")
        ]

    def __str__(self) -> str:
        return f"reader {self.user_id} of workspace {self.workspace_id}"


class Letter(models.Model):
    """That the letter of a week is, or was, on its way to one reader: once whatever happens."""

    class State(models.TextChoices):
        WAITING = "waiting"
        #: It was handed over; without a later state nobody knows whether it arrived.
        HANDED_OVER = "handed_over"
        SENT = "sent"
        REFUSED = "refused"
        #: There was no mail server, or the reader wants none, or may see nothing, any more; or a
        #: backup was restored, after which nobody knows whether it left.
        DROPPED = "dropped"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    #: The Monday on which it leaves, in the time zone of the workspace.
    week = models.DateField()
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "week"], name="one_letter_a_week_and_reader"
            ),
            models.CheckConstraint(
                name="sent_letter_has_its_instant",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"letter of {self.week} to {self.user_id}"
