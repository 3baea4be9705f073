from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.sales.models.conversions import Shop
from beffroi.sales.rules import CALL_DETAIL_MAX, Outcome

#: Those that anybody could make: a row a day stands for all of them.
_UNPROVEN = ["ping", "missing", "forged", "stale"]


class ShopCall(models.Model):
    """That a shop called, and what became of it: the last ones, for whoever sets a shop up.

    Neither the body nor the headers are kept. What is not proven to come from the shop is counted,
    a row for each day and reason.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="calls", db_index=False)
    #: When it came; of several, the last one.
    at = models.DateTimeField()
    #: In the zone of the workspace.
    day = models.DateField()
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    #: Why it was not taken, a key of `orders.problems`; "" where it was.
    problem = models.CharField(max_length=20, blank=True)
    #: The number of the order, what was written, or by how many seconds a clock is off.
    detail = models.CharField(max_length=CALL_DETAIL_MAX, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "day", "outcome"],
                condition=Q(outcome__in=_UNPROVEN),
                name="one_row_a_day_of_unproven_calls",
            ),
            models.CheckConstraint(name="call_came_once_or_more", condition=Q(times__gte=1)),
        ]
        indexes = [models.Index(fields=["shop", "-at", "-id"], name="calls_of_shop")]

    def __str__(self) -> str:
        return f"call {self.pk} of shop {self.shop_id}"
