"""Erases here what the rules of networks let nobody keep, and what is held of a person who asks."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from beffroi.channels.models import Channel
from beffroi.delivery.forgetting import forget_addressees
from beffroi.delivery.models import Delivery
from beffroi.inbox import corrections, data_rules, notes, rules, summary
from beffroi.inbox.automation import answers
from beffroi.inbox.models import Block, Conversation, Feedback, Person, Suppression
from beffroi.inbox.people import holders, suppression
from beffroi.inbox.people.who import on_channel
from beffroi.networks import registry

logger = logging.getLogger(__name__)


def erase_due(*, now: datetime) -> int:
    """Erase what others wrote and has come to its term, connected or not; return how many.

    Few in one transaction, so that others write between, and `rules.ERASE_AT_ONCE` at most.
    """
    erased = 0
    for channel, why, is_due in _terms(now=now):
        while erased < rules.ERASE_AT_ONCE:
            done = _erase_batch(channel, why, is_due, now=now)
            erased += done
            if done < rules.ERASE_BATCH:
                break
    if erased:
        logger.info("%s feedback erased by the rules of their networks", erased)
    return erased


def _terms(*, now: datetime) -> Iterator[tuple[Channel, Feedback.Erasure, Q]]:
    """Tell, for each channel whose network sets a term, what has come to it."""
    for network in registry.NETWORKS:
        use = data_rules.use_of(network)
        terms = (
            (Feedback.Erasure.KEPT_LONG_ENOUGH, "received_at__lte", use.kept_for),
            (Feedback.Erasure.NOT_CONFIRMED, "shown_at__lte", use.refreshed_within),
        )
        for why, age, term in terms:
            if term is None:
                continue
            is_due = Q(**{age: now - rules.erase_after(term)})
            for channel in Channel.objects.filter(network=network).order_by("id"):
                yield channel, why, is_due


@transaction.atomic
def _erase_batch(channel: Channel, why: Feedback.Erasure, is_due: Q, *, now: datetime) -> int:
    summary.hold_channels([channel.pk])  # as whoever reads does
    rows = Feedback.objects.there().filter(is_due, channel=channel, is_ours=False)
    ids = list(rows.order_by("id").values_list("pk", flat=True)[: rules.ERASE_BATCH])
    _erase(ids, why, now=now)
    return len(ids)


@transaction.atomic
def forget_person(channel: Channel, person_id: str, *, now: datetime) -> int:
    """Erase what somebody wrote to a channel, and the number that names them; return how many.

    For one who asks it through the network: it says who by that number alone. A backup that is
    restored later is erased again, as after `people/erasure.py`.
    """
    summary.hold_channels([channel.pk])
    theirs = Feedback.objects.filter(
        workspace_id=channel.workspace_id, channel=channel, author_id=person_id, is_ours=False
    )
    ids = list(theirs.there().order_by("id").values_list("pk", flat=True))
    _erase(ids, Feedback.Erasure.ASKED, now=now)
    conversations = Conversation.objects.filter(channel=channel, person_id=person_id)
    notes.forget(list(conversations.values_list("pk", flat=True)))
    answers.forget(person_id, channel_id=channel.pk)
    conversations.update(person_id=_nobody("pk"))
    theirs.update(author_id=_nobody("conversation_id"))
    Block.objects.filter(channel=channel, author_id=person_id).delete()
    person = on_channel(channel, person_id)
    Person.objects.filter(**person.key).delete()
    suppression.note(person, Suppression.Kind.ERASED, at=now)
    holders.erase(person, now=now)
    return len(ids)


def _nobody(conversation: str) -> Concat:
    """Return what stands for a person whose number is kept no more, by that of a conversation."""
    return Concat(Value("erased:"), Cast(conversation, CharField()))


def _erase(ids: Collection[int], why: Feedback.Erasure, *, now: datetime) -> None:
    """Empty these and all that repeats them. Inside a transaction."""
    rows = Feedback.objects.filter(pk__in=ids)
    rows.wipe(erased_at=now, erased_as=why)
    corrections.forget(ids)
    forget_addressees(Delivery.objects.filter(answer__feedback__in=ids))
    touched = set(rows.values_list("conversation_id", flat=True))
    for conversation_id in sorted(touched):
        summary.refresh(summary.locked(conversation_id), now=now)
