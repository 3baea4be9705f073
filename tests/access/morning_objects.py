"""Makers of what addresses of the mail of a day name."""

from __future__ import annotations

from datetime import timedelta

from beffroi.core.tokens import digest, new_token
from beffroi.inbox.models import Conversation
from beffroi.morning.models import ActLink, Morning, MorningWish
from beffroi.morning.rules import Way
from tests.access.objects import MAKERS, Side, maker


@maker
def wish_token(side: Side) -> object:
    wish, _is_new = MorningWish.objects.get_or_create(
        workspace=side.workspace,
        user=side.person,
        defaults={"by_mail": True, "since": side.now},
    )
    return wish.token


@maker
def act_token(side: Side) -> object:
    """Make a link that settles a conversation."""
    morning, _is_new = Morning.objects.get_or_create(
        workspace=side.workspace,
        user=side.person,
        day=side.now.date(),
        way=Way.MAIL.value,
        defaults={"planned_at": side.now},
    )
    conversation = Conversation.objects.get(pk=str(MAKERS["conversation_id"](side)))
    told = conversation.feedback.order_by("-written_at", "-id")[0]
    token = new_token()
    ActLink.objects.create(
        morning=morning,
        digest=digest(token),
        card="answer",
        row_id=conversation.pk,
        seen={"answer_id": 0, "heard_id": 0, "told_id": told.pk},
        expires_at=side.now + timedelta(hours=48),
    )
    return token
