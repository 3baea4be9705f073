"""How long all clients of an agency take on one page: barometers, what waits, hours.

On a temporary database of the kind that this installation uses; its own is never read. Each client
has a channel, messages that wait, posts to approve, a barometer of the night and of three months
ago, and hours of two months.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.cli import assets
from beffroi.cli.scratch import scratch_database
from beffroi.coaching.models import Engagement, State
from beffroi.core.clock import utc_now
from beffroi.inbox.models import Conversation
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.sales.models import WorkTime
from beffroi.web import waiting
from beffroi.workspaces import actions
from beffroi.workspaces.models import Agency, User, Workspace
from beffroi.workspaces.rules import Role

_CLIENTS, _MESSAGES, _POSTS, _DAYS = 200, 40, 3, 60
_TIMES = 9


def run() -> dict[str, float | int]:
    """Fill, then measure; times are medians, in milliseconds."""
    assets.collect()
    now = utc_now()
    with scratch_database("agency") as use:
        use()
        agency, owner = _fill(now)
        use()  # a new connection, with the memory that every one has
        browser = Client()
        browser.force_login(owner)
        address = reverse("agency_day", args=[agency.pk])
        ids = list(agency.workspaces.values_list("pk", flat=True))
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            return {
                "clients": _CLIENTS,
                "queries": _queries(lambda: browser.get(address)),
                "page_ms": _milliseconds(lambda: _loaded(browser, address)),
                "counts_ms": _milliseconds(
                    lambda: waiting.count_each(ids, role=Role.OWNER, now=now)
                ),
            }


def _loaded(browser: Client, address: str) -> None:
    response = browser.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"The page answers {response.status_code}.")


def _queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def _milliseconds(ask: Callable[[], object]) -> float:
    taken = []
    for _time in range(_TIMES):
        began = perf_counter()
        ask()
        taken.append(1000 * (perf_counter() - began))
    return round(statistics.median(taken), 1)


def _fill(now: datetime) -> tuple[Agency, User]:
    owner = User.objects.create_user(email="nova@agency.example", name="Nova")
    agency = actions.create_agency(owner=owner, name="Nova", now=now)
    for number in range(_CLIENTS):
        client = actions.create_workspace(
            owner=owner, agency=agency, name=f"Client {number:03}", now=now
        )
        _fill_client(client, number, owner=owner, now=now)
    return agency, owner


def _fill_client(client: Workspace, number: int, *, owner: User, now: datetime) -> None:
    channel = Channel.objects.create(
        workspace=client,
        network="bluesky",
        origin="https://bsky.example",
        account_id=f"{number}",
        handle="client.example",
        verified_at=now,
        connected_at=now,
    )
    Conversation.objects.bulk_create(
        Conversation(
            workspace=client,
            channel=channel,
            root_id=f"{number}-{place}",
            waiting_since=now - timedelta(hours=place) if place % 4 == 0 else None,
            presses_at=now,
            last_feedback_at=now,
        )
        for place in range(_MESSAGES)
    )
    Post.objects.bulk_create(
        Post(
            workspace=client,
            text="Bonjour",
            stage=Stage.SUBMITTED.value,
            created_at=now,
            changed_at=now,
        )
        for _place in range(_POSTS)
    )
    WorkTime.objects.bulk_create(
        WorkTime(workspace=client, day=now.date() - timedelta(days=days), minutes=12, noted_at=now)
        for days in range(_DAYS)
    )
    _states(client, number, now=now)
    Engagement.objects.create(
        workspace=client, lead=owner, minutes_a_month=480, changed_by=owner, changed_at=now
    )


def _states(client: Workspace, number: int, *, now: datetime) -> None:
    months = 12 * now.year + now.month - 4
    then = now.date().replace(year=months // 12, month=months % 12 + 1, day=1)
    for reason, day, total in (
        (State.Reason.DAILY, now.date(), number % 100),
        (State.Reason.MONTH, then, number * 7 % 100),
    ):
        State.objects.create(
            workspace=client,
            reason=reason,
            day=day,
            taken_at=now,
            version=1,
            total=total,
            level=total // 20,
            confidence=50,
            scores={},
        )
