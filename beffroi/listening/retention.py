"""Lets go of what was heard: names after a while, words at their term, what removed watches heard.

Few rows in one transaction; the row stays without its words, so that nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from beffroi.inbox.people.rules import months_before
from beffroi.listening import rules
from beffroi.listening.models import Catch, Ground, Mention, Surplus, Watch
from beffroi.workspaces.models import Workspace

_AT_ONCE = 500
#: A shorter term erases much at once: it takes effect a day later, so that it can be undone.
_SETTLED_AFTER = timedelta(days=1)


def unname(*, now: datetime) -> int:
    """Forget who wrote what is older than `rules.NAMED_FOR`; return how many rows that was."""
    done = 0
    for workspace_id in Workspace.objects.order_by("pk").values_list("pk", flat=True):
        rows = Mention.objects.there().filter(
            workspace=workspace_id, unnamed_at=None, written_at__lt=now - rules.NAMED_FOR
        )
        done += _in_batches(rows, lambda keys: _unname(keys, now=now))
    return done


def erase_due(*, now: datetime) -> int:
    """Erase the words of what is older than each workspace keeps; return how many rows that was."""
    done = 0
    for ground in Ground.objects.filter(changed_at__lte=now - _SETTLED_AFTER).order_by("pk"):
        before = months_before(now, ground.kept_for_months)
        rows = Mention.objects.there().filter(workspace=ground.workspace_id, written_at__lt=before)
        done += _in_batches(rows, lambda keys: _erase(keys, now=now))
    return done


def forget_removed(*, now: datetime) -> int:
    """Erase what watches heard alone whose removal can no longer be undone; return how many rows.

    The row of such a watch stays for its alerts, without the words that it looked for.
    """
    before = now - rules.REMOVAL_CAN_BE_UNDONE_FOR
    done = 0
    for watch in Watch.objects.filter(removed_at__lte=before).exclude(query={}).order_by("pk"):
        done += _forget(watch, now=now)
    return done


def _forget(watch: Watch, *, now: datetime) -> int:
    others = Catch.objects.filter(mention=OuterRef("pk")).exclude(watch=watch)
    alone = Mention.objects.filter(catches__watch=watch).filter(~Exists(others))
    done = _in_batches(alone, lambda keys: _erase(keys, now=now))
    with transaction.atomic():
        Catch.objects.filter(watch=watch).delete()
        Surplus.objects.filter(watch=watch).delete()
        Watch.objects.filter(pk=watch.pk).update(query={})
    return done


def _in_batches(rows: QuerySet[Mention], act: Callable[[list[int]], object]) -> int:
    """Do something to rows that no longer are among them afterwards."""
    done = 0
    oldest = rows.order_by("written_at", "pk").values_list("pk", flat=True)
    while keys := list(oldest[:_AT_ONCE]):
        with transaction.atomic():
            act(keys)
        done += len(keys)
    return done


def _unname(keys: list[int], *, now: datetime) -> None:
    Mention.objects.filter(pk__in=keys).update(
        author_id="", author_name="", author_handle="", url="", followers=None, unnamed_at=now
    )


def _erase(keys: list[int], *, now: datetime) -> None:
    Catch.objects.filter(mention__in=keys).delete()
    Mention.objects.filter(pk__in=keys, erased_at=None).wipe(erased_at=now)
