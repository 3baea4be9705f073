"""An inbox of any size, written quickly: what people say, and some answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox import rules
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.workspaces import actions
from beffroi.workspaces.models import User, Workspace

#: As in a busy bakery: two messages a conversation, one conversation in five answered from here.
_MESSAGES_EACH = 2
_ANSWERED = 5
_APART = timedelta(seconds=97)
_BATCH = 10_000

_NAMES = ("Odile Garnier", "Émile Œuvrard", "Nour Haddad", "Jean-Noël Dupré", "Agnès Lefèvre")
_TEXTS = (
    "Bonjour, gardez-vous du pain aux noix jusqu’à ce soir ? Je passe après le bureau, vers 18 h.",
    "Merci pour l’accueil de samedi, la brioche était parfaite et les enfants veulent revenir.",
    "Est-ce que la boutique est ouverte le lundi de Pâques ? Rien n’est affiché sur la porte…",
    "Déçue : la tarte commandée pour midi n’était pas prête, et personne ne m’a prévenue.",
)


def fill(messages: int) -> None:
    """Make a workspace with its owner and channels, and `messages` messages, newest now."""
    now = utc_now()
    owner = actions.register_person(email="claire@bench.example", name="Claire Martin", now=now)
    place = actions.create_workspace(owner=owner, name="Atelier Martin", now=now)
    channels = [_channel(place, network, now=now) for network in ("bluesky", "mastodon")]
    with transaction.atomic():
        _insert(Conversation, _conversations(messages, place, channels, now=now))
        _insert(Feedback, _feedback(messages, place, channels, now=now))
        _insert(Delivery, _deliveries(messages, place, channels, now=now))
        _insert(Answer, _answers(messages, place, owner, now=now))
    if connection.vendor == "postgresql":  # as its own upkeep does sooner or later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _channel(place: Workspace, network: str, *, now: datetime) -> Channel:
    return Channel.objects.create(
        workspace=place,
        network=network,
        origin=f"https://{network}.example",
        account_id="1",
        handle="atelier-martin",
        verified_at=now,
        connected_at=now,
    )


def _conversations(
    messages: int, place: Workspace, channels: list[Channel], *, now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield every second one open, the others done."""
    for number in range(1, messages // _MESSAGES_EACH + 1):
        name, text = _name(number), _TEXTS[number % len(_TEXTS)]
        said_at, is_open = now - number * _APART, number % 2 == 0
        yield {
            "id": number,
            "workspace_id": place.pk,
            "channel_id": channels[number % len(channels)].pk,
            "root_id": f"root-{number}",
            "person_id": f"person-{number}",
            "status": "open" if is_open else "done",
            "person_name": name,
            "person_handle": _handle(number),
            "excerpt": rules.excerpt(text),
            "search_text": rules.search_text((name, _handle(number), "bluesky", text, text)),
            "is_private": False,
            "last_feedback_at": said_at,
            "waiting_since": said_at if is_open else None,
            "done_at": None if is_open else said_at,
            "done_by_id": None,
        }


def _feedback(
    messages: int, place: Workspace, channels: list[Channel], *, now: datetime
) -> Iterator[dict[str, Any]]:
    for number in range(1, messages + 1):
        conversation = (number + _MESSAGES_EACH - 1) // _MESSAGES_EACH
        said_at = now - conversation * _APART - (number % _MESSAGES_EACH) * _APART / 2
        yield {
            "workspace_id": place.pk,
            "conversation_id": conversation,
            "channel_id": channels[conversation % len(channels)].pk,
            "remote_id": f"message-{number}",
            "parent_id": f"root-{conversation}",
            "kind": "reply",
            "author_id": f"person-{conversation}",
            "author_handle": _handle(conversation),
            "author_name": _name(conversation),
            "text": _TEXTS[conversation % len(_TEXTS)],
            "url": f"https://network.example/{number}",
            "reply_context": "{}",
            "is_ours": False,
            "is_private": False,
            "written_at": said_at,
            "edited_at": None,
            "deleted_at": None,
            "received_at": said_at,
        }


def _deliveries(
    messages: int, place: Workspace, channels: list[Channel], *, now: datetime
) -> Iterator[dict[str, Any]]:
    content = json.dumps(to_json(Content(text="Avec plaisir !", language="fr", written_at=now)))
    for number in _answered(messages):
        sent_at = now - number * _APART
        yield {
            "id": number,
            "workspace_id": place.pk,
            "channel_id": channels[number % len(channels)].pk,
            "status": "published",
            "reason": "",
            "due_at": sent_at,
            "content": content,
            "content_version": 1,
            "marker": f"marker-{number}",
            "lease_token": "",
            "absences": 0,
            "lookups_failed": 0,
            "tries": 0,
            "was_restored": False,
            "refused_field": "",
            "remote_id": f"answer-{number}",
            "remote_url": f"https://network.example/answer-{number}",
            "published_at": sent_at,
            "confirmed_by_person": False,
            "created_at": sent_at,
        }


def _answers(
    messages: int, place: Workspace, owner: User, *, now: datetime
) -> Iterator[dict[str, Any]]:
    for number in _answered(messages):
        yield {
            "workspace_id": place.pk,
            "conversation_id": number,
            "feedback_id": number * _MESSAGES_EACH,
            "delivery_id": number,
            "text": "Avec plaisir !",
            "author_id": owner.pk,
            "written_at": now - number * _APART,
        }


def _answered(messages: int) -> range:
    return range(_ANSWERED, messages // _MESSAGES_EACH + 1, _ANSWERED)


def _name(number: int) -> str:
    return f"{_NAMES[number % len(_NAMES)]} {number}"


def _handle(number: int) -> str:
    return f"person{number}.example"


def _insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows given by column, many at once and without objects."""
    statement, batch = "", []
    with connection.cursor() as cursor:
        for row in rows:
            if not statement:
                statement = _statement(model, list(row))
            batch.append([_stored(value) for value in row.values()])
            if len(batch) == _BATCH:
                cursor.executemany(statement, batch)
                batch.clear()
        if batch:
            cursor.executemany(statement, batch)


def _statement(model: type[models.Model], columns: list[str]) -> str:
    """Return the statement; every name in it is one of ours."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
