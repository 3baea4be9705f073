"""Grounds, watches, and posts as networks show them, for tests of listening."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from beffroi.listening import compiling
from beffroi.listening.models import Ground, Watch
from beffroi.listening.sought import Sought
from beffroi.networks.contracts import Author
from beffroi.networks.listening import PublicPost
from beffroi.workspaces.models import Workspace


def make_ground(workspace: Workspace, *, now: datetime) -> Ground:
    ground, _made = Ground.objects.get_or_create(
        workspace=workspace,
        defaults={
            "purposes": ["answer", "reputation"],
            "address": f"listening-{workspace.pk}",
            "weighed_at": now,
            "changed_at": now,
        },
    )
    return ground


def make_watch(
    workspace: Workspace,
    *terms: str,
    now: datetime,
    name: str = "",
    subject: str = "brand",
    **more: Any,
) -> Watch:
    """Return a watch that is on; `more` are fields of `Sought`."""
    watch = Watch.objects.create(
        workspace=workspace,
        ground=make_ground(workspace, now=now),
        name=name or (terms[0] if terms else "watch"),
        subject=subject,
        purpose="reputation",
        query=Sought(any_of=terms, **more).stored(),
        made_at=now,
        changed_at=now,
    )
    compiling.bump()
    return watch


def post(number: int, text: str, *, now: datetime, author: str = "zoe", **more: Any) -> PublicPost:
    """Return what somebody shows to everybody on Bluesky."""
    remote_id = f"at://did:plc:{author}/app.bsky.feed.post/{number:04}"
    given = {
        "network": "bluesky",
        "remote_id": remote_id,
        "author": Author(f"did:plc:{author}", f"{author}.bsky.example", author.title()),
        "text": text,
        "url": f"https://bsky.app/profile/did:plc:{author}/post/{number:04}",
        "written_at": now,
    }
    return PublicPost(**{**given, **more})
