"""The table of what a company said before it opened a page on one more network."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.strategy.opening.rules import CLOSING_MAX, REASON_MAX
from beffroi.strategy.plan.rules import NETWORK_MAX
from beffroi.workspaces.models import User, Workspace


class Opening(models.Model):
    """What was answered and decided of one network. Figures are read anew each time."""

    class Decision(models.TextChoices):
        #: Nothing is decided yet.
        NONE = ""
        OPENED = "opened"
        #: Opened though something blocked, for a reason that is kept.
        DESPITE = "despite"
        NOT_NOW = "not_now"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="openings", db_index=False
    )
    network = models.CharField(max_length=NETWORK_MAX)
    #: By question, what was said: {"rights": true}.
    said = models.JSONField(default=dict)
    #: Under what figures the page will be closed again, and how.
    closing = models.TextField(max_length=CLOSING_MAX, blank=True)
    decision = models.CharField(max_length=7, blank=True, choices=Decision, default=Decision.NONE)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "network"], name="one_opening_a_network"),
            models.CheckConstraint(name="opening_has_a_network", condition=~Q(network="")),
            models.CheckConstraint(
                name="opening_says_when_it_was_decided",
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=["opened", "despite", "not_now"], decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="opening_despite_has_a_reason",
                condition=~Q(decision="despite") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.network
