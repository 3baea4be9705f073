"""Jobs of the inbox: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.channels.asking import asked_about
from beffroi.core.clock import Clock
from beffroi.core.jobs import enqueue, job, on_quarantine, periodic
from beffroi.core.leftovers import clear_leftovers
from beffroi.inbox import (
    automation,
    clearing,
    erasing,
    escalations,
    hearing,
    learning,
    leaving,
    polling,
    removing,
    rereading,
    rules,
)
from beffroi.inbox.automation import asking
from beffroi.inbox.models import Erasure
from beffroi.inbox.people import erasure, ledger, retention
from beffroi.inbox.people.rules import ERASE_AT_ONCE
from beffroi.inbox.search import filling
from beffroi.workspaces.models import Workspace

POLL = "inbox.poll"
THREADS = "inbox.threads"
FOLLOW = "inbox.follow"
COUNT_ANEW = "inbox.count_anew"


@job(POLL)
def poll(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read a channel's new feedback."""
    channel = asked_about(payload)
    return polling.poll(channel, clock=clock) if channel else None


@job(THREADS)
def read_threads(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read the replies under a channel's recent posts."""
    channel = asked_about(payload)
    return polling.read_threads(channel, clock=clock) if channel else None


@job(FOLLOW)
def follow(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Follow edits and deletions of a channel's recent feedback."""
    channel = asked_about(payload)
    return polling.follow(channel, clock=clock) if channel else None


@job(hearing.HEAR)
def hear(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read again what a network told us of."""
    channel = asked_about(payload)
    return hearing.read_heard(channel, clock=clock) if channel else None


@job(removing.REMOVE)
def remove(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Delete on its network what somebody said, unless that was undone."""
    return removing.remove_due(payload["feedback_id"], clock=clock)


@on_quarantine(removing.REMOVE)
def give_up_removal(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say on the message that it may still be there."""
    removing.give_up(payload["feedback_id"], now=clock())


@job(asking.RUN)
def run_rules(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have the rules look at messages that were kept."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at__isnull=True).first()
    if workspace is not None:
        automation.run(workspace, payload["feedback_ids"], now=clock())
    return None


@job(escalations.MAIL_ALERT, attempts=12)
def mail_alert(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Mail a contact of the crisis file that something waits; tried for about two hours."""
    escalations.mail(payload["notice_id"], now=clock())
    return None


@on_quarantine(escalations.MAIL_ALERT)
def give_up_alert(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say beside the conversation that the mail did not leave."""
    escalations.give_up(payload["notice_id"], now=clock())


@job(leaving.LET_GO)
def let_go(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Whoever left had ten minutes to come back to what was theirs."""
    leaving.let_go(payload["ids"])
    return None


@periodic("inbox.erase", every=rules.ERASE_EVERY)
def erase(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase what the rules of networks let nobody keep; go on soon when there is more."""
    is_cut = erasing.erase_due(now=clock()) >= rules.ERASE_AT_ONCE
    return clock() + rules.POLL_ON_AFTER if is_cut else None


@job(erasure.ERASE)
def erase_person(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase all about a person, unless that was undone."""
    return erasure.erase_due(payload["erasure_id"], clock=clock)


@on_quarantine(erasure.ERASE)
def go_on_erasing(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """An erasure is never given up: somebody has a right to it."""
    for row in Erasure.objects.pending().filter(pk=payload["erasure_id"]):
        erasure.resume(row, run_at=clock() + rules.CRASHED_FOR)


@job(erasure.ERASE_AGAIN)
def erase_again(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase whoever came back out of a backup, once nothing is on its way to them."""
    if erasure.erase_again(now=clock()):
        clear_leftovers(whole=True)
    return None


@on_quarantine(erasure.ERASE_AGAIN)
def go_on_erasing_again(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Nor is this ever given up."""
    erasure.erase_again_at(clock() + rules.CRASHED_FOR)


@periodic("inbox.retain", every=timedelta(days=1))
def retain(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase what is older than workspaces keep, and whoever came back out of a backup."""
    is_news = erasure.take_in_ledger(now=clock())
    ledger.follow()
    erased = retention.erase_due(now=clock())
    again = erasure.erase_again(now=clock()) if is_news else 0
    if erased or again:
        clear_leftovers()
    return clock() + rules.POLL_ON_AFTER if erased >= ERASE_AT_ONCE else None


@periodic("inbox.index", every=rules.INDEX_EVERY)
def fill_index(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Take into the search what was said before there was one; go on soon when there is more."""
    is_cut = filling.fill(now=clock()) >= rules.INDEX_AT_ONCE
    return clock() + rules.INDEX_REST if is_cut else None


@job(COUNT_ANEW)
def count_anew(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Count anew by when answers are due, after the company's terms changed."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at=None).first()
    if workspace is not None:
        rereading.count_anew(workspace, now=clock())


@job(learning.LEARN)
def learn(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Learn from a workspace's own corrections and stars."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at=None).first()
    if workspace is not None:
        learning.build(workspace, now=clock())


@periodic("inbox.learn_all", every=timedelta(days=1))
def learn_all(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have all learn anew: what was erased since teaches no more."""
    learning.ask_all(now=clock())
    return None


@periodic("inbox.understand", every=rules.INDEX_EVERY)
def understand(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Understand what came in before it could be; go on soon when there is more."""
    is_cut = rereading.read_past(now=clock()) >= rules.INDEX_AT_ONCE
    return clock() + rules.INDEX_REST if is_cut else None


@periodic("inbox.clear", every=timedelta(days=1))
def clear(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Drop what the team deleted long ago."""
    clearing.clear(now=clock())
    return None


def _try_later(kind: str) -> None:
    """A read that keeps crashing is spaced out and never given up: silence would be a lie."""

    @on_quarantine(kind)
    def again(payload: Mapping[str, Any], *, clock: Clock) -> None:
        enqueue(
            kind,
            key=str(payload["channel_id"]),
            run_at=clock() + rules.CRASHED_FOR,
            payload=dict(payload),
            workspace_id=payload.get("workspace_id"),
        )


for _kind in (POLL, THREADS, FOLLOW, hearing.HEAR):
    _try_later(_kind)
