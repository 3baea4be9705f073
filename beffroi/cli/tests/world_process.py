"""Fills a database as use does, or tells what is in it: one task per name, at the end."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from beffroi.channels.models import Channel, Credential  # noqa: E402
from beffroi.core import audit, crypto  # noqa: E402
from beffroi.core.backup import tables  # noqa: E402
from beffroi.core.models import AuditEntry, Job  # noqa: E402
from beffroi.delivery.actions import JOB as ADVANCE  # noqa: E402
from beffroi.delivery.models import Attempt, Delivery  # noqa: E402
from beffroi.inbox.ingesting import ingest  # noqa: E402
from beffroi.inbox.models import Conversation  # noqa: E402
from beffroi.inbox.people import erasure, who  # noqa: E402
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback  # noqa: E402
from beffroi.workspaces.models import Membership, User, Workspace  # noqa: E402
from beffroi.workspaces.rules import Role  # noqa: E402

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
CANARY = "canary-access-token-of-the-channel"
#: Written by backups and restores themselves.
OWN = {"core_auditentry", "core_installation", "core_worker", "django_migrations", "core_job"}
#: Rewritten by a restore, for what was due may have left meanwhile.
SUSPECTED = {"delivery_delivery", "delivery_event"}


def fill() -> None:
    """Make a person, a workspace, a channel with its access, a session, media, jobs."""
    user = User.objects.create_user(
        "claire@atelier-martin.example", "a long password", name="Claire"
    )
    workspace = Workspace.objects.create(name="Atelier Martin “é” \\ \n 🥐", activity="NULL")
    channel = Channel.objects.create(
        workspace=workspace,
        network="mastodon",
        origin="https://social.example",
        account_id="1",
        handle="@martin",
        verified_at=NOW,
        connected_at=NOW,
        limits={"characters": 500, "nested": {"é": [1, None, True]}},
    )
    bound_to = f"channel:{channel.pk}"
    sealed = crypto.seal(CANARY.encode(), bound_to=bound_to)
    Credential.objects.create(channel=channel, sealed=sealed, updated_at=NOW)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.create()
    Job.objects.create(kind="a", key="waiting", run_at=NOW, workspace_id=workspace.pk)
    lease = NOW + timedelta(minutes=1)
    running = {"state": "running", "lease_until": lease, "lease_token": 3, "crashes": 1}
    Job.objects.create(kind="a", key="running", run_at=NOW, **running)
    deliver(channel)
    hear(channel)
    write_media("first", b"pixels" * 1000)


def hear(channel: Channel) -> None:
    """Have somebody ask something, which the search finds from then on."""
    asked = IncomingFeedback(
        remote_id="f1",
        kind=FeedbackKind.REPLY,
        author=Author("2", "odile", "Odile Garnier"),
        text="Une brioche à l’Épiphanie ? 東京",
        created_at=NOW,
        url="",
        root_id="post-1",
        parent_id="post-1",
        is_ours=False,
    )
    ingest(channel, [asked], now=NOW)


def erase() -> None:
    """Have whoever asked something erased, as they wish."""
    person = who.of(Conversation.objects.get())
    row = erasure.ask(person, actor=User.objects.get(), now=NOW)
    assert erasure.erase_due(row.pk, clock=lambda: row.due_at) is None


def deliver(channel: Channel) -> None:
    """Plan posts: two that are past due, one of which was on its way, and one for much later."""
    plans = {"due": "scheduled", "on its way": "sending", "later": "scheduled"}
    for marker, status in plans.items():
        Delivery.objects.create(
            workspace=channel.workspace,
            channel=channel,
            status=status,
            due_at=NOW + timedelta(days=36_500 if marker == "later" else 0),
            content={"text": marker},
            marker=marker,
            created_at=NOW,
        )


def write_media(name: str, content: bytes) -> None:
    folder = Path(settings.MEDIA_ROOT) / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def sign_in() -> None:
    """Print the cookies of the person, inside the workspace, and what forms must show."""
    user, workspace, token = User.objects.get(), Workspace.objects.get(), "a" * 32
    Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER.value)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].OutputString(attrs=[])
    print(f"{session};{settings.CSRF_COOKIE_NAME}={token}", token)


def write() -> None:
    """Write pairs that belong together, for ever; print each once it is committed."""
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            Job.objects.create(kind="pair", key=f"left {number}", run_at=NOW)
            subject = f"pair:{number}"
            audit.record(workspace_id=1, actor_id=1, action="pair", subject=subject, now=NOW)
            Job.objects.create(kind="pair", key=f"right {number}", run_at=NOW)
        write_media(f"m{number % 50:02}", os.urandom(5000))
        print(number, flush=True)


def hashes() -> None:
    """Print a hash of every table's rows, and what must hold inside."""
    print(json.dumps(state()))


def state() -> dict[str, object]:
    found = {name: rows_hash(name) for name in tables.names() if name not in OWN | SUSPECTED}
    found["media"] = media_hash()
    pairs = Job.objects.filter(kind="pair")
    jobs = Job.objects.filter(kind="a").order_by("key")
    return {
        "rows": found,
        "left": pairs.filter(key__startswith="left").count(),
        "right": pairs.filter(key__startswith="right").count(),
        "audited": AuditEntry.objects.filter(action="pair").count(),
        "actions": list(AuditEntry.objects.order_by("id").values_list("action", flat=True)),
        "broken": audit.verify(),
        "jobs": list(jobs.values_list("key", "state", "crashes")),
        "deliveries": dict(Delivery.objects.values_list("marker", "status")),
        "attempts": Attempt.objects.count(),
        "woken": Job.objects.filter(kind=ADVANCE).count(),
        "readable": readable(),
    }


def rows_hash(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
        rows = [[plain(value) for value in row] for row in cursor]
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else "empty"


def plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def media_hash() -> str:
    root = Path(settings.MEDIA_ROOT)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    said = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def readable() -> bool:
    credential = Credential.objects.get()
    try:
        opened = crypto.open_sealed(
            bytes(credential.sealed), bound_to=f"channel:{credential.channel_id}"
        )
    except crypto.KeyMissing:
        return False
    return opened == CANARY.encode()


def rotate_and_die() -> None:
    """Rotate the keys over three accesses, and be killed after the first."""
    first = Channel.objects.get()
    for number in (2, 3):
        first.pk, first.account_id = None, str(number)
        first.save()
        sealed = crypto.seal(CANARY.encode(), bound_to=f"channel:{first.pk}")
        Credential.objects.create(channel=first, sealed=sealed, updated_at=NOW)
    seal_anew = crypto._seal_anew

    def once(*arguments: Any) -> None:
        seal_anew(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(crypto, "_seal_anew", once):
        crypto.rotate()


def keys() -> None:
    """Print how many accesses open, and how many are not under the newest key."""
    rows = [(bytes(row.sealed), f"channel:{row.channel_id}") for row in Credential.objects.all()]
    opened = [crypto.open_sealed(sealed, bound_to=bound_to) for sealed, bound_to in rows]
    stale = sum(1 for _ in crypto._stale(crypto._keyring()))
    print(json.dumps({"opened": opened.count(CANARY.encode()), "stale": stale}))


if __name__ == "__main__":
    tasks = {
        "fill": fill,
        "erase": erase,
        "sign_in": sign_in,
        "write": write,
        "hashes": hashes,
        "rotate": rotate_and_die,
        "keys": keys,
    }
    tasks[sys.argv[1]]()
