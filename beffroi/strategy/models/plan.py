"""Tables of a strategy: whom it is for, where we are and why, of what we speak, with what means."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.strategy.plan.rules import (
    AUDIENCES_MAX,
    CENTS_MAX,
    LINE_MAX,
    MINUTES_MAX,
    NAME_MAX,
    NETWORK_MAX,
    PILLARS_MAX,
    POSTS_MAX,
    TEXT_MAX,
    WHOLE,
    Address,
    Part,
    Standing,
    Step,
)
from beffroi.workspaces.models import User, Workspace

_SUNDAY = 6


class Strategy(models.Model):
    """What a workspace means to do with social networks; its rows hang below."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="strategy")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: What readers get from following us, in our words.
    value = models.TextField(max_length=TEXT_MAX, blank=True)
    #: Of a week, of our own people; None: nobody said it.
    minutes_a_week = models.PositiveSmallIntegerField(null=True)
    #: A year, before tax, in the company's currency; None: nobody said it.
    media_cents = models.PositiveBigIntegerField(null=True)
    tools_cents = models.PositiveBigIntegerField(null=True)
    agency_cents = models.PositiveBigIntegerField(null=True)
    #: How many of our own minutes a week the agency frees.
    agency_minutes = models.PositiveSmallIntegerField(null=True)
    address = models.CharField(
        max_length=4, choices=[(one.value, one.value) for one in Address], default=Address.VOUS
    )
    we_say = models.TextField(max_length=TEXT_MAX, blank=True)
    we_do_not_say = models.TextField(max_length=TEXT_MAX, blank=True)
    #: Who reads the figures, on which day of the week (0 is Monday); None: nobody yet.
    reader = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reading_day = models.PositiveSmallIntegerField(null=True)
    #: When it was agreed last, by whom, as what, and when the day begins on which it is read again.
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_as = models.JSONField(default=dict)
    review_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="strategy_that_is_agreed_is_read_again",
                condition=Q(agreed_at__isnull=True, review_at__isnull=True)
                | Q(agreed_at__isnull=False, review_at__isnull=False),
            ),
            models.CheckConstraint(
                name="strategy_week_has_its_minutes",
                condition=(
                    Q(minutes_a_week__isnull=True)
                    | Q(minutes_a_week__gte=1, minutes_a_week__lte=MINUTES_MAX)
                )
                & (Q(agency_minutes__isnull=True) | Q(agency_minutes__lte=MINUTES_MAX)),
            ),
            models.CheckConstraint(
                name="strategy_money_is_no_slip",
                condition=(Q(media_cents__isnull=True) | Q(media_cents__lte=CENTS_MAX))
                & (Q(tools_cents__isnull=True) | Q(tools_cents__lte=CENTS_MAX))
                & (Q(agency_cents__isnull=True) | Q(agency_cents__lte=CENTS_MAX)),
            ),
            models.CheckConstraint(
                name="strategy_reading_day_is_of_a_week",
                condition=Q(reading_day__isnull=True) | Q(reading_day__lte=_SUNDAY),
            ),
            models.CheckConstraint(
                name="strategy_address_is_known",
                condition=Q(address__in=[one.value for one in Address]),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "review_at"], name="strategy_to_review")]

    def __str__(self) -> str:
        return f"strategy of workspace {self.workspace_id}"


class PlanStep(models.Model):
    """A step of the assistant that somebody saved. `version` tells one saving from another."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    name = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Step])
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "name"], name="one_row_a_step"),
            models.CheckConstraint(
                name="plan_step_is_known", condition=Q(name__in=[one.value for one in Step])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of strategy {self.strategy_id}"


class Audience(models.Model):
    """People whom the company wants to reach. Proposed until somebody agreed on them."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="audiences", db_index=False
    )
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_MAX)
    who = models.CharField(max_length=LINE_MAX, blank=True)
    wants = models.CharField(max_length=LINE_MAX, blank=True)
    reached = models.CharField(max_length=LINE_MAX, blank=True)
    is_agreed = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "place"], name="one_audience_a_place"),
            models.CheckConstraint(
                name="audience_has_a_place", condition=Q(place__gte=1, place__lte=AUDIENCES_MAX)
            ),
            models.CheckConstraint(name="audience_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkRole(models.Model):
    """Why we are on a network, who does it and how often; or why we are not."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="networks", db_index=False
    )
    network = models.CharField(max_length=NETWORK_MAX)
    standing = models.CharField(
        max_length=6,
        choices=[(one.value, one.value) for one in Standing],
        default=Standing.THERE,
    )
    #: What it is for; "" where we are not.
    part = models.CharField(
        max_length=7, blank=True, choices=[(one.value, one.value) for one in Part]
    )
    #: Why we are there, or why not.
    why = models.CharField(max_length=LINE_MAX, blank=True)
    #: What its end gave back; "" where we are there.
    gave_back = models.CharField(max_length=LINE_MAX, blank=True)
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    backup = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: None: when there is something to say.
    posts_a_week = models.PositiveSmallIntegerField(null=True)
    #: Since when we are not there.
    left_day = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "network"], name="one_role_a_network"),
            models.CheckConstraint(name="network_role_has_one", condition=~Q(network="")),
            models.CheckConstraint(
                name="network_has_a_part_or_was_left",
                condition=(Q(standing=Standing.THERE.value, gave_back="") & ~Q(part=""))
                | Q(standing__in=[Standing.CLOSED.value, Standing.NEVER.value], part=""),
            ),
            models.CheckConstraint(
                name="network_posts_of_a_week",
                condition=Q(posts_a_week__isnull=True)
                | Q(posts_a_week__gte=1, posts_a_week__lte=POSTS_MAX),
            ),
        ]

    def __str__(self) -> str:
        return self.network


class Pillar(models.Model):
    """Something of which we speak again and again; without a place it was given up."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="pillars", db_index=False
    )
    place = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=NAME_MAX)
    #: Of a hundred posts.
    share = models.PositiveSmallIntegerField()
    is_offers = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "place"],
                condition=Q(place__isnull=False),
                name="one_pillar_a_place",
            ),
            models.UniqueConstraint(
                fields=["strategy"],
                condition=Q(place__isnull=False, is_offers=True),
                name="one_pillar_is_the_offers",
            ),
            models.CheckConstraint(
                name="pillar_has_a_place_or_none",
                condition=Q(place__isnull=True) | Q(place__gte=1, place__lte=PILLARS_MAX),
            ),
            models.CheckConstraint(
                name="pillar_share_is_of_a_hundred",
                condition=Q(share__gte=1, share__lte=WHOLE),
            ),
            models.CheckConstraint(name="pillar_has_a_name", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["strategy", "place"], name="pillars_of_strategy")]

    def __str__(self) -> str:
        return self.name
