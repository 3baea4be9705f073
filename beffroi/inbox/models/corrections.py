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
    #: Which of these the person said; the others are as they had been understood.
    said = models.JSONField(default=list)
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


class Learned(models.Model):
    """What a workspace's own corrections and stars taught, and how much better it reads for it.

    Weights alone, no word of anybody: rebuilt daily from the words that are still kept.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="learned")
    #: Whether what was taught counts; people switch it off and on.
    is_on = models.BooleanField(default=True)
    #: As `language.adapting` writes them; "" for none.
    lessons = models.TextField(blank=True)
    #: Those of the weights beside which they were learned.
    fingerprint = models.CharField(max_length=64, blank=True)
    #: By head: how many examples, and how many are right without and with what was taught.
    figures = models.JSONField(default=dict)
    built_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"what workspace {self.workspace_id} taught"
