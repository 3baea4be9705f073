"""A post that carries a contest, and what people write under it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from beffroi.channels.models import Channel
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.tests.desk import make_channel, said
from beffroi.networks.contracts import Author
from beffroi.publishing.models import Post, Variant
from beffroi.sales.contests.picking import Comment, Person
from beffroi.sales.models import Contest, OfferPost

ROOT = "post-1"


def carried(contest: Contest, *, now: datetime, network: str = "bluesky") -> Channel:
    """Have a post of a contest go out on a new channel; return the channel."""
    workspace = contest.offer.workspace
    channel = make_channel(workspace, network, now=now)
    delivery = Delivery.objects.create(
        workspace=workspace,
        channel=channel,
        status="published",
        due_at=now,
        published_at=now,
        created_at=now,
        content=to_json(Content("Jouez avec nous", language="fr", written_at=now)),
        marker=f"m-{network}",
        remote_id=ROOT,
    )
    post = Post.objects.create(
        workspace=workspace,
        text="Jouez avec nous",
        stage="scheduled",
        planned_at=now,
        created_at=now,
        changed_at=now,
    )
    Variant.objects.create(post=post, channel=channel, delivery=delivery)
    OfferPost.objects.create(offer=contest.offer, post=post)
    return channel


def comment(channel: Channel, who: str, text: str = "Je joue", *, at: datetime, **more: Any) -> int:
    """Have somebody write under the post; return how many things were new."""
    named = Author(f"did:plc:{who}000000000", f"{who}.example", who.title())
    author = more.pop("author", named)
    remote_id = more.pop("remote_id", f"{who}-{at.timestamp()}")
    values = {"created_at": at, "root_id": ROOT, "parent_id": ROOT, "author": author}
    heard = said(remote_id, text, url=f"https://network.example/{remote_id}", **(values | more))
    return ingest(channel, [heard], now=at)


def told(number: int, who: str, *, at: datetime, text: str = "Je joue", **more: Any) -> Comment:
    """Return a comment as a value."""
    values: dict[str, Any] = {
        "person": Person("bluesky", "", f"did:{who}"),
        "name": who.title(),
        "handle": f"{who}.example",
        "url": "",
        "mark": f"{number:032x}",
    }
    return Comment(number=number, text=text, at=at, **(values | more))
