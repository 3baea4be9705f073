"""Whether twenty rules keep up with ten thousand comments in a minute, and how long a trial takes.

On a temporary database of the kind that this installation uses; its own is never read.
"""

from __future__ import annotations

import sys
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.cli.bench.inbox.filling import fill
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.inbox import automation, labelling
from beffroi.inbox.automation import trying, writing
from beffroi.inbox.automation.acting import BATCH
from beffroi.inbox.automation.writing import Draft
from beffroi.inbox.filters import Filters, Kind
from beffroi.inbox.models import Conversation, Feedback, Rule, RuleAct
from beffroi.networks.contracts import FeedbackKind
from beffroi.workspaces.models import User, Workspace

_MESSAGES = 10_000
_RULES = 20
#: Of the rules, so many meet a quarter of all messages; the others meet nothing.
_MEETING = 4
_WORDS = ("noix", "brioche", "lundi de Pâques", "tarte")


def run() -> dict[str, float | int]:
    """Have twenty rules look at 10,000 new messages, a batch at a time, then try one out."""
    with scratch_database("rules") as use:
        use()
        _say(f"{_MESSAGES:,} messages…")
        fill(_MESSAGES)
        Conversation.objects.update(status="open", done_at=None, kind=FeedbackKind.REPLY.value)
        place, owner = Workspace.objects.get(), User.objects.get()
        for number in range(_RULES):
            _write(place, owner, number)
        _say(f"{_RULES} rules…")
        return _act(place) | _try_out(place)


def _write(place: Workspace, owner: User, number: int) -> None:
    now = utc_now()
    label = labelling.make(place, name=f"Label {number}", tone="info", actor=owner, now=now)
    does = (writing.action(f"label:{label.pk}"), writing.action(f"notify:{owner.pk}"))
    meets = number < _MEETING
    draft = Draft(
        f"Rule {number}",
        Filters(kind=Kind.COMMENT) if meets else Filters(),
        words=_WORDS[number] if meets else f"introuvable{number}",
        actions=does,
    )
    row = writing.make(place, draft, actor=owner, now=now)
    writing.switch_on(row, tried_version=row.version, actor=owner, now=now)


def _act(place: Workspace) -> dict[str, float | int]:
    ids = list(Feedback.objects.order_by("pk").values_list("pk", flat=True))
    longest, queries = 0.0, 0
    begun = time.perf_counter()
    for start in range(0, len(ids), BATCH):
        before = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            automation.run(place, ids[start : start + BATCH], now=utc_now())
        queries = max(queries, len(captured))
        longest = max(longest, time.perf_counter() - before)
    seconds = time.perf_counter() - begun
    return {
        "messages": len(ids),
        "rules": _RULES,
        "acts": RuleAct.objects.count(),
        "seconds": round(seconds, 1),
        "messages_per_second": round(len(ids) / seconds),
        "longest_batch_ms": round(longest * 1000),
        "queries_per_batch": queries,
    }


def _try_out(place: Workspace) -> dict[str, float | int]:
    rule = Rule.objects.filter(workspace=place).order_by("-place").first()
    assert rule is not None  # noqa: S101 - they were just written
    begun = time.perf_counter()
    trial = trying.try_out(rule, now=utc_now())
    return {
        "trial_looked_at": trial.looked_at,
        "trial_ms": round((time.perf_counter() - begun) * 1000),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr)
