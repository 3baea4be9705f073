"""What a team keeps about its conversations: none of it is ever sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from beffroi.inbox.models.conversations import Conversation
from beffroi.workspaces.models import User, Workspace

TONES = ("ok", "warn", "bad", "info", "doubt", "bronze")


class Label(models.Model):
    """A word that a workspace puts on conversations. Deleting it can be undone."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="labels", db_index=False
    )
    name = models.CharField(max_length=40)
    tone = models.CharField(max_length=6, choices=[(tone, tone) for tone in TONES], default="info")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=Q(deleted_at__isnull=True),
                name="one_label_per_name",
            ),
            models.CheckConstraint(name="label_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="label_tone_is_known", condition=Q(tone__in=TONES)),
        ]

    def __str__(self) -> str:
        return self.name


class ConversationLabel(models.Model):
    """That a conversation bears a label."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="labelled", db_index=False
    )
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="borne", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "label"], name="conversation_bears_label_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "label", "conversation"], name="inbox_labelled")
        ]

    def __str__(self) -> str:
        return f"label {self.label_id} on conversation {self.conversation_id}"


class Note(models.Model):
    """What members say to each other about a conversation. It may be about a person: it goes when
    that person asks to be forgotten."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="notes", db_index=False
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="note_has_words", condition=~Q(text=""))]
        indexes = [
            models.Index(fields=["conversation", "written_at", "id"], name="notes_of_conversation")
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Nudge(models.Model):
    """That a member should look at a conversation: a card on their Today until they saw it."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned"
        MENTIONED = "mentioned"
        TOLD = "told"  # by a rule
        ESCALATED = "escalated"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="nudges", db_index=False
    )
    kind = models.CharField(max_length=9, choices=Kind)
    #: Where they are mentioned.
    note = models.ForeignKey(
        Note, null=True, blank=True, on_delete=models.CASCADE, related_name="nudges"
    )
    #: The alert that they are told of.
    escalation = models.ForeignKey(
        "inbox.Escalation", null=True, blank=True, on_delete=models.CASCADE, related_name="nudges"
    )
    told_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The rule that did it, if none of the team did.
    rule = models.ForeignKey(
        "inbox.Rule", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user", "kind"],
                condition=Q(seen_at__isnull=True),
                name="one_unseen_nudge_of_a_kind",
            ),
            models.CheckConstraint(
                name="mention_stands_in_a_note",
                condition=~Q(kind="mentioned") | Q(note__isnull=False),
            ),
            models.CheckConstraint(
                name="only_rules_tell", condition=~Q(kind="told") | Q(rule__isnull=False)
            ),
            models.CheckConstraint(
                name="alert_card_names_its_escalation",
                condition=~Q(kind="escalated") | Q(escalation__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "user", "told_at", "id"],
                condition=Q(seen_at__isnull=True),
                name="inbox_nudges",
            )
        ]

    def __str__(self) -> str:
        return f"nudge {self.pk}"


class Presence(models.Model):
    """That a member has the answer box of a conversation open; true for a minute."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="one_presence_per_person")
        ]
        indexes = [models.Index(fields=["workspace", "seen_at"], name="inbox_present")]

    def __str__(self) -> str:
        return f"presence of {self.user_id} at conversation {self.conversation_id}"


class SavedAnswer(models.Model):
    """An answer that a team gives often, with places for what changes."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="saved_answers", db_index=False
    )
    name = models.CharField(max_length=60)
    text = models.TextField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=Q(deleted_at__isnull=True),
                name="one_saved_answer_per_name",
            ),
            models.CheckConstraint(
                name="saved_answer_has_name_and_words", condition=~Q(name="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """Filters that somebody named, for themselves or, without an owner, for the workspace."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="saved_views", db_index=False
    )
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=40)
    #: The filters, as the address of the inbox writes them.
    query = models.CharField(max_length=500, blank=True)
    place = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=Q(deleted_at__isnull=True, owner__isnull=True),
                name="one_shared_view_per_name",
            ),
            models.UniqueConstraint(
                "workspace",
                "owner",
                Lower("name"),
                condition=Q(deleted_at__isnull=True, owner__isnull=False),
                name="one_own_view_per_name",
            ),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["workspace", "place", "id"], name="inbox_saved_views")]

    def __str__(self) -> str:
        return self.name


class Sweep(models.Model):
    """What one person did to several conversations at once, so that it can be undone."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    actor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField()
    #: Of each conversation its id, how it stood before, and after.
    rows = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sweep_is_undone_later",
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("done_at")),
            )
        ]
        indexes = [models.Index(fields=["workspace", "done_at"], name="inbox_sweeps")]

    def __str__(self) -> str:
        return f"sweep {self.pk}"
