"""Who has the answer box of a conversation open: told by their page, true for a minute."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from beffroi.inbox.models import Conversation, Presence
from beffroi.workspaces.models import User, Workspace

#: A page tells it every twenty seconds: three that got lost, and the person is gone.
TRUE_FOR = timedelta(seconds=60)


def tell(conversation: Conversation, *, user: User, now: datetime) -> None:
    """Note that somebody has the answer box open now; not where all was erased meanwhile."""
    row = Presence(
        workspace_id=conversation.workspace_id, conversation=conversation, user=user, seen_at=now
    )
    with suppress(IntegrityError), transaction.atomic():
        Presence.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["conversation", "user"],
            update_fields=["seen_at"],
        )


def leave(conversation: Conversation, *, user: User) -> None:
    """Note that somebody has sent their answer."""
    Presence.objects.filter(conversation=conversation, user=user).delete()


def writers(workspace: Workspace, *, besides: User, now: datetime) -> Mapping[int, str]:
    """Return who else writes where, by conversation: the one seen last. One query."""
    rows = Presence.objects.filter(workspace=workspace, seen_at__gt=now - TRUE_FOR)
    others = rows.exclude(user=besides).select_related("user").order_by("seen_at", "id")
    return {row.conversation_id: str(row.user) for row in others}


def writer(conversation: Conversation, *, besides: User, now: datetime) -> str:
    """Return who else writes in a conversation, "" for nobody."""
    workspace = Workspace(pk=conversation.workspace_id)
    return writers(workspace, besides=besides, now=now).get(conversation.pk, "")


def forget(*, now: datetime) -> None:
    """Drop what is no longer true."""
    Presence.objects.filter(seen_at__lte=now - TRUE_FOR).delete()
