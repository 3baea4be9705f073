"""Durable work: rows written in the same transaction as what asks for them, run by threads.

A handler may run again after a crash, and what it does must bear that. Before a step that others
can see, `ensure_leased` tells whether the job is still ours.
"""

from beffroi.core.jobs.registry import (
    Handler,
    KindTaken,
    RetryAt,
    UnknownKind,
    job,
    on_quarantine,
    periodic,
)
from beffroi.core.jobs.runner import LeaseLost, Runner, ensure_leased
from beffroi.core.jobs.store import JSON, cancel, enqueue, ensure_periodic, take_back

__all__ = [
    "JSON",
    "Handler",
    "KindTaken",
    "LeaseLost",
    "RetryAt",
    "Runner",
    "UnknownKind",
    "cancel",
    "enqueue",
    "ensure_leased",
    "ensure_periodic",
    "job",
    "on_quarantine",
    "periodic",
    "take_back",
]
