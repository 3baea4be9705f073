from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.channels.models import Channel
from beffroi.links.models import Link
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post
from beffroi.sales.models.offers import Offer
from beffroi.sales.orders.software import Software
from beffroi.sales.rules import CODE_MAX, NAME_MAX, ORDER_ID_MAX, SAID_MAX, Kind, Source
from beffroi.workspaces.models import User, Workspace

TOKEN_LENGTH = 43
DIGEST_LENGTH = 32


class Shop(models.Model):
    """A shop that tells its orders: by signed calls at an address of its own, or by tables."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="shops")
    name = models.CharField(max_length=NAME_MAX)
    software = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Software])
    #: Stands in the address that it calls.
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True)
    #: Its secrets as JSON, newest first: the one before goes on working while it is replaced.
    sealed = models.BinaryField()
    connected_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    connected_at = models.DateTimeField()
    #: When a call of its own was last genuine; None: never.
    heard_at = models.DateTimeField(null=True, blank=True)
    #: What stood in the way last, a key of `sales.troubles`; "" since the last good call.
    trouble = models.CharField(max_length=20, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    #: Calls whose signature was wrong, counted apart.
    forged = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(name="shop_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class Conversion(models.Model):
    """Something that customers did which counts: an order, codes at the till, a call, a visit.

    Counted once, with its strongest proof. Amounts are before tax. `customer` is a keyed digest
    of a mail address, to tell who comes back; it goes after `rules.CUSTOMER_KEPT_FOR`.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="conversions", db_index=False
    )
    kind = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Kind])
    source = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Source])
    happened_at = models.DateTimeField()
    #: In the workspace's zone.
    day = models.DateField()
    quantity = models.PositiveIntegerField(default=1)
    shop = models.ForeignKey(
        Shop, null=True, blank=True, on_delete=models.CASCADE, related_name="conversions"
    )
    #: The shop's own number of the order; "" by hand.
    order_id = models.CharField(max_length=ORDER_ID_MAX, blank=True)
    #: How new what was told is; an older telling changes nothing.
    rank = models.BigIntegerField(default=0)
    #: The refunds that stood at that rank; None: nothing was said of them.
    refund_ids = models.JSONField(null=True, blank=True)
    #: False once it was cancelled.
    counts = models.BooleanField(default=True)
    currency = models.CharField(max_length=3)
    #: None: nobody said how much, or tax cannot be taken out of it.
    net_cents = models.BigIntegerField(null=True, blank=True)
    #: What was taken off before: the goods cost as much as without it.
    discount_cents = models.BigIntegerField(default=0)
    refunded_cents = models.BigIntegerField(default=0)
    #: A value of `metrics.proofs.Proof`; None: nothing tells that social networks led to it.
    proof = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(one.value, one.name) for one in Proof]
    )
    code = models.CharField(max_length=CODE_MAX, blank=True)
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversions"
    )
    link = models.ForeignKey(
        Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversions"
    )
    #: The post and the channel that a person named, or that the link belongs to.
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversions"
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversions"
    )
    #: What customers answered to “How did you hear of us?”.
    said = models.CharField(max_length=SAID_MAX, blank=True)
    customer = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    #: As the shop says it; None: it does not, and what was bought before tells.
    is_first_of_customer = models.BooleanField(null=True, blank=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    #: Taken back by a person; it can be undone.
    removed_at = models.DateTimeField(null=True, blank=True)
    #: Makes one row of a form that is sent twice, see `core.once`.
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_conversion_a_form"),
            models.UniqueConstraint(
                fields=["shop", "order_id"],
                condition=~Q(order_id=""),
                name="one_conversion_an_order",
            ),
            models.CheckConstraint(name="conversion_counts_some", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="order_of_a_shop_has_a_number",
                condition=Q(shop__isnull=True) | ~Q(order_id=""),
            ),
            models.CheckConstraint(
                name="certain_conversion_has_an_offer_or_had_one",
                condition=Q(proof__isnull=True)
                | ~Q(proof=Proof.CERTAIN.value)
                | ~Q(code="")
                | Q(offer__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_amount_is_reduced",
                condition=Q(net_cents__isnull=False) | Q(discount_cents=0),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "day", "proof"], name="conversions_by_day"),
            models.Index(fields=["workspace", "-happened_at", "-id"], name="conversions_newest"),
            models.Index(fields=["offer", "day"], name="conversions_of_offer"),
            models.Index(
                fields=["workspace", "customer", "happened_at"],
                condition=~Q(customer=""),
                name="conversions_of_customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id or self.pk}"


class Refund(models.Model):
    """Money that a shop gave back; it may be told before its order is."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="refunds")
    order_id = models.CharField(max_length=ORDER_ID_MAX)
    refund_id = models.CharField(max_length=ORDER_ID_MAX)
    #: Before tax, as the shop said it.
    net_cents = models.PositiveBigIntegerField()
    refunded_at = models.DateTimeField()
    rank = models.BigIntegerField(default=0)
    #: It stands for all refunds of its order, where no other is known.
    is_sum = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "refund_id"], name="one_row_a_refund")
        ]
        indexes = [models.Index(fields=["shop", "order_id"], name="refunds_of_order")]

    def __str__(self) -> str:
        return f"refund {self.refund_id} of {self.order_id}"
