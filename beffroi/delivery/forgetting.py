"""Erases of a delivery what is personal of whom it answered, once it no longer serves."""

from __future__ import annotations

from django.db.models import QuerySet

from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import FINAL


def forget_addressees(deliveries: QuerySet[Delivery]) -> None:
    """Keep only the id of what these answered. What may still leave keeps all, whole, until then.

    Inside the caller's transaction.
    """
    final = deliveries.filter(status__in=sorted(state.value for state in FINAL))
    for row in final.only("content").order_by("pk"):
        reply = row.content.get("reply_to")
        if reply and (reply["author_handle"] or reply["context"]):
            row.content = {**row.content, "reply_to": {**reply, "author_handle": "", "context": {}}}
            row.save(update_fields=["content"])
