"""Every refusal of an instance has a name of ours."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.contracts import OutgoingMedia
from beffroi.networks.errors import ContentRefused, NetworkError
from beffroi.networks.mastodon.tests.refusals import ATTACHED, FILES, TABLE
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.world import small_image, small_video, upload


@pytest.mark.parametrize(("status", "body", "kind", "told"), TABLE)
def test_a_refused_publication_has_its_name(
    world: MastodonWorld,
    status: int,
    body: Any,
    kind: type[NetworkError],
    told: dict[str, Any],
) -> None:
    world.answer_once("publish", body, status=status)
    with pytest.raises(NetworkError) as caught:
        world.channel().publish(world.post("Bonjour"))
    assert type(caught.value) is kind
    assert {name: getattr(caught.value, name) for name in told} == told


@pytest.mark.parametrize(("status", "body", "kind", "told"), ATTACHED)
def test_a_post_refused_for_its_file_says_so(
    world: MastodonWorld,
    status: int,
    body: Any,
    kind: type[NetworkError],
    told: dict[str, Any],
) -> None:
    channel = world.channel()
    post = world.post("Film", media=(upload(channel, small_video("Le four")),))
    world.answer_once("publish", body, status=status)
    with pytest.raises(kind) as caught:
        channel.publish(post)
    assert isinstance(caught.value, ContentRefused)
    assert caught.value.field == "media"


@pytest.mark.parametrize("made", [small_image("Four"), small_video("Le four")])
@pytest.mark.parametrize(("status", "body", "kind", "told"), FILES)
def test_a_refused_file_is_the_files_fault(
    world: MastodonWorld,
    status: int,
    body: Any,
    kind: type[NetworkError],
    told: dict[str, Any],
    made: OutgoingMedia,
) -> None:
    world.answer_once("upload", body, status=status)
    with pytest.raises(kind) as caught:
        upload(world.channel(), made)
    assert isinstance(caught.value, ContentRefused)
    assert caught.value.field == "media"
