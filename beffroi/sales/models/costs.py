from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from beffroi.channels.models import Channel
from beffroi.metrics.money import HOUR_CENTS
from beffroi.publishing.models import Post
from beffroi.sales.models.offers import Offer
from beffroi.sales.rules import NOTE_MAX, CostKind
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import User, Workspace


class Economics(models.Model):
    """What a company says of its money once: from then on margins and hours can be counted."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="economics")
    currency = models.CharField(max_length=3, default="EUR")
    #: What remains of a price before tax once the goods are paid for, from 0 to 1; None: unknown.
    margin_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    #: The tax in the prices that customers see; 0 where none is charged.
    vat_rate = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.2"))
    hour_cents = models.PositiveIntegerField(default=HOUR_CENTS)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="margin_rate_is_a_share",
                condition=Q(margin_rate__isnull=True) | Q(margin_rate__gte=0, margin_rate__lte=1),
            ),
            models.CheckConstraint(
                name="vat_rate_is_a_share", condition=Q(vat_rate__gte=0, vat_rate__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"economics of workspace {self.workspace_id}"


class Cost(models.Model):
    """Money spent on social networks, for the days that it pays for; before tax."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="costs", db_index=False
    )
    kind = models.CharField(max_length=6, choices=[(one.value, one.value) for one in CostKind])
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    cents = models.PositiveBigIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="costs"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="costs"
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="costs"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="costs"
    )
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    #: Makes one row of a form that is sent twice, see `core.once`.
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-last_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_cost_a_form"),
            models.CheckConstraint(
                name="cost_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(name="cost_is_some", condition=Q(cents__gt=0)),
        ]
        indexes = [models.Index(fields=["workspace", "last_day", "first_day"], name="costs_by_day")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.cents}"


class TimeKeeping(models.Model):
    """Whether time is noted by itself in a workspace; where there is no row, it is."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="time_keeping"
    )
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"time of workspace {self.workspace_id}: {self.is_on}"


class WorkTime(models.Model):
    """Minutes that somebody spent on social networks on a day."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="work_times", db_index=False
    )
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="work_times"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="work_times"
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="work_times"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="work_times"
    )
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    #: Whether the product made it of what the trail tells; whoever corrects it makes it theirs.
    #: Purpose: what networks cost. Seen by the person and whoever manages people; it goes with the
    #: workspace.
    is_measured = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    #: Makes one row of a form that is sent twice, see `core.once`.
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_work_time_a_form"),
            models.CheckConstraint(
                name="work_time_fits_a_day", condition=Q(minutes__gte=1, minutes__lte=1440)
            ),
            # One that was removed counts: it is not made again.
            models.UniqueConstraint(
                fields=["workspace", "person", "day"],
                condition=Q(is_measured=True),
                name="a_day_is_measured_once",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "day"], name="work_times_by_day")]

    def __str__(self) -> str:
        return f"{self.minutes} min on {self.day}"

    @property
    def length(self) -> timedelta:
        """The same as a length of time."""
        return timedelta(minutes=self.minutes)
