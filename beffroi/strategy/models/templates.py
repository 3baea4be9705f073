"""The table of strategies that an agency keeps to begin others with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.strategy.plan.rules import NAME_MAX
from beffroi.workspaces.models import Agency, User


class StrategyTemplate(models.Model):
    """What one strategy says that may serve another client: never people, money or goals."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="strategy_templates", db_index=False
    )
    name = models.CharField(max_length=NAME_MAX)
    #: As `plan.templates.told` writes it, by step.
    content = models.JSONField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=Q(removed_at__isnull=True),
                name="one_template_a_name",
            ),
            models.CheckConstraint(name="template_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
