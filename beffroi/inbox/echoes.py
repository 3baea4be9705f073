"""Tells our answers, as the network shows them back, from what we wrote there by other means."""

from __future__ import annotations

from collections.abc import Iterable

from beffroi.inbox import rules
from beffroi.inbox.models import Answer, Feedback


def without_echoes(feedback: Iterable[Feedback], answers: Iterable[Answer]) -> list[Feedback]:
    """Leave out our own answers as the network shows them: by their id, else by their words.

    An answer has no id yet while it is on its way, and never one when a person confirmed it.
    """
    sent = [answer for answer in answers if not answer.delivery.was_not_sent]
    known = {answer.delivery.remote_id for answer in sent}
    nameless = [answer.text for answer in sent if not answer.delivery.remote_id]
    return [row for row in feedback if not _is_echo(row, known, nameless)]


def _is_echo(row: Feedback, known: set[str], nameless: list[str]) -> bool:
    if not row.is_ours:
        return False
    return row.remote_id in known or any(rules.is_echo(row.text, said=text) for text in nameless)
