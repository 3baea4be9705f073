"""Mentions as they stand in the database, with what was understood given: for tests of pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from beffroi.listening.models import Catch, Mention, Watch
from beffroi.workspaces.models import Workspace

_numbers = count(1)
_NAMES = ("ch.lefebvre", "sam59", "douai.gourmand", "leila", "marc.t", "odile", "nour", "zoe")


def speak(
    workspace: Workspace,
    *watches: Watch,
    text: str = "Le pain est bon.",
    at: datetime,
    who: str = "zoe",
    tone: str = "neutral",
    **more: Any,
) -> Mention:
    """Keep a message that `watches` caught; `more` are fields of `Mention`."""
    mention = Mention.objects.create(**_fields(workspace, text, at, who, tone) | more)
    note_catches([mention], watches)
    return mention


def many(
    workspace: Workspace,
    *watches: Watch,
    now: datetime,
    number: int,
    days: int = 28,
    texts: tuple[str, ...] = ("Le pain de l’Atelier Martin est bon.",),
    people: int = 50,
) -> list[Mention]:
    """Keep `number` messages evenly over the last days, of all tones, intents and networks."""
    tones, networks = ("positive", "neutral", "negative", "neutral"), ("bluesky", "mastodon")
    intents = ("other", "question", "praise", "complaint", "other")
    step = timedelta(days=days) / max(number, 1)
    rows = [
        Mention(
            **_fields(
                workspace,
                texts[place % len(texts)],
                now - step * place,
                f"{_NAMES[place % len(_NAMES)]}{place % people}",
                tones[place % 4],
            )
            | {
                "network": networks[place % 2],
                "intent": intents[place % 5],
                "aspects": {"delay": "-"} if place % 7 == 0 else {"product": "+"},
                "wants_check": place % 11 == 0,
                "likes": place % 13 or None,
            }
        )
        for place in range(number)
    ]
    Mention.objects.bulk_create(rows, batch_size=500)
    note_catches(rows, watches)
    return rows


def note_catches(mentions: Iterable[Mention], watches: Iterable[Watch]) -> None:
    """Say which watches caught mentions."""
    rows = list(mentions)
    Catch.objects.bulk_create(
        [
            Catch(watch=watch, mention=row, written_at=row.written_at)
            for watch in watches
            for row in rows
        ],
        batch_size=500,
    )


def _fields(
    workspace: Workspace, text: str, at: datetime, who: str, tone: str
) -> dict[str, object]:
    number = next(_numbers)
    return {
        "workspace": workspace,
        "network": "bluesky",
        "remote_id": f"at://did:plc:{who}/app.bsky.feed.post/m{number:06}",
        "author_id": f"did:plc:{who}",
        "author_handle": f"{who}.bsky.example",
        "author_name": who.title(),
        "text": text,
        "url": f"https://bsky.app/profile/{who}.bsky.example/post/m{number:06}",
        "tone": tone,
        "intent": "other",
        "language": "fr",
        "written_at": at,
        "heard_at": at,
    }
