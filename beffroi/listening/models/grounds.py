from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.listening import rules
from beffroi.workspaces.models import User, Workspace


class Ground(models.Model):
    """By what right a workspace listens, weighed by a person: no watch stands without it.

    The balancing test, the record of processing and the public notice are made of it and of the
    watches. Words of the company; no personal data but who weighed.
    """

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="listening_ground"
    )
    legal_ground = models.CharField(max_length=20, default="legitimate_interest")
    #: Keys of `rules.Purpose`.
    purposes = models.JSONField(default=list)
    #: What the company says of each question of the balancing test, by key.
    balancing = models.JSONField(default=dict)
    #: Whom people write to about it.
    contact = models.CharField(max_length=255, blank=True)
    kept_for_months = models.PositiveSmallIntegerField(default=rules.KEPT_FOR_MONTHS)
    #: Stands in the address of the public notice; it stays.
    address = models.SlugField(max_length=60, unique=True)
    weighed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    weighed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_ground_is_known",
                condition=Q(legal_ground__in=[one.value for one in rules.LegalGround]),
            ),
            models.CheckConstraint(
                name="mentions_are_kept_for_a_while",
                condition=Q(kept_for_months__range=(1, rules.KEPT_FOR_MONTHS_MAX)),
            ),
        ]

    def __str__(self) -> str:
        return f"ground of workspace {self.workspace_id}"
