"""What people do with the language model of a workspace: say which, try it, ask it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.core import audit, crypto
from beffroi.drafting import asking, rules
from beffroi.drafting.asking import CannotDraft
from beffroi.drafting.models import LanguageModel
from beffroi.suggestions.bank import Language
from beffroi.suggestions.choice import Suggestion
from beffroi.suggestions.facts import Facts
from beffroi.suggestions.model import Turn, may_ask, read_answer, request_body
from beffroi.suggestions.prose import Refused
from beffroi.suggestions.situations import Intent, Situation
from beffroi.workspaces.models import User, Workspace

#: What the model is asked when somebody tries it: nobody's words, and nothing of the workspace.
_TRIALS: dict[Language, str] = {
    "fr": "Bonjour, êtes-vous ouverts samedi matin ?",
    "en": "Hello, are you open on Saturday morning?",
}


@dataclass(frozen=True)
class Wish:
    """A model as a form gives it. `key` is None to keep the one there is."""

    address: str
    name: str
    key: str | None
    is_on: bool


@dataclass(frozen=True)
class Message:
    """What a draft is to answer: one conversation, and what the workspace says of itself.

    `limit` is the network's, counted by `measure`; `may_leave` whether its rules let what others
    wrote there leave this installation.
    """

    turns: Sequence[Turn]
    situation: Situation
    facts: Facts
    language: Language
    limit: int
    measure: Callable[[str], int]
    may_leave: bool


@transaction.atomic
def keep(workspace: Workspace, *, wish: Wish, actor: User, now: datetime) -> LanguageModel:
    """Keep which model is asked. A key is for one server: it goes when the server is another."""
    found = LanguageModel.objects.select_for_update().filter(workspace=workspace).first()
    row = found or LanguageModel(workspace=workspace)
    before = asking.binding(row)
    row.address, row.name, row.is_on = wish.address, wish.name, wish.is_on
    if wish.key is not None:
        row.sealed = _sealed(row, wish.key)
    elif asking.binding(row) != before:
        row.sealed = b""
    row.changed_by, row.changed_at = actor, now
    row.save()
    _note(row, "language_model.kept", actor=actor, now=now)
    return row


@transaction.atomic
def forget(row: LanguageModel, *, actor: User, now: datetime) -> None:
    """Forget the model and its key."""
    _note(row, "language_model.forgotten", actor=actor, now=now)
    row.delete()


def offers(row: LanguageModel | None, situation: Situation, *, may_leave: bool) -> bool:
    """Tell whether a model may be asked about this message."""
    if row is None or not row.is_on or not may_ask(situation):
        return False
    return may_leave or asking.is_of_this_house(row)


def draft(row: LanguageModel | None, message: Message, *, now: datetime) -> Suggestion:
    """Ask the model for an answer to start from. Raises CannotDraft.

    The call stands outside any transaction; nothing is kept of it, and nothing is sent.
    """
    if row is None or not row.is_on:
        raise CannotDraft("off")
    if not may_ask(message.situation):
        raise CannotDraft("not_for_this")
    if not message.may_leave and not asking.is_of_this_house(row):
        raise CannotDraft("stays_here")
    return _asked(row, message, now=now)


def try_out(row: LanguageModel, *, language: Language, now: datetime) -> Suggestion:
    """Ask the model a made-up question, on or off. Raises CannotDraft."""
    situation = Situation(intent=Intent.QUESTION)
    turns = [Turn(_TRIALS[language])]
    message = Message(turns, situation, Facts(), language, rules.TRIAL_MAX, len, may_leave=True)
    return _asked(row, message, now=now)


def _asked(row: LanguageModel, message: Message, *, now: datetime) -> Suggestion:
    body = request_body(
        message.turns,
        message.situation,
        message.facts,
        model=row.name,
        language=message.language,
        limit=message.limit,
    )
    asking.reserve(row, now=now)
    written = asking.complete(row, body)
    try:
        return read_answer(
            written,
            message.situation,
            message.facts,
            language=message.language,
            limit=message.limit,
            measure=message.measure,
        )
    except Refused as refused:
        raise CannotDraft(refused.why.value) from refused


def _sealed(row: LanguageModel, key: str) -> bytes:
    return crypto.seal(key.encode(), bound_to=asking.binding(row)) if key else b""


def _note(row: LanguageModel, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"language_model:{row.workspace_id}",
        now=now,
    )
