"""From a person's consent to the channels that it opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Connection, DeveloperApp, Profile
from beffroi.networks.errors import NoAccount
from beffroi.networks.families.google_oauth import Grant, access_of
from beffroi.networks.hosts import beside
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.declaration import HOME, PAGES_HOST


def connections(
    channels: Sequence[Record], grant: Grant, *, app: DeveloperApp, now: datetime
) -> list[Connection]:
    """Return each channel that was chosen. Raises NoAccount when there is none."""
    if not channels:
        raise NoAccount("this Google account has no channel")
    return [_connection(one, grant, app=app, now=now) for one in channels]


def _connection(channel: Record, grant: Grant, *, app: DeveloperApp, now: datetime) -> Connection:
    channel_id = shapes.text(channel, "id")
    snippet = shapes.inner(channel, "snippet")
    custom = shapes.optional_text(snippet, "customUrl") or ""
    pages = beside(app.origin, home=HOME, host=PAGES_HOST)
    return Connection(
        profile=Profile(
            account_id=channel_id,
            handle=custom.removeprefix("@") or channel_id,
            display_name=shapes.optional_text(snippet, "title") or channel_id,
            url=f"{pages}/channel/{channel_id}",
            kind="channel",
        ),
        access=access_of(grant, origin=app.origin, account_id=channel_id, now=now),
    )
