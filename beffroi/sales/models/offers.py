from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.publishing.models import Post
from beffroi.sales.rules import CODE_MAX, CONDITIONS_MAX, NAME_MAX, OfferKind
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import User, Workspace


class Product(models.Model):
    """Something whose price is kept, so that a reduction strikes the right one through."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="products")
    name = models.CharField(max_length=NAME_MAX)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_product_of_a_name"),
            models.CheckConstraint(name="product_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class PriceMark(models.Model):
    """What a product costs from a day on, with tax: the record that an inspector asks for."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    since = models.DateField()
    cents = models.PositiveIntegerField()
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "since"], name="one_price_a_product_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} since {self.since}: {self.cents}"


class Offer(models.Model):
    """A reduction, a sample or a contest that posts carry, with its code and its days."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in OfferKind])
    #: As customers say it, in its one spelling; "" where there is none.
    code = models.CharField(max_length=CODE_MAX, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers"
    )
    #: What a customer pays with it, with tax; None: it differs, or nobody said.
    price_cents = models.PositiveIntegerField(null=True, blank=True)
    #: In hundredths of a percent: 1000 is 10 %.
    percent_off = models.PositiveIntegerField(null=True, blank=True)
    #: How many there are; None: as many as are wanted.
    limit = models.PositiveIntegerField(null=True, blank=True)
    conditions = models.TextField(max_length=CONDITIONS_MAX, blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers"
    )
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    #: Out of sight; what it brought stays counted.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(name="offer_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="offer_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="offer_kind_is_known",
                condition=Q(kind__in=[one.value for one in OfferKind]),
            ),
            models.CheckConstraint(
                name="offer_takes_off_at_most_all",
                condition=Q(percent_off__isnull=True) | Q(percent_off__lte=10_000),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-first_day", "-id"], name="offers_of_workspace"),
            models.Index(fields=["workspace", "code", "first_day"], name="offers_by_code"),
        ]

    def __str__(self) -> str:
        return self.name


class OfferPost(models.Model):
    """That a post carries an offer: its words hold the code, or a person said so."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="carried")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="carries")
    is_found = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "post"], name="one_row_an_offer_and_post")
        ]

    def __str__(self) -> str:
        return f"post {self.post_id} carries offer {self.offer_id}"
