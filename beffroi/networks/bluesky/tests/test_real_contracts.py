"""The same contracts against a real account server with its app view.

`BEFFROI_REAL_BLUESKY` is the account server's address; `make test-real` starts one.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from beffroi.networks.bluesky.care import BLOCKS
from beffroi.networks.bluesky.tests.real_world import RealWorld
from beffroi.networks.contract_tests import (
    BlockerContract,
    CounterContract,
    DeclarationContract,
    DeleterContract,
    FeedbackContract,
    FinderContract,
    MentionContract,
    PasswordConnectorContract,
    PublisherContract,
    ReporterContract,
    eventually,
)
from beffroi.networks.contracts import HeldBytes
from beffroi.networks.errors import OutcomeUnknown
from beffroi.networks.tests.world import MemoryProgress, small_video

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


class TestReporter(ReporterContract): ...


class TestBlocker(BlockerContract): ...


def test_a_block_written_elsewhere_is_lifted_too(world: RealWorld) -> None:
    made_at = "2026-09-14T08:00:00.000Z"
    content = {"$type": BLOCKS, "subject": world.other.did, "createdAt": made_at}
    wanted = {"repo": world.ours.did, "collection": BLOCKS, "record": content}
    world.ours.call("com.atproto.repo.createRecord", json=wanted)
    assert eventually(world.is_stranger_blocked)
    world.channel().unblock(world.other.did)
    assert eventually(lambda: not world.is_stranger_blocked())


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


def test_a_video_leaves_and_stands(world: RealWorld) -> None:
    """The network of its authors has no video service: the account's server takes it itself."""
    channel, since = world.channel(), world.now()
    progress = MemoryProgress()
    content = HeldBytes(b"\0\0\0\x18ftypmp42" + bytes(3_000_000))
    video = channel.upload(replace(small_video("Le four"), source=content), progress=progress)
    assert progress.kept
    assert channel.is_ready(video)
    post = world.post("Un film", media=(video,))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    embed = world.record(published.remote_id)["value"]["embed"]
    assert (embed["$type"], embed["video"]["size"]) == ("app.bsky.embed.video", content.size_bytes)
    assert (embed["alt"], embed["aspectRatio"]) == ("Le four", {"width": 640, "height": 360})
