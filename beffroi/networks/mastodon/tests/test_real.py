"""The same contracts against a Mastodon server by others, started by whoever runs these tests.

`BEFFROI_REAL_MASTODON` is its address. It must know the tokens `ada_token` (ours) and
`grace_token` (the stranger), as the demonstration of the mastodon_mock package does.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.contracts import HeldBytes
from beffroi.networks.mastodon.tests.named_answers import FeedbackWithNames
from beffroi.networks.mastodon.tests.real_world import RealWorld
from beffroi.networks.tests.world import MemoryProgress, small_video

pytestmark = pytest.mark.real


@pytest.fixture
def world() -> RealWorld:
    origin = os.environ.get("BEFFROI_REAL_MASTODON", "")
    if not origin:
        pytest.fail("BEFFROI_REAL_MASTODON must be the address of a Mastodon server to test on")
    return RealWorld(origin)


class TestDeclaration(contract.DeclarationContract): ...


class TestOAuthConnector(contract.OAuthConnectorContract): ...


class TestPublisher(contract.PublisherContract): ...


class TestFinder(contract.FinderContract): ...


class TestFeedback(FeedbackWithNames): ...


class TestMentions(contract.MentionContract): ...


class TestCounters(contract.CounterContract): ...


class TestDeleter(contract.DeleterContract): ...


class TestEditor(contract.EditorContract): ...


class TestReporter(contract.ReporterContract): ...


class TestBlocker(contract.BlockerContract): ...


def test_a_video_leaves_and_stands(world: RealWorld) -> None:
    channel, since = world.channel(), world.now()
    progress = MemoryProgress()
    content = HeldBytes(b"\0\0\0\x18ftypmp42" + bytes(3_000_000))
    video = channel.upload(replace(small_video("Le four"), source=content), progress=progress)
    assert progress.kept
    assert channel.is_ready(video)
    post = world.post("Un film", media=(video,))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    (shown,) = world.status(published.remote_id)["media_attachments"]
    assert (shown["type"], shown["description"]) == ("video", "Le four")
