"""Reviews as networks hand them over, and customers who were asked for one."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from beffroi.channels.models import Channel
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Answer, Feedback
from beffroi.inbox.tests.desk import US, make_channel
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.reviews.asking import Wish
from beffroi.reviews.hashing import hasher
from beffroi.reviews.models import Mailing, ReviewLink, ReviewRequest
from beffroi.workspaces.models import Workspace


def places(workspace: Workspace, *, now: datetime) -> dict[str, Channel]:
    """Connect the two networks that have reviews."""
    google = make_channel(
        workspace,
        "google_business",
        now=now,
        kind="place",
        display_name="Atelier Martin, Douai",
        url="https://maps.google.com/maps?cid=1",
    )
    page = make_channel(workspace, "facebook", now=now, url="https://www.facebook.com/atelier")
    return {"google_business": google, "facebook": page}


def hear(
    channel: Channel, name: str, verdict: int | bool | None, *, at: datetime, text: str = "Merci."
) -> Feedback:
    """Receive a review: stars, or whether somebody recommends us."""
    remote_id = uuid.uuid4().hex
    is_stars = verdict is not None and not isinstance(verdict, bool)
    item = IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REVIEW,
        author=Author("", name, name),
        text=text,
        created_at=at,
        url=f"https://reviews.example/{remote_id}",
        root_id=remote_id,
        stars=verdict if is_stars else None,
        recommends=verdict if isinstance(verdict, bool) else None,
    )
    ingest(channel, [item], now=at)
    return Feedback.objects.get(channel=channel, remote_id=remote_id)


def answered_elsewhere(review: Feedback, *, at: datetime, is_hidden: bool = False) -> None:
    """Have the network show an answer of ours that was given on its site."""
    item = IncomingFeedback(
        remote_id=f"{review.remote_id}/reply",
        kind=FeedbackKind.REVIEW,
        author=US,
        text="Merci !",
        created_at=at,
        url="",
        root_id=review.remote_id,
        parent_id=review.remote_id,
        is_ours=True,
        is_hidden=is_hidden,
    )
    ingest(review.channel, [item], now=at)


def answered_here(review: Feedback, *, at: datetime, status: str = "published") -> Answer:
    """Answer from the inbox; the delivery stands as `status` says."""
    delivery = Delivery.objects.create(
        workspace_id=review.workspace_id,
        channel=review.channel,
        status=status,
        due_at=at,
        published_at=at if status == "published" else None,
        content=to_json(Content(text="Merci !", language="fr", written_at=at)),
        marker=uuid.uuid4().hex,
        remote_id=uuid.uuid4().hex if status == "published" else "",
        created_at=at,
    )
    return Answer.objects.create(
        workspace_id=review.workspace_id,
        conversation_id=review.conversation_id,
        feedback=review,
        delivery=delivery,
        text="Merci !",
        written_at=at,
    )


def make_link(workspace: Workspace, *, now: datetime) -> ReviewLink:
    """Keep where reviews are written."""
    return ReviewLink.objects.create(
        workspace=workspace,
        name="Google",
        url=f"https://reviews.example/{uuid.uuid4().hex}",
        added_at=now,
    )


def wish(link: ReviewLink, *addresses: str, day: date) -> Wish:
    """Return what Claire asks."""
    return Wish(
        link=link,
        language="fr",
        subject="Votre avis",
        text="Bonjour, comment était-ce ?",
        experience_on=day,
        addresses=addresses or ("odile@example.com",),
    )


def request_of(workspace: Workspace, *, now: datetime) -> ReviewRequest:
    """Ask Odile, so that she can object."""
    link = make_link(workspace, now=now)
    mailing = Mailing.objects.create(
        workspace=workspace,
        link=link,
        language="fr",
        subject="Votre avis",
        text="Bonjour",
        experience_on=(now - timedelta(days=2)).date(),
        asked_at=now,
        asked=1,
    )
    return ReviewRequest.objects.create(
        workspace=workspace,
        mailing=mailing,
        address="odile@example.com",
        address_hash=hasher(workspace)("odile@example.com"),
        asked_at=now,
    )
