"""What the tests of posts make: channels, drafts, pictures. The browser's pages use it too."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image as Drawing

from beffroi.channels.models import Channel
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.publishing import actions
from beffroi.publishing.drafts import FileDraft, PostDraft
from beffroi.publishing.models import Post
from beffroi.workspaces.models import User, Workspace

TOMORROW = "2026-09-15T10:00"
TOMORROW_UTC = datetime(2026, 9, 15, 8, 0, tzinfo=UTC)
HANDLES = {"bluesky": "atelier-martin.example", "mastodon": "atelier@mastodon.example"}


def wall(written: str) -> datetime:
    """Return what a clock on a wall shows: a time without zone."""
    return datetime.fromisoformat(written)


def make_channel(workspace: Workspace, network: str, *, now: datetime, **values: Any) -> Channel:
    """Connect the workspace to a network, as far as pages can tell."""
    return Channel.objects.create(
        workspace=workspace,
        network=network,
        **{
            "origin": f"https://{network}.example",
            "account_id": f"{network}-{workspace.pk}",
            "handle": HANDLES.get(network, "atelier-martin"),
            "display_name": workspace.name,
            "verified_at": now,
            "connected_at": now,
            **values,
        },
    )


def encoded(
    *, size: tuple[int, int] = (40, 30), color: str = "#b9772f", format_name: str = "PNG"
) -> bytes:
    """Return the bytes of a picture of one colour."""
    buffer = io.BytesIO()
    Drawing.new("RGB", size, color).save(buffer, format_name)
    return buffer.getvalue()


def draft_of(
    text: str,
    channels: Sequence[Channel],
    *,
    at: str = "",
    files: Sequence[tuple[MediaFile, str]] = (),
    **values: Any,
) -> PostDraft:
    """Return what the composer would give; `at` is on the wall."""
    return PostDraft(
        text=text,
        channel_ids=frozenset(channel.pk for channel in channels),
        wall=wall(at) if at else None,
        files=tuple(FileDraft(file.pk, alt_text) for file, alt_text in files),
        **values,
    )


@dataclass(frozen=True)
class Desk:
    """Where somebody writes for a workspace."""

    workspace: Workspace
    author: User
    clock: Callable[[], datetime]

    def write(self, draft: PostDraft) -> Post:
        """Keep a draft."""
        return actions.create_post(
            workspace=self.workspace, actor=self.author, draft=draft, now=self.clock()
        )

    def submit(self, draft: PostDraft) -> Post:
        """Keep a draft and ask for a yes."""
        post = self.write(draft)
        actions.submit_post(post, actor=self.author, now=self.clock())
        post.refresh_from_db()
        return post

    def schedule(self, draft: PostDraft) -> Post:
        """Keep a draft and plan it."""
        post = self.write(draft)
        actions.schedule_post(post, actor=self.author, now=self.clock())
        post.refresh_from_db()
        return post

    def picture(self) -> MediaFile:
        """Keep a picture."""
        return add_picture(
            workspace=self.workspace, actor=self.author, upload=encoded(), now=self.clock()
        )


def deliveries_of(post: Post) -> list[Delivery]:
    """Return the deliveries of a post, by channel."""
    return list(Delivery.objects.filter(variant__post=post).order_by("channel_id"))


def texts_of(post: Post) -> list[str]:
    """Return what leaves, by channel."""
    return [from_json(delivery.content).text for delivery in deliveries_of(post)]


def publish(post: Post) -> None:
    """Have every network prove that it took the post."""
    for delivery in deliveries_of(post):
        settle(
            delivery,
            status="published",
            published_at=delivery.due_at + timedelta(seconds=4),
            remote_id=f"post-{delivery.pk}",
            remote_url=f"https://{delivery.channel.network}.example/post-{delivery.pk}",
        )


def settle(delivery: Delivery, **values: Any) -> None:
    """Put a delivery into a state that networks would lead it to."""
    told = {"first_attempt_at": delivery.due_at, **values}
    Delivery.objects.filter(pk=delivery.pk).update(**told)
