"""Links that are followed while somebody, or something, else is at work on the same thing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.inbox.models import Conversation, Feedback
from beffroi.morning import linking
from beffroi.morning.acts.conversations import Answering
from beffroi.morning.acts.posts import Approving
from beffroi.morning.models import ActLink
from beffroi.morning.tests.conftest import Mailed, links_in
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def anybody() -> Client:
    return Client(enforce_csrf_checks=True)


def once_judged(kind: type[Any], happens: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    """Have something happen after a link was found to stand, and before it acts."""
    standing, left = kind.standing, [happens]

    def judged(self: Any, row: Any, seen: Any) -> Any:
        found = standing(self, row, seen)
        if left:
            left.pop()()
        return found

    patch.setattr(kind, "standing", judged)


@pytest.mark.parametrize("deed", ["approve", "send_back"])
@pytest.mark.parametrize("change", [{"stage": "draft"}, {"version": 9}])
def test_a_colleague_who_is_faster_with_a_post_is_not_undone(
    world: World,
    bluesky: Channel,
    clock: FrozenClock,
    mailed: Mailed,
    anybody: Client,
    monkeypatch: pytest.MonkeyPatch,
    deed: str,
    change: dict[str, Any],
) -> None:
    post = morning.post(bluesky, author=world.ines, now=clock())
    [path] = links_in(mailed())
    once_judged(Approving, lambda: Post.objects.update(**change), monkeypatch)
    refused = anybody.post(path, {"deed": deed})
    assert refused.status_code == 422
    assert "It was settled in the meantime: nothing was changed." in refused.content.decode()
    post.refresh_from_db()
    assert (post.stage, post.approvals.count()) == ("submitted", 0)  # all of it is rolled back
    assert ActLink.objects.get().used_at is None


def test_what_is_said_at_that_moment_is_not_settled_unread(
    bluesky: Channel,
    clock: FrozenClock,
    mailed: Mailed,
    anybody: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    morning.conversation(bluesky, now=clock())
    [path] = links_in(mailed())

    def wrote_again() -> None:
        more = Feedback.objects.get()
        more.pk, more.remote_id, more.text = None, "more", "En fait, c’est urgent."
        more.save()

    once_judged(Answering, wrote_again, monkeypatch)
    assert anybody.post(path, {"deed": "settle"}).status_code == 422
    assert Conversation.objects.get().status == "open"


def test_a_conversation_that_is_erased_at_that_moment_says_so(
    bluesky: Channel,
    clock: FrozenClock,
    mailed: Mailed,
    anybody: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    morning.conversation(bluesky, now=clock())
    [path] = links_in(mailed())
    once_judged(Answering, Conversation.objects.all().delete, monkeypatch)
    assert anybody.post(path, {"deed": "settle"}).status_code == 410


def test_a_link_that_is_erased_while_it_is_followed_says_so(
    world: World,
    bluesky: Channel,
    clock: FrozenClock,
    mailed: Mailed,
    anybody: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    morning.post(bluesky, author=world.ines, now=clock())
    [path] = links_in(mailed())
    find = linking.find

    def found(token: str) -> ActLink | None:
        link = find(token)
        ActLink.objects.all().delete()
        return link

    monkeypatch.setattr(linking, "find", found)
    refused = anybody.post(path, {"deed": "approve"})
    assert refused.status_code == 410
    assert "It is no longer there" in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_act_once(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    post = morning.post(bluesky, author=world.ines, now=clock())
    [path] = links_in(mailed())
    together = Barrier(2)

    def click(_number: int) -> int:
        try:
            together.wait(timeout=30)
            return Client().post(path, {"deed": "approve"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        assert sorted(clicks.map(click, range(2))) == [200, 410]
    post.refresh_from_db()
    assert (post.stage, post.approvals.count()) == ("scheduled", 1)
