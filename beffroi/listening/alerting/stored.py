"""Reasons of an alert, as a row keeps them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from beffroi.listening.alerting.rules import Gravity, Level, Reason, Tone, Trigger, Volume

_OF = {Trigger.VOLUME: Volume, Trigger.TONE: Tone, Trigger.GRAVITY: Gravity}


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return reasons as plain values."""
    return [{"trigger": one.trigger.value, **asdict(one)} for one in reasons]


def kept(rows: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """Return what a row keeps."""
    return [_kept(dict(row)) for row in rows]


def _kept(row: dict[str, Any]) -> Reason:
    made: Reason = _OF[Trigger(row.pop("trigger"))](**row | {"level": Level(row["level"])})
    return made


def key(reason: Reason) -> tuple[str, str]:
    """Return what makes one reason another than others: its trigger, and its subject."""
    return reason.trigger.value, reason.subject if isinstance(reason, Gravity) else ""


def grown(before: Sequence[Reason], now: Sequence[Reason]) -> list[Reason]:
    """Return all reasons so far, each with its last facts, the gravest first."""
    merged = {key(one): one for one in (*before, *now)}
    return sorted(merged.values(), key=lambda one: -one.level)
