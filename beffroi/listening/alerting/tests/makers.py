"""Messages that a watch heard, for tests of alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from beffroi.listening.models import Catch, Mention, Watch
from beffroi.listening.tests.makers import make_watch
from beffroi.workspaces.models import Workspace

_numbers = count(1)


def old_watch(workspace: Workspace, *, now: datetime, name: str = "Atelier", **more: Any) -> Watch:
    """Return a watch that has listened for ten weeks."""
    return make_watch(workspace, "martin", now=now - timedelta(weeks=10), name=name, **more)


def say(watch: Watch, moments: Sequence[datetime], *, tone: str = "neutral", **more: Any) -> None:
    """Keep a message for each instant, by as many authors."""
    rows = [
        Mention(
            **{
                "workspace_id": watch.workspace_id,
                "network": "bluesky",
                "remote_id": (number := f"at://made/{next(_numbers)}"),
                "author_id": number,
                "author_name": "Zoé",
                "text": "Martin",
                "tone": tone,
                "written_at": moment,
                "heard_at": moment,
                **more,
            }
        )
        for moment in moments
    ]
    Mention.objects.bulk_create(rows)
    ids = [row.remote_id for row in rows]
    Catch.objects.bulk_create(
        Catch(watch=watch, mention=row, written_at=row.written_at)
        for row in Mention.objects.filter(remote_id__in=ids)
    )


def usual_weeks(watch: Watch, *, now: datetime, a_day: int = 1, weeks: int = 8) -> None:
    """Let a watch hear as much on each day before the last 24 hours."""
    days = range(1, weeks * 7 + 1)
    hours = [timedelta(days=day, hours=2 + 3 * one) for day in days for one in range(a_day)]
    say(watch, [now - hour for hour in hours])


def lately(watch: Watch, number: int, *, now: datetime, tone: str = "neutral", **more: Any) -> None:
    """Let a watch hear so many messages in the last two hours."""
    moments = [now - timedelta(minutes=1 + 119 * one / number) for one in range(number)]
    say(watch, moments, tone=tone, **more)
