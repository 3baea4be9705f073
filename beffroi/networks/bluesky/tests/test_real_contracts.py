"""The same contracts against a real account server with its app view.

`BEFFROI_REAL_BLUESKY` is the account server's address; `make test-real` starts one.
"""

from __future__ import annotations

import os

import pytest

from beffroi.networks.bluesky.tests.real_world import RealWorld
from beffroi.networks.contract_tests import (
    CounterContract,
    DeclarationContract,
    DeleterContract,
    FeedbackContract,
    FinderContract,
    MentionContract,
    PasswordConnectorContract,
    PublisherContract,
)
from beffroi.networks.errors import OutcomeUnknown

pytestmark = pytest.mark.real


@pytest.fixture
def world() -> RealWorld:
    origin = os.environ.get("BEFFROI_REAL_BLUESKY", "")
    if not origin:
        pytest.fail("BEFFROI_REAL_BLUESKY must be the address of an account server to test on")
    return RealWorld(origin)


class TestDeclaration(DeclarationContract): ...


class TestPasswordConnector(PasswordConnectorContract): ...


class TestPublisher(PublisherContract): ...


class TestFinder(FinderContract): ...


class TestFeedback(FeedbackContract): ...


class TestMentions(MentionContract): ...


class TestCounters(CounterContract): ...


class TestDeleter(DeleterContract): ...


def test_an_id_that_is_taken_is_in_doubt_and_then_found(world: RealWorld) -> None:
    channel, post, since = world.channel(), world.post("Déjà là"), world.now()
    published = channel.publish(post)
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    assert channel.find(post, since=since) == published
    assert world.count_visible("Déjà là") == 1


def test_a_refresh_token_is_traded_for_a_new_access(world: RealWorld) -> None:
    world.keeper.change(access_jwt="no longer good", app_password="")
    world.channel().publish(world.post("Renouvelé"))
    assert world.keeper.renewals == 1
    assert world.count_visible("Renouvelé") == 1


def test_a_dead_refresh_token_opens_a_new_session(world: RealWorld) -> None:
    world.keeper.change(access_jwt="no longer good", refresh_jwt="nor this one")
    world.channel().publish(world.post("Rouvert"))
    assert world.count_visible("Rouvert") == 1


def test_links_mentions_and_hashtags_arrive_at_their_bytes(world: RealWorld) -> None:
    text = f"🥐 é @{world.other.handle} https://exemple.fr/pâte #pain"
    published = world.channel().publish(world.post(text))
    facets = world.record(published.remote_id)["value"]["facets"]
    covered = [
        text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in facets
    ]
    assert covered == [f"@{world.other.handle}", "https://exemple.fr/pâte", "#pain"]
    assert facets[0]["features"][0]["did"] == world.other.did
