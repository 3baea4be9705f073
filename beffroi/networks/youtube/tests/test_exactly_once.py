"""Whatever goes wrong on the way, a video or a comment comes out once."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from beffroi.networks.contract_tests import MemoryProgress, small_image
from beffroi.networks.contracts import OutgoingMedia, OutgoingPost, PublishedPost, UploadedMedia
from beffroi.networks.errors import NetworkUnavailable, OutcomeUnknown, UnexpectedResponse
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.youtube.tests.world import YouTubeWorld, small_video
from beffroi.networks.youtube.uploads import CHUNK_BYTES

_KINDS = (
    FaultKind.ERROR_BEFORE,
    FaultKind.ERROR_AFTER,
    FaultKind.CUT_BEFORE,
    FaultKind.CUT_AFTER,
    FaultKind.HALF_AFTER,
    FaultKind.HTML_BEFORE,
    FaultKind.HTML_AFTER,
)
_ROUTES = (
    "videos.insert",
    "upload.put",
    "videos.list",
    "videos.update",
    "thumbnails.set",
    "playlistItems.list",
    "channels.list",
    "comments.insert",
    "comments.list",
)
_TRIES = 40
_PASSING = (NetworkUnavailable, UnexpectedResponse)


def spoil(world: YouTubeWorld, chance: random.Random) -> None:
    """Let a third of the next calls go wrong, each in its own way; lose a session now and then."""
    world.simulator.faults.clear()
    for route in _ROUTES:
        if chance.random() < 0.35:
            world.simulator.faults.add(route, Fault(chance.choice(_KINDS)))
    if chance.random() < 0.1:
        world.simulator.sessions.forget_all()


def upload_stubbornly(
    world: YouTubeWorld, chance: random.Random, media: OutgoingMedia
) -> UploadedMedia:
    progress = MemoryProgress()
    for _ in range(_TRIES):
        spoil(world, chance)
        with suppress(*_PASSING):
            return world.channel().upload(media, progress=MemoryProgress(progress.kept))
        progress = MemoryProgress(progress.kept)
    raise AssertionError("it never arrived")


def publish_stubbornly(
    world: YouTubeWorld, chance: random.Random, post: OutgoingPost
) -> PublishedPost:
    """Publish as the product does: in doubt, look it up; repeat only what is proven absent."""
    since, is_doubtful = world.now(), False
    for _ in range(_TRIES):
        spoil(world, chance)
        with suppress(*_PASSING):
            if is_doubtful:
                found = world.channel().find(post, since=since)
                if found is not None:
                    return found
            is_doubtful = False
            try:
                return world.channel().publish(post)
            except OutcomeUnknown:
                is_doubtful = True
    raise AssertionError("it never came out")


@pytest.mark.parametrize("seed", range(12))
def test_a_video_comes_out_once(world: YouTubeWorld, seed: int) -> None:
    chance = random.Random(seed)
    video = upload_stubbornly(world, chance, small_video(CHUNK_BYTES + 1000))
    picture = upload_stubbornly(world, chance, small_image(""))
    world.simulator.faults.clear()
    post = world.post(f"Bonjour {seed}", media=(video, picture))
    published = publish_stubbornly(world, chance, post)
    assert world.text_of(published.remote_id) == f"Bonjour {seed}"
    assert world.video(published.remote_id).thumbnail
    assert len(world.simulator.state.videos) == 1
    effects = world.simulator.ledger.effects
    assert [one.remote_id for one in effects if one.kind == "published"] == [published.remote_id]


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_comes_out_once(world: YouTubeWorld, seed: int) -> None:
    ours = world.channel().publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    post = world.post("À samedi", reply_to=world.reply_to(theirs))
    published = publish_stubbornly(world, random.Random(seed), post)
    said = world.simulator.ledger.published("À samedi")
    assert [one.remote_id for one in said] == [published.remote_id]
