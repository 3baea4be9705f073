from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.workspaces.models import Agency, User

NAME_MAX = 80
FOOT_MAX = 160


class Brand(models.Model):
    """How an agency looks where its clients read. What is empty is as it was without."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="brand")
    #: What clients read; "": the agency's own.
    name = models.CharField(max_length=NAME_MAX, blank=True)
    #: As #rrggbb.
    colour = models.CharField(max_length=7, blank=True)
    #: Who writes the mails; "": the name.
    sender = models.CharField(max_length=NAME_MAX, blank=True)
    #: Where answers to them go; "": to the client's own address.
    reply_to = models.EmailField(blank=True)
    #: One line at the foot of what clients read.
    foot = models.CharField(max_length=FOOT_MAX, blank=True)
    #: Decoded and encoded anew: see `logos`.
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    #: In the address at which it is shown: SHA-256 of what is kept.
    logo_digest = models.CharField(max_length=64, blank=True, db_index=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="logo_has_its_kind_and_digest",
                condition=Q(logo__isnull=True, logo_type="", logo_digest="")
                | (Q(logo__isnull=False) & ~Q(logo_type="") & ~Q(logo_digest="")),
            ),
        ]

    def __str__(self) -> str:
        return f"brand of agency {self.agency_id}"
