"""What can wait on a morning at Atelier Martin. Pages of the browser use it too."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Conversation, Feedback
from beffroi.publishing import actions
from beffroi.publishing.drafts import PostDraft
from beffroi.publishing.models import Post
from beffroi.workspaces.models import User, Workspace

ADVICE = "Avez-vous une tradition sans sel ? C’est pour mon père."

THANKS = "Merci beaucoup, votre tradition est la meilleure du quartier !"


def channel(
    workspace: Workspace, *, now: datetime, network: str = "bluesky", **values: Any
) -> Channel:
    """Connect a channel of its own account."""
    return Channel.objects.create(
        workspace=workspace,
        network=network,
        origin=f"https://{network}.example",
        account_id=uuid.uuid4().hex,
        handle="atelier-martin.example",
        verified_at=now,
        connected_at=now,
        **values,
    )


def lost_channel(workspace: Workspace, *, now: datetime, network: str = "mastodon") -> Channel:
    """Connect a channel whose network has refused our access since three hours ago."""
    status = Channel.Status.NEEDS_RECONNECTION
    lost_at = now - timedelta(hours=3)
    return channel(workspace, now=now, network=network, status=status, lost_at=lost_at)


def ending_channel(
    workspace: Workspace, *, now: datetime, days: float = 3, network: str = "linkedin"
) -> Channel:
    """Connect a channel whose access ends in some days."""
    return channel(workspace, now=now, network=network, access_ends_at=now + timedelta(days=days))


def channel_to_mend(
    workspace: Workspace, *codes: str, now: datetime, network: str = "facebook", **values: Any
) -> Channel:
    """Connect a channel of which its network says since yesterday that something is missing."""
    yesterday = now - timedelta(days=1)
    findings = [{"code": code, "detail": "", "url": ""} for code in codes or ("review_required",)]
    told = {"findings": findings, "diagnosed_at": now, "findings_ask_since": yesterday}
    return channel(workspace, now=now, network=network, **(told | values))


def taken_away(where: Channel, *, author: User, now: datetime, **values: Any) -> Post:
    """Publish a post that its network took away two hours ago."""
    row = _draft(where, author=author, now=now, text="Notre pain de seigle\nDès samedi.", days=1)
    actions.schedule_post(row, actor=author, now=now)
    told = {
        "status": "published",
        "due_at": now - timedelta(days=1),
        "published_at": now - timedelta(days=1),
        "remote_id": uuid.uuid4().hex,
        "taken_away_at": now - timedelta(hours=2),
        "reason": "rejected",
        "refused_field": "text",
    }
    Delivery.objects.filter(variant__post=row).update(**(told | values))
    Post.objects.filter(pk=row.pk).update(planned_at=now - timedelta(days=1))
    return row


def delivery(
    where: Channel,
    *,
    now: datetime,
    status: str = "ask_human",
    text: str = "On cherche notre apprenti\nUn an, à l’atelier.",
    **values: Any,
) -> Delivery:
    """Make a delivery that asks for somebody, due yesterday."""
    due_at = now - timedelta(days=1)
    reason = {"ask_human": "cannot_look_up", "held": "late", "failed": "refused"}.get(status, "")
    return Delivery.objects.create(
        workspace=where.workspace,
        channel=where,
        status=status,
        marker=uuid.uuid4().hex,
        content=to_json(Content(text=text, language="fr", written_at=due_at)),
        **{"reason": reason, "due_at": due_at, "created_at": due_at, **values},
    )


def conversation(
    where: Channel,
    *,
    now: datetime,
    person: str = "Léa Bonnet",
    text: str = ADVICE,
    hours: int = 5,
    **values: Any,
) -> Conversation:
    """Have somebody wait for an answer since `hours` ago."""
    then = now - timedelta(hours=hours)
    handle = f"{person.split()[0].lower()}.example"
    row = Conversation.objects.create(
        workspace=where.workspace,
        channel=where,
        root_id=uuid.uuid4().hex,
        person_id=handle,
        person_name=person,
        person_handle=handle,
        excerpt=text[:140],
        last_feedback_at=then,
        **{"waiting_since": then, "presses_at": then + timedelta(days=1), **values},
    )
    Feedback.objects.create(
        workspace=where.workspace,
        conversation=row,
        channel=where,
        remote_id=uuid.uuid4().hex,
        kind="comment",
        author_id=handle,
        author_handle=handle,
        author_name=person,
        text=text,
        written_at=then,
        received_at=then,
        checked_at=then,
    )
    return row


def praised(where: Channel, *, now: datetime, text: str = THANKS, **values: Any) -> Conversation:
    """Have somebody praise us two hours ago, and be understood: an answer can be proposed."""
    row = conversation(where, now=now, person="Marc Tison", text=text, hours=2, **values)
    told = {"intent": "praise", "tone": "positive", "language": "fr", "kind": "reply"}
    Feedback.objects.filter(conversation=row).update(**told)
    return row


def post(
    where: Channel,
    *,
    author: User,
    now: datetime,
    text: str = "La boîte Paris-Brest de la fête des pères\nSix parts, à réserver.",
    days: int = 3,
) -> Post:
    """Submit a post for approval, planned at eight o’clock in some days."""
    row = _draft(where, author=author, now=now, text=text, days=days)
    actions.submit_post(row, actor=author, now=now)
    row.refresh_from_db()
    return row


def planned(where: Channel, *, author: User, now: datetime, text: str, days: int = 1) -> Post:
    """Plan a post that leaves by itself at eight o’clock in some days."""
    row = _draft(where, author=author, now=now, text=text, days=days)
    actions.schedule_post(row, actor=author, now=now)
    return row


def did(
    person: User, action: str, *, workspace: Workspace, at: datetime, subject: str = "post:1"
) -> None:
    """Write into the trail what a person did."""
    audit.record(
        workspace_id=workspace.pk, actor_id=person.pk, action=action, subject=subject, now=at
    )


def _draft(where: Channel, *, author: User, now: datetime, text: str, days: int) -> Post:
    day = now.astimezone(where.workspace.zone).date() + timedelta(days=days)
    draft = PostDraft(
        text=text, channel_ids=frozenset({where.pk}), wall=datetime.combine(day, time(8))
    )
    return actions.create_post(workspace=where.workspace, actor=author, draft=draft, now=now)
