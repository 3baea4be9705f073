"""Whom a Page blocks."""

from __future__ import annotations

import pytest

from beffroi.networks.errors import ContentRefused, NetworkError, PermissionLost
from beffroi.networks.facebook.tests.world import FacebookWorld


def author_of(world: FacebookWorld, remote_id: str) -> str:
    found: str = world.channel().read_again([remote_id])[remote_id].author.account_id
    return found


@pytest.fixture
def commenter(world: FacebookWorld) -> str:
    ours = world.channel().publish(world.post("Ouvert demain")).remote_id
    return author_of(world, world.stranger_replies(ours, "Publicité"))


def test_who_is_blocked_no_longer_comments_nor_writes(world: FacebookWorld, commenter: str) -> None:
    ours = world.channel().publish(world.post("Ouvert lundi")).remote_id
    world.channel().block(commenter)
    with pytest.raises(ValueError, match="blocks"):
        world.stranger_replies(ours, "Encore")
    with pytest.raises(ValueError, match="blocks"):
        world.stranger_writes("Encore")
    world.channel().unblock(commenter)
    assert world.stranger_replies(ours, "Merci")


def test_the_author_of_a_message_can_be_blocked(world: FacebookWorld) -> None:
    world.channel().block(author_of(world, world.stranger_writes("Insulte")))
    assert world.is_stranger_blocked()


def test_an_id_that_is_nobody_s_is_refused(world: FacebookWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().block("4711")


def test_an_account_that_the_page_cannot_block_is_told(
    world: FacebookWorld, commenter: str
) -> None:
    world.answer_once("block", {commenter: False})
    with pytest.raises(ContentRefused):
        world.channel().block(commenter)


@pytest.mark.parametrize("code", [200, 283, 10])
def test_a_right_that_is_missing_is_told(world: FacebookWorld, commenter: str, code: int) -> None:
    world.refuse_once("block", code)
    with pytest.raises(PermissionLost):
        world.channel().block(commenter)


def test_not_to_be_seen_is_not_taken_for_not_blocked(world: FacebookWorld, commenter: str) -> None:
    world.channel().block(commenter)
    channel = world.network.open(world.keeper_with("pages_read_engagement"))
    world.refuse_once("unblock", 100, 33)
    with pytest.raises(NetworkError) as caught:
        channel.unblock(commenter)
    assert type(caught.value) is PermissionLost
    assert world.is_stranger_blocked()
