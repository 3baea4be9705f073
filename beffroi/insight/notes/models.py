from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.insight.notes.rules import KEY_MAX, WORDS_MAX
from beffroi.workspaces.models import User, Workspace


class DayNote(models.Model):
    """What somebody wrote about a day, which stands on charts.

    Purpose: to understand figures later. Retention: until it is removed, or with its workspace.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="day_notes", db_index=False
    )
    #: In the workspace's zone.
    day = models.DateField()
    words = models.CharField(max_length=WORDS_MAX)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    #: Makes one row of a form that is sent twice, see `core.once`.
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_day_note_a_form"),
            models.CheckConstraint(name="day_note_has_words", condition=~Q(words="")),
        ]
        indexes = [models.Index(fields=["workspace", "day", "id"], name="day_notes_by_day")]

    def __str__(self) -> str:
        return f"note on {self.day}"


class HiddenHappening(models.Model):
    """That a ready note is not to stand on charts; `key` as `core.happenings` has it."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="hidden_happenings", db_index=False
    )
    key = models.CharField(max_length=KEY_MAX)
    hidden_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField()

    class Meta:
        ordering = ["key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_hidden_happening_a_key")
        ]

    def __str__(self) -> str:
        return f"hidden: {self.key}"
