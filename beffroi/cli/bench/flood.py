"""How the inbox reads while ten thousand comments come in, and whether it keeps them all.

On a temporary database of the kind that this installation uses; no network takes part.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.cli import assets
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Conversation, Feedback
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.workspaces import actions
from beffroi.workspaces.models import User

COMMENTS = 10_000
#: As many as networks hand over at once.
_PAGE = 50
#: Between two looks at the inbox, as an impatient person takes.
_LOOKS_EVERY = 0.25
_TEXTS = (
    "Bonjour, vous ouvrez à quelle heure demain ?",
    "Une heure d’attente et plus rien à midi, c’est la dernière fois que je viens chez vous.",
    "Merci à toute l’équipe, tout était parfait, nous reviendrons avec plaisir cet été !",
    "Je voudrais réserver une table pour six samedi soir, est-ce possible vers 20 h ?",
    "😂😂",
    "Ma fille a été malade toute la nuit après votre gâteau, nous avons fini aux urgences.",
)


def run() -> dict[str, float | int]:
    """Pour them in; return how long it took, what was lost, and how the list read meanwhile."""
    assets.collect()
    with scratch_database("flood"):
        now = utc_now()
        owner = actions.register_person(email="claire@bench.example", name="Claire Martin", now=now)
        place = actions.create_workspace(owner=owner, name="Atelier Martin", now=now)
        channel = Channel.objects.create(
            workspace=place,
            network="bluesky",
            handle="atelier.example",
            origin="https://bluesky.example",
            account_id="did:us",
            verified_at=now,
            connected_at=now,
        )
        return _figures(channel, owner, now=now)


def _figures(channel: Channel, owner: User, *, now: datetime) -> dict[str, float | int]:
    with ThreadPoolExecutor(max_workers=1) as pouring:
        began = time.perf_counter()
        poured = pouring.submit(_pour, channel, now)
        looks = list(_looks(owner, until=poured))
        seconds = poured.result() - began
    kept = Feedback.objects.count()
    return {
        "comments": COMMENTS,
        "lost": COMMENTS - kept,
        "conversations": Conversation.objects.count(),
        "understood": Feedback.objects.exclude(intent="").count(),
        "seconds": round(seconds, 1),
        "comments_per_minute": round(60 * COMMENTS / seconds),
        "looks": len(looks),
        "page_p50_ms": round(1000 * statistics.median(looks)),
        "page_p95_ms": round(1000 * statistics.quantiles(looks, n=20)[-1]),
    }


def _pour(channel: Channel, now: datetime) -> float:
    """Ingest them all; return when it was done."""
    try:
        for first in range(0, COMMENTS, _PAGE):
            ingest(channel, [_comment(first + k, now) for k in range(_PAGE)], now=utc_now())
    finally:
        connection.close()
    return time.perf_counter()


def _comment(number: int, now: datetime) -> IncomingFeedback:
    """Return something that somebody else says under one of our posts."""
    return IncomingFeedback(
        remote_id=f"comment-{number}",
        kind=FeedbackKind.REPLY,
        author=Author(f"did:{number}", f"person{number}.example", f"Odile {number}"),
        text=f"{_TEXTS[number % len(_TEXTS)]} {number}",
        created_at=now + timedelta(milliseconds=6 * number),
        url=f"https://bluesky.example/{number}",
        root_id=f"post-{number % 7}",
        parent_id=f"post-{number % 7}",
        is_ours=False,
    )


def _looks(owner: User, *, until: Future[float]) -> Iterator[float]:
    """Yield how long each look at the inbox took, until the flood is over."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(owner)
    while not until.done():
        began = time.perf_counter()
        response = client.get("/inbox/")
        if response.status_code != 200:
            raise RuntimeError(f"The inbox answers {response.status_code}.")
        yield time.perf_counter() - began
        time.sleep(_LOOKS_EVERY)
