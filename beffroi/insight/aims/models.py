from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.channels.models import Channel
from beffroi.links.models import Link
from beffroi.sales.models import Offer
from beffroi.strategy.models import Goal


class GoalFocus(models.Model):
    """The one offer, link or source of reviews that a goal counts; without a row it counts all."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="focus")
    # None of them may go and leave a goal that counts everything from then on.
    offer = models.ForeignKey(Offer, null=True, on_delete=models.RESTRICT, related_name="+")
    link = models.ForeignKey(Link, null=True, on_delete=models.RESTRICT, related_name="+")
    source = models.ForeignKey(Channel, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="goal_has_one_focus",
                condition=Q(offer__isnull=False, link__isnull=True, source__isnull=True)
                | Q(offer__isnull=True, link__isnull=False, source__isnull=True)
                | Q(offer__isnull=True, link__isnull=True, source__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"focus of goal {self.goal_id}"
