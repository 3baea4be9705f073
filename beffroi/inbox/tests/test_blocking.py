"""Somebody is blocked on the network or stands as they stood, and is let in again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry
from beffroi.inbox import erasing, moderating
from beffroi.inbox.models import Block, Conversation
from beffroi.inbox.moderating import CannotModerate
from beffroi.inbox.people import dropping
from beffroi.inbox.tests.care import CaringNetwork
from beffroi.inbox.tests.desk import NOUR, ODILE, Desk, make_channel, said
from beffroi.networks.contracts import Author
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from tests.world import World

pytestmark = pytest.mark.django_db

Act = Callable[[], None]


@pytest.fixture
def block(desk: Desk, caring: CaringNetwork, world: World) -> Act:
    return lambda: moderating.block(desk.conversation(), actor=world.claire, clock=desk.clock)


@pytest.fixture
def unblock(desk: Desk, caring: CaringNetwork, world: World) -> Act:
    return lambda: moderating.unblock(desk.conversation(), actor=world.karim, clock=desk.clock)


def trail() -> list[tuple[str, str, int | None]]:
    about = AuditEntry.objects.filter(action__startswith="person.").order_by("id")
    return list(about.values_list("action", "subject", "actor_id"))


def test_who_is_blocked_is_written_down_with_who_asked(
    desk: Desk, block: Act, caring: CaringNetwork, world: World
) -> None:
    block()
    row = Block.objects.get()
    assert (row.channel, row.author_id) == (desk.channel, ODILE.account_id)
    assert (row.workspace, row.blocked_by, row.blocked_at) == (
        world.atelier,
        world.claire,
        desk.clock(),
    )
    assert caring.did == [("block", "did:odile")]
    subject = f"conversation:{desk.conversation().pk}"
    assert trail() == [("person.blocked", subject, world.claire.pk)]


def test_the_trail_holds_nothing_of_who_it_was(block: Act) -> None:
    block()
    told = AuditEntry.objects.filter(action="person.blocked").values_list("subject", "detail")
    assert "odile" not in str(list(told)).lower()


def test_blocked_twice_the_first_stands(desk: Desk, block: Act) -> None:
    block()
    first_at = Block.objects.get().blocked_at
    desk.clock.advance(hours=1)
    block()
    assert Block.objects.get().blocked_at == first_at


def test_who_is_let_in_again_leaves_no_row(
    desk: Desk, block: Act, unblock: Act, caring: CaringNetwork, world: World
) -> None:
    block()
    unblock()
    assert not Block.objects.exists()
    assert caring.did[-1] == ("unblock", "did:odile")
    assert [action for action, _, _ in trail()] == ["person.blocked", "person.unblocked"]
    unblock()
    assert not Block.objects.exists()


def test_what_they_said_stays(desk: Desk, block: Act) -> None:
    block()
    assert desk.feedback().text == "Publicité"
    desk.hear(said("f2", "Encore", root_id="post-2"))
    assert desk.feedback("f2").text == "Encore"


@pytest.mark.parametrize(
    ("error", "problem", "is_connected"),
    [
        (NetworkUnavailable(), "unavailable", True),
        (RateLimited(retry_after_seconds=9), "unavailable", True),
        (QuotaExhausted(), "unavailable", True),
        (UnexpectedResponse(), "unavailable", True),
        (ContentRefused(), "declined", True),
        (PolicyBlocked(), "declined", True),
        (PermissionLost(), "refused", True),
        (AccessRevoked(), "refused", False),
        (NotFound(), "nobody", True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refusal_blocks_nobody_and_says_why(
    desk: Desk,
    block: Act,
    caring: CaringNetwork,
    error: NetworkError,
    problem: str,
    is_connected: bool,
) -> None:
    caring.fails = error
    with pytest.raises(CannotModerate) as caught:
        block()
    assert caught.value.problem == problem
    assert not Block.objects.exists()
    assert trail() == []
    desk.channel.refresh_from_db()
    assert desk.channel.is_connected is is_connected


def test_one_that_is_not_lifted_stands(block: Act, unblock: Act, caring: CaringNetwork) -> None:
    block()
    caring.fails = NetworkUnavailable()
    with pytest.raises(CannotModerate):
        unblock()
    assert Block.objects.exists()


def test_whoever_is_gone_there_is_blocked_no_more(
    block: Act, unblock: Act, caring: CaringNetwork
) -> None:
    block()
    caring.fails = NotFound()
    unblock()
    assert not Block.objects.exists()


def test_a_channel_that_is_not_connected_is_not_asked(
    desk: Desk, block: Act, caring: CaringNetwork
) -> None:
    Channel.objects.update(status="disconnected")
    with pytest.raises(CannotModerate, match="channel_lost"):
        block()
    assert caring.did == []


@pytest.mark.parametrize("account_id", ["", "erased:1"])
def test_nobody_is_not_blocked(
    desk: Desk, caring: CaringNetwork, world: World, account_id: str
) -> None:
    desk.hear(said("f2", "Bonjour", author=Author(account_id, "", ""), root_id="post-9"))
    row = Conversation.objects.get(root_id="post-9")
    with pytest.raises(CannotModerate, match="nobody"):
        moderating.block(row, actor=world.claire, clock=desk.clock)
    assert caring.did == []


def test_a_network_that_cannot_is_said_so(
    desk: Desk, world: World, caring: CaringNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: object())
    with pytest.raises(CannotModerate, match="impossible"):
        moderating.block(desk.conversation(), actor=world.claire, clock=desk.clock)


def test_the_same_person_on_another_channel_is_not_blocked(
    desk: Desk, block: Act, world: World
) -> None:
    other = Desk(make_channel(world.atelier, now=desk.clock(), account_id="2"), desk.clock)
    other.hear(said("x1"))
    block()
    assert [row.channel for row in Block.objects.all()] == [desk.channel]


class TestForgetting:
    def test_it_goes_with_the_last_of_their_words(self, desk: Desk, block: Act) -> None:
        desk.hear(said("f2", "Encore", root_id="post-2"))
        block_all = list(Conversation.objects.order_by("id").values_list("pk", flat=True))
        Block.objects.create(
            workspace=desk.channel.workspace,
            channel=desk.channel,
            author_id=ODILE.account_id,
            blocked_at=desk.clock(),
        )
        dropping.drop(block_all[:1])
        assert Block.objects.exists()
        dropping.drop(block_all[1:])
        assert not Block.objects.exists()

    def test_somebody_else_s_stays(self, desk: Desk, block: Act) -> None:
        block()
        desk.hear(said("n1", author=NOUR, root_id="post-2"))
        dropping.drop([desk.conversation(NOUR).pk])
        assert Block.objects.exists()

    def test_it_goes_when_they_ask_through_the_network(self, desk: Desk, block: Act) -> None:
        block()
        erasing.forget_person(desk.channel, ODILE.account_id, now=desk.clock())
        assert not Block.objects.exists()

    def test_of_whoever_is_erased_meanwhile_nothing_is_kept(
        self, desk: Desk, block: Act, caring: CaringNetwork
    ) -> None:
        number = desk.conversation().pk
        caring.meanwhile = lambda: dropping.drop([number])
        block()
        assert not Block.objects.exists()

    def test_it_goes_with_its_channel(self, desk: Desk, block: Act) -> None:
        block()
        desk.channel.delete()
        assert not Block.objects.exists()


def test_the_database_keeps_one_for_each(desk: Desk, block: Act) -> None:
    block()
    twin = Block.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
