"""What was brought before the crisis team, and who was told of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.company.models import CrisisContact
from beffroi.inbox.models.conversations import Conversation
from beffroi.workspaces.models import User, Workspace

WHY_MAX = 300


class Escalation(models.Model):
    """That the crisis team was alerted to a conversation, until somebody says it is settled."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="escalations", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="escalations", db_index=False
    )
    raised_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    raised_at = models.DateTimeField()
    #: In a few words. About a person: erased with their words, or when they ask.
    why = models.CharField(max_length=WHY_MAX, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(closed_at__isnull=True),
                name="one_open_escalation_per_conversation",
            ),
            models.CheckConstraint(
                name="escalation_is_closed_later",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("raised_at")),
            ),
            models.CheckConstraint(
                name="open_escalation_was_closed_by_nobody",
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-raised_at", "-id"], name="inbox_escalations"),
            models.Index(fields=["conversation", "id"], name="inbox_escalations_of_one"),
        ]

    def __str__(self) -> str:
        return f"escalation {self.pk}"


class EscalationNotice(models.Model):
    """That somebody is told of an escalation: a member by a card, a contact by a mail.

    Holds no name: a member or a contact who is gone leaves when they were told, and nothing else.
    """

    class Way(models.TextChoices):
        CARD = "card"
        MAIL = "mail"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    escalation = models.ForeignKey(
        Escalation, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    way = models.CharField(max_length=4, choices=Way)
    member = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey(
        CrisisContact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When the card was there, or the mail had left; None: not yet.
    told_at = models.DateTimeField(null=True, blank=True)
    #: When it was given up: the mail server refused it for good, or a backup was restored.
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "member"], name="member_is_told_once_of_an_escalation"
            ),
            models.UniqueConstraint(
                fields=["escalation", "contact"], name="contact_is_told_once_of_an_escalation"
            ),
            models.CheckConstraint(
                name="cards_are_for_members_and_mails_for_contacts",
                condition=Q(way="card", contact__isnull=True, told_at__isnull=False)
                | Q(way="mail", member__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_is_told_or_given_up",
                condition=Q(told_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(told_at__isnull=True, given_up_at__isnull=True),
                name="inbox_notices_due",
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk} of escalation {self.escalation_id}"
