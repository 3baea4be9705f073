"""What is found of what may have come out, and when nobody can tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.linkedin.simulator_strangers import BAKERY
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.tests.world import small_image, upload


def test_a_post_is_found_among_many_pages(world: LinkedInWorld) -> None:
    channel, since = world.channel(), world.now()
    world.small_pages(2)
    post = world.post("Retrouvez-moi")
    published = channel.publish(post)
    for n in range(7):
        world.let_time_pass()
        channel.publish(world.post(f"Autre {n}"))
    assert channel.find(post, since=since) == published


def test_the_reading_stops_at_what_was_there_before(world: LinkedInWorld) -> None:
    channel = world.channel()
    world.small_pages(2)
    for n in range(9):
        channel.publish(world.post(f"Autre {n}"))
    world.advance(hours=1)
    world.simulator.calls.clear()
    assert channel.find(world.post("Personne"), since=world.now()) is None
    assert world.simulator.calls["find"] == 1


def test_an_older_post_with_the_same_text_is_not_it(world: LinkedInWorld) -> None:
    channel = world.channel()
    channel.publish(world.post("Ouvert dimanche"))
    world.advance(hours=1)
    assert channel.find(world.post("Ouvert dimanche"), since=world.now()) is None


def test_an_older_post_that_was_edited_since_is_not_it(world: LinkedInWorld) -> None:
    channel = world.channel()
    old = channel.publish(world.post("Fermé"))
    world.advance(hours=1)
    since = world.now()
    channel.edit(old.remote_id, world.post("Ouvert"))
    assert channel.find(world.post("Ouvert"), since=since) is None


def test_a_clock_that_is_a_little_behind_hides_nothing(world: LinkedInWorld) -> None:
    channel, post = world.channel(), world.post("Retrouvez-moi")
    published = channel.publish(post)
    assert channel.find(post, since=world.now() + timedelta(seconds=90)) == published


def test_of_two_with_the_same_text_the_one_with_our_files_is_ours(world: LinkedInWorld) -> None:
    channel, since = world.channel(), world.now()
    first, second = (upload(channel, small_image(alt)) for alt in ("Un", "Deux"))
    channel.publish(world.post("Voyez", media=(first,)))
    post = world.post("Voyez", media=(second,))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


def test_a_post_without_our_files_is_not_it(world: LinkedInWorld) -> None:
    channel, since = world.channel(), world.now()
    image = upload(channel, small_image("Un"))
    channel.publish(world.post("Voyez"))
    assert channel.find(world.post("Voyez", media=(image,)), since=since) is None


def test_a_post_of_another_page_is_not_it(world: LinkedInWorld) -> None:
    world.simulator.state.add_post(BAKERY, "Ouvert")
    assert world.channel().find(world.post("Ouvert"), since=world.now()) is None


def element(world: LinkedInWorld, **changes: Any) -> dict[str, Any]:
    now = int(world.now().timestamp() * 1000)
    post = {
        "id": "urn:li:share:1",
        "author": world.keeper.read().account_id,
        "commentary": r"Le {hashtag|\#|pain} \(bio\) https://lnkd.in/eXyZ",
        "lifecycleState": "PUBLISHED",
        "createdAt": now,
        "lastModifiedAt": now,
    }
    return {**post, **changes}


TEXT = "Le #pain (bio)  https://a.test/pain"


def test_a_post_is_known_again_as_linkedin_writes_it(world: LinkedInWorld) -> None:
    world.answer_once("find", {"elements": [element(world)]})
    found = world.channel().find(world.post(TEXT), since=world.now())
    assert found is not None
    assert found.remote_id == "urn:li:share:1"


@pytest.mark.parametrize("state", ["PUBLISH_FAILED", "DRAFT", "SOMETHING_NEW"])
def test_a_post_that_people_cannot_see_is_not_it(world: LinkedInWorld, state: str) -> None:
    world.answer_once("find", {"elements": [element(world, lifecycleState=state)]})
    assert world.channel().find(world.post(TEXT), since=world.now()) is None


def test_a_post_that_is_on_its_way_is_it(world: LinkedInWorld) -> None:
    world.answer_once("find", {"elements": [element(world, lifecycleState="PUBLISH_REQUESTED")]})
    assert world.channel().find(world.post(TEXT), since=world.now()) is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"elements": 5},
        {"elements": [{}]},
        {"elements": [{"id": "urn:li:share:1"}]},
        {"elements": [{"id": "urn:li:share:1", "createdAt": "yesterday"}]},
        {"elements": [{"id": "urn:li:share:1", "createdAt": 10**30}]},
    ],
)
def test_a_list_that_cannot_be_read_is_no_absence(
    world: LinkedInWorld, body: dict[str, Any]
) -> None:
    world.answer_once("find", body)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Là ?"), since=world.now())


def test_pages_that_repeat_themselves_are_no_absence(world: LinkedInWorld) -> None:
    page = {"elements": [element(world)], "paging": {"links": [{"rel": "next"}]}}
    for _ in range(2):
        world.answer_once("find", page)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Là ?"), since=world.now())
