"""Erases of deliveries what is personal of whom they answered, once it no longer serves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from beffroi.core import jobs
from beffroi.delivery import actions, fate
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import EDITABLE, FINAL, Status

_FINAL = sorted(state.value for state in FINAL)


def forget_addressees(deliveries: QuerySet[Delivery]) -> None:
    """Keep only the id of what these answered. What may still leave keeps all, whole, until then.

    Inside the caller's transaction.
    """
    final = deliveries.filter(status__in=_FINAL)
    for row in final.only("content").order_by("pk"):
        reply = row.content.get("reply_to")
        if reply and (reply["author_handle"] or reply["context"]):
            row.content = {**row.content, "reply_to": {**reply, "author_handle": "", "context": {}}}
            row.save(update_fields=["content"])


def give_up_waiting(deliveries: QuerySet[Delivery], *, now: datetime) -> None:
    """Give up what has not left, and what waits for a person: nobody will decide about it."""
    waiting = [state.value for state in (*EDITABLE, Status.ASK_HUMAN)]
    for row in deliveries.filter(status__in=waiting).order_by("pk"):
        if row.state is Status.ASK_HUMAN:
            actions.abandon(row, actor=None, now=now)
        else:
            actions.cancel(row, actor=None, now=now)


def drop(deliveries: QuerySet[Delivery]) -> None:
    """Erase deliveries whole, with their proof and the jobs about them. Only what is final.

    Inside the caller's transaction.
    """
    ids = list(deliveries.filter(status__in=_FINAL).order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        jobs.cancel(actions.JOB, key=str(pk))
        jobs.cancel(fate.JOB, key=str(pk))
    Delivery.objects.filter(pk__in=ids).delete()
