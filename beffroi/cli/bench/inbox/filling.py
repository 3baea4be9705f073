"""An inbox of any size: a first part is written row by row, then copied by the database itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, models, transaction

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox import rules
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.search import index
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.search.words import found_by
from beffroi.workspaces import actions
from beffroi.workspaces.models import User, Workspace

#: As in a busy bakery: two messages a conversation, one conversation in five answered from here.
_MESSAGES_EACH = 2
_ANSWERED = 5
_APART_SECONDS = 97
_FIRST_PART = 5_000  # conversations

_NAMES = ("Odile Garnier", "Émile Œuvrard", "Nour Haddad", "Jean-Noël Dupré", "Agnès Lefèvre")
_TEXTS = (
    "Bonjour, gardez-vous du pain aux noix jusqu’à ce soir ? Je passe après le bureau, vers 18 h.",
    "Merci pour l’accueil de samedi, la brioche était parfaite et les enfants veulent revenir.",
    "Est-ce que la boutique est ouverte le lundi de Pâques ? Rien n’est affiché sur la porte…",
    "Déçue : la tarte commandée pour midi n’était pas prête, et personne ne m’a prévenue.",
)
_ANSWER = "Avec plaisir, à tout à l’heure !"

#: By table: the columns that number what is copied, those that name it, those that date it.
_COPIED: tuple[tuple[type[models.Model], dict[str, int], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        Conversation,
        {"id": 1},
        ("root_id", "person_id"),
        ("last_feedback_at", "waiting_since", "done_at", "presses_at", "due_at"),
    ),
    (
        Feedback,
        {"id": _MESSAGES_EACH, "conversation_id": 1},
        ("remote_id", "author_id"),
        ("written_at", "received_at", "checked_at", "understood_at"),
    ),
    (Delivery, {"id": 1}, ("marker", "remote_id"), ("due_at", "published_at", "created_at")),
    (
        Answer,
        {"id": 1, "conversation_id": 1, "feedback_id": _MESSAGES_EACH, "delivery_id": 1},
        (),
        ("written_at",),
    ),
)
_EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {column}, '-{seconds} seconds')",
    "postgresql": "{column} - {seconds} * interval '1 second'",
}


def fill(messages: int) -> None:
    """Make a workspace with its owner and channels, and `messages` messages, newest now."""
    now = utc_now().replace(microsecond=0)  # SQLite's own reckoning knows no more than thousandths
    owner = actions.register_person(email="claire@bench.example", name="Claire Martin", now=now)
    place = actions.create_workspace(owner=owner, name="Atelier Martin", now=now)
    channels = [_channel(place, network, now=now) for network in ("bluesky", "mastodon")]
    _give_memory()
    wanted, there = messages // _MESSAGES_EACH, _FIRST_PART
    with transaction.atomic():
        _write_first_part(channels, owner, now=now)
        while there < wanted:
            _copy(first=min(there, wanted - there), behind=there)
            _copy_words(first=min(there, wanted - there), behind=there)
            there += min(there, wanted - there)
    _tell_the_planner()


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


def _write_first_part(channels: list[Channel], owner: User, *, now: datetime) -> None:
    talks = [_conversation(n, channels[n % 2], now=now) for n in range(1, _FIRST_PART + 1)]
    answered = talks[_ANSWERED - 1 :: _ANSWERED]
    Conversation.objects.bulk_create(talks)
    FoundBy.objects.bulk_create(entry for talk in talks for entry in _entries(talk))
    Feedback.objects.bulk_create(
        _feedback(talk, part) for talk in talks for part in range(_MESSAGES_EACH)
    )
    Delivery.objects.bulk_create(_delivery(talk) for talk in answered)
    Answer.objects.bulk_create(_answer(talk, owner) for talk in answered)


def _conversation(number: int, channel: Channel, *, now: datetime) -> Conversation:
    """Return one of which every second is open, the others done."""
    said_at, is_open = now - number * timedelta(seconds=_APART_SECONDS), number % 2 == 0
    name, handle = f"{_NAMES[number % len(_NAMES)]} {number}", f"person{number}.example"
    text = _TEXTS[number % len(_TEXTS)]
    said = (text,) if number % _ANSWERED else (text, _ANSWER)
    return Conversation(
        pk=number,
        workspace_id=channel.workspace_id,
        channel=channel,
        root_id=f"root-{number}",
        person_id=f"person-{number}",
        status="open" if is_open else "done",
        person_name=name,
        person_handle=handle,
        excerpt=rules.excerpt(text),
        search_text=index.kept_text(found_by((name, handle, channel.network), said)),
        is_indexed=True,
        answer_state="" if number % _ANSWERED else "published",
        last_feedback_at=said_at,
        waiting_since=said_at if is_open else None,
        done_at=None if is_open else said_at,
        tone="neutral",
        intent="question",
        presses_at=said_at,
        due_at=said_at + timedelta(days=1) if is_open else None,
    )


def _entries(talk: Conversation) -> list[FoundBy]:
    said_at = index.instant(talk.last_feedback_at)
    return [
        FoundBy(workspace_id=talk.workspace_id, word=word, said_at=said_at, conversation_id=talk.pk)
        for word in talk.search_text.split()
    ]


def _feedback(talk: Conversation, part: int) -> Feedback:
    number = talk.pk * _MESSAGES_EACH - part
    said_at = talk.last_feedback_at - part * timedelta(seconds=_APART_SECONDS / 2)
    return Feedback(
        pk=number,
        workspace_id=talk.workspace_id,
        conversation=talk,
        channel_id=talk.channel_id,
        remote_id=f"message-{number}",
        parent_id=talk.root_id,
        kind="reply",
        author_id=talk.person_id,
        understood_at=said_at,
        author_handle=talk.person_handle,
        author_name=talk.person_name,
        text=_TEXTS[talk.pk % len(_TEXTS)],
        url=f"https://network.example/{number}",
        written_at=said_at,
        received_at=said_at,
        checked_at=said_at,
    )


def _delivery(talk: Conversation) -> Delivery:
    sent_at = talk.last_feedback_at
    return Delivery(
        pk=talk.pk,
        workspace_id=talk.workspace_id,
        channel_id=talk.channel_id,
        status="published",
        due_at=sent_at,
        content=to_json(Content(text=_ANSWER, language="fr", written_at=sent_at)),
        marker=f"marker-{talk.pk}",
        remote_id=f"answer-{talk.pk}",
        remote_url=f"https://network.example/answer-{talk.pk}",
        published_at=sent_at,
        created_at=sent_at,
    )


def _answer(talk: Conversation, owner: User) -> Answer:
    return Answer(
        pk=talk.pk,
        workspace_id=talk.workspace_id,
        conversation=talk,
        feedback_id=talk.pk * _MESSAGES_EACH,
        delivery_id=talk.pk,
        text=_ANSWER,
        author=owner,
        written_at=talk.last_feedback_at,
    )


def _copy(*, first: int, behind: int) -> None:
    """Write the first conversations again, as others, behind the `behind` that there are."""
    for model, numbers, names, dates in _COPIED:
        columns = [str(field.column) for field in model._meta.concrete_fields]
        values = dict.fromkeys(columns, "{column}")
        values |= {column: f"{{column}} + {behind * each}" for column, each in numbers.items()}
        values |= dict.fromkeys(names, f"{{column}} || '-{behind}'")
        earlier = _EARLIER[connection.vendor]
        values |= dict.fromkeys(dates, earlier.replace("{seconds}", str(behind * _APART_SECONDS)))
        quote = connection.ops.quote_name
        copied = ", ".join(value.format(column=quote(key)) for key, value in values.items())
        table, last = quote(model._meta.db_table), first * numbers["id"]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(map(quote, columns))}) "  # noqa: S608 our names
                f"SELECT {copied} FROM {table} WHERE id <= {last}"
            )


def _copy_words(*, first: int, behind: int) -> None:
    """Have the copied conversations found by the words of those that they are copies of."""
    table, earlier = FoundBy._meta.db_table, behind * _APART_SECONDS * 1_000_000
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (workspace_id, word, said_at, conversation_id) "  # noqa: S608 our name
            f"SELECT workspace_id, word, said_at - {earlier}, conversation_id + {behind} "
            f"FROM {table} WHERE conversation_id <= {first}"
        )


def _give_memory() -> None:
    """Let SQLite keep its trees at hand while they grow; for this connection only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-400000")


def _tell_the_planner() -> None:
    """Do what PostgreSQL's own upkeep does sooner or later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
