"""Asks the workspace's language model for a draft: one conversation and the facts, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from beffroi.drafting import actions, queries
from beffroi.inbox import data_rules
from beffroi.inbox.models import Conversation
from beffroi.inbox.suggesting import Asked
from beffroi.inbox.talks import Line, Talk
from beffroi.suggestions.choice import Suggestion
from beffroi.suggestions.model import Turn


def is_offered(conversation: Conversation, message: Asked) -> bool:
    """Tell whether the model may be asked about a message. At most one query."""
    may_leave = data_rules.may_export(conversation.channel.network)
    row = queries.model_of(conversation.workspace)
    return actions.offers(row, message.situation, may_leave=may_leave)


def draft(conversation: Conversation, talk: Talk, message: Asked, *, now: datetime) -> Suggestion:
    """Return what the model would answer, to be read and changed. Raises CannotDraft.

    A public answer is drafted from what was said in public alone.
    """
    asked = actions.Message(
        turns=_turns(talk.lines, is_public=message.situation.is_public),
        situation=message.situation,
        facts=message.every_fact,
        language=message.language,
        limit=message.limit,
        measure=message.measure,
        may_leave=data_rules.may_export(conversation.channel.network),
    )
    return actions.draft(queries.model_of(conversation.workspace), asked, now=now)


def _turns(lines: Sequence[Line], *, is_public: bool) -> list[Turn]:
    said = (line for line in lines if line.text and not line.is_gone and _is_out(line))
    return [Turn(line.text, line.is_ours) for line in said if not (is_public and line.is_private)]


def _is_out(line: Line) -> bool:
    return line.delivery is None or not line.delivery.is_missing
