"""What a person answers and decides before a page is opened on one more network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.strategy.models import Opening
from beffroi.strategy.opening.rules import ASKED, Item, Verdict, mark
from beffroi.workspaces.models import User, Workspace


class NotAsked(Exception):
    """Figures answer this question, not people; not fit for people."""


class StillBlocked(Exception):
    """Something blocks, and no reason was given to open despite it; not fit for people."""


class DecidedMeanwhile(Exception):
    """Somebody decided to open it since the page was shown; nothing was done. Not for people."""


class WrittenMeanwhile(Exception):
    """Somebody wrote `words` since the page was shown; nothing was done. Not for people."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


def opening_of(workspace: Workspace, network: str) -> Opening | None:
    """Return what was said of a network, None where nobody said anything. One query."""
    rows = Opening.objects.filter(workspace=workspace, network=network)
    return rows.select_related("decided_by").first()


def is_to_open(opening: Opening | None) -> bool:
    """Tell whether it was decided that the page opens."""
    what = opening.decision if opening else Opening.Decision.NONE
    return what in {Opening.Decision.OPENED, Opening.Decision.DESPITE}


def said_of(opening: Opening | None) -> Mapping[Item, bool]:
    """Return the answers that were given, by question."""
    told = opening.said if opening else {}
    return {item: told[item.value] for item in ASKED if item.value in told}


@transaction.atomic
def answer(
    workspace: Workspace,
    network: str,
    item: Item,
    *,
    is_settled: bool | None,
    actor: User,
    now: datetime,
) -> None:
    """Keep what somebody says of a question; None takes an answer back. Raises NotAsked."""
    if item not in ASKED:
        raise NotAsked
    row = _locked(workspace, network, actor=actor, now=now)
    said = {name: value for name, value in row.said.items() if name != item.value}
    row.said = said if is_settled is None else said | {item.value: is_settled}
    _keep(row, "answered", ["said"], actor=actor, now=now)


@transaction.atomic
def write_closing(
    workspace: Workspace, network: str, words: str, *, actor: User, now: datetime, seen: str = ""
) -> None:
    """Keep under what figures the page will be closed again, and how.

    `seen` is the mark of what the writer's page showed. Raises WrittenMeanwhile.
    """
    row = _locked(workspace, network, actor=actor, now=now)
    if row.closing not in {"", words} and mark(row.closing) != seen:
        raise WrittenMeanwhile(row.closing)
    row.closing = words
    _keep(row, "closing_written", ["closing"], actor=actor, now=now)


@transaction.atomic
def open_page(
    workspace: Workspace,
    network: str,
    verdict: Verdict,
    *,
    reason: str = "",
    actor: User,
    now: datetime,
) -> None:
    """Decide to open the page; where something blocks, for a reason.

    Raises StillBlocked and DecidedMeanwhile.
    """
    if not verdict.may_open and not reason:
        raise StillBlocked
    what = Opening.Decision.OPENED if verdict.may_open else Opening.Decision.DESPITE
    kept = "" if verdict.may_open else reason
    _decide(workspace, network, what, reason=kept, actor=actor, now=now)


@transaction.atomic
def not_now(workspace: Workspace, network: str, *, actor: User, now: datetime) -> None:
    """Decide not to open the page for the time being. Raises DecidedMeanwhile."""
    _decide(workspace, network, Opening.Decision.NOT_NOW, reason="", actor=actor, now=now)


@transaction.atomic
def take_back(workspace: Workspace, network: str, *, actor: User, now: datetime) -> None:
    """Undo a decision; what was answered stays."""
    row = _locked(workspace, network, actor=actor, now=now)
    row.decision, row.reason = Opening.Decision.NONE, ""
    row.decided_by, row.decided_at = None, None
    names = ["decision", "reason", "decided_by", "decided_at"]
    _keep(row, "undecided", names, actor=actor, now=now)


def _decide(
    workspace: Workspace,
    network: str,
    what: Opening.Decision,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    row = _locked(workspace, network, actor=actor, now=now)
    if is_to_open(row):
        raise DecidedMeanwhile
    row.decision, row.reason = what, reason
    row.decided_by, row.decided_at = actor, now
    names = ["decision", "reason", "decided_by", "decided_at"]
    _keep(row, what.value, names, actor=actor, now=now)


def _locked(workspace: Workspace, network: str, *, actor: User, now: datetime) -> Opening:
    """Return the row of a network, made where there was none; whoever else writes it waits."""
    defaults = {"changed_by": actor, "changed_at": now}
    Opening.objects.get_or_create(workspace=workspace, network=network, defaults=defaults)
    return Opening.objects.select_for_update().get(workspace=workspace, network=network)


def _keep(row: Opening, what: str, names: list[str], *, actor: User, now: datetime) -> None:
    row.changed_by, row.changed_at = actor, now
    row.save(update_fields=[*names, "changed_by", "changed_at"])
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=f"opening.{what}",
        subject=f"opening:{row.network}",
        now=now,
    )
