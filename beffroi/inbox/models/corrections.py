"""What people here say that messages mean."""

from __future__ import annotations

from django.db import models

from beffroi.inbox.models.conversations import Feedback
from beffroi.workspaces.models import User, Workspace


class Correction(models.Model):
    """What a message means as a person said it, beside how it had been understood.

    Holds no word of the message. The workspace learns from it while the words are kept.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="corrections", db_index=False
    )
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="correction")
    tone = models.CharField(max_length=8)
    intent = models.CharField(max_length=11)
    urgency = models.CharField(max_length=14, blank=True)
    #: The columns of the feedback as they were before anybody corrected it, to take it back.
    before = models.JSONField()
    corrected_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "-corrected_at", "-id"], name="corrections_of_workspace"
            )
        ]

    def __str__(self) -> str:
        return f"correction of feedback {self.feedback_id}"
