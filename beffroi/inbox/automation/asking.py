"""Asks for the rules to look at new messages: called once they are kept, in their transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from beffroi.core.jobs import enqueue
from beffroi.inbox.automation.acting import BATCH
from beffroi.inbox.models import AutomaticAnswer, Rule

RUN = "inbox.rules"


def ask(workspace_id: int, feedback_ids: Sequence[int], *, now: datetime) -> None:
    """Have a job look at these, unless nothing is on."""
    if not feedback_ids or not _is_anything_on(workspace_id):
        return
    for start in range(0, len(feedback_ids), BATCH):
        portion = list(feedback_ids[start : start + BATCH])
        enqueue(
            RUN,
            key=str(portion[0]),  # new each time, so that no two portions are one job
            run_at=now,
            payload={"workspace_id": workspace_id, "feedback_ids": portion},
            workspace_id=workspace_id,
        )


def _is_anything_on(workspace_id: int) -> bool:
    rules = Rule.objects.filter(workspace=workspace_id, on_version__isnull=False)
    answers = AutomaticAnswer.objects.filter(workspace=workspace_id, on_since__isnull=False)
    return rules.exists() or answers.exists()
