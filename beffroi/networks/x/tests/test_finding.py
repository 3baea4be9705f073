"""What counts as the post that an earlier try made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import DuplicateContent, UnexpectedResponse
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.x.tests.world import XWorld


def shown(world: XWorld, **changes: Any) -> dict[str, Any]:
    """Return a post of ours as X writes it."""
    return {
        "id": "9",
        "text": "Bonjour",
        "author_id": world.simulator.owner.id,
        "created_at": world.now().isoformat(),
        "conversation_id": "9",
        **changes,
    }


def page(*posts: dict[str, Any], **meta: Any) -> dict[str, Any]:
    return {"data": list(posts), "meta": {"result_count": len(posts), **meta}}


def test_it_is_found_behind_many_younger_posts(world: XWorld) -> None:
    world.small_pages(3)
    channel, post, since = world.channel(), world.post("Cherchez-moi"), world.now()
    published = channel.publish(post)
    for n in range(8):
        channel.publish(world.post(f"Autre {n}"))
    assert channel.find(post, since=since) == published


def test_only_what_is_young_enough_is_asked_and_paid(world: XWorld) -> None:
    channel = world.channel()
    for n in range(8):
        channel.publish(world.post(f"Autre {n}"))
    world.advance(hours=13)
    assert world.paid(lambda: channel.find(world.post("Absent"), since=world.now())) == []
    assert world.simulator.calls["timeline"] == 1


def test_an_older_twin_is_another_post(world: XWorld) -> None:
    channel = world.channel()
    channel.publish(world.post("Ouvert dimanche"))
    world.advance(minutes=3)
    assert channel.find(world.post("Ouvert dimanche"), since=world.now()) is None


def test_a_server_whose_clock_is_a_little_behind_is_believed(world: XWorld) -> None:
    channel, post = world.channel(), world.post("En avance")
    published = channel.publish(post)
    world.advance(seconds=100)
    assert channel.find(post, since=world.now()) == published


def test_a_clock_that_is_a_day_ahead_can_tell_nothing(world: XWorld) -> None:
    post, since = world.post("En avance d’un jour"), world.now() + timedelta(days=1)
    world.channel().publish(post)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(post, since=since)


def test_of_two_twins_the_first_is_taken(world: XWorld) -> None:
    world.change(duplicate_hours=0)
    channel, since = world.channel(), world.now()
    first = channel.publish(world.post("Ouvert dimanche"))
    world.advance(seconds=1)
    second = channel.publish(world.post("Ouvert dimanche"))
    assert channel.find(world.post("Ouvert dimanche"), since=since) == first
    excluding = frozenset({first.remote_id})
    assert channel.find(world.post("Ouvert dimanche"), since=since, excluding=excluding) == second


def test_of_two_twins_the_one_with_our_pictures_is_taken(world: XWorld) -> None:
    world.change(duplicate_hours=0)
    channel, since = world.channel(), world.now()
    posts = [world.post("Photo", media=(upload(channel, small_image(alt)),)) for alt in "ab"]
    published = []
    for post in posts:
        published.append(channel.publish(post))
        world.advance(seconds=1)
    assert [channel.find(post, since=since) for post in posts] == published


def test_other_pictures_in_number_make_another_post(world: XWorld) -> None:
    channel, since = world.channel(), world.now()
    image = upload(channel, small_image("Four"))
    channel.publish(world.post("Photo"))
    assert channel.find(world.post("Photo", media=(image,)), since=since) is None


def test_an_answer_and_a_post_with_the_same_words_are_two(world: XWorld) -> None:
    channel, since = world.channel(), world.now()
    one, two = (world.reply_to(world.stranger_mentions(f"{n} ")) for n in range(2))
    answer = world.post("Merci", reply_to=one)
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published
    assert channel.find(world.post("Merci"), since=since) is None
    assert channel.find(world.post("Merci", reply_to=two), since=since) is None


def test_an_answer_that_begins_with_a_name_is_found(world: XWorld) -> None:
    channel, since = world.channel(), world.now()
    target = world.reply_to(world.stranger_mentions("Ouvert ? "))
    answer = world.post("@zoe_lyon oui", reply_to=target)
    assert channel.find(answer, since=since) is None
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published


@pytest.mark.parametrize(
    "text",
    [
        "Voir https://www.example.com/un/chemin/vraiment/tres/long?avec=des&choses#fin !",
        "Voir exemple.fr, exemple.com/menu et http://exemple.fr/",
        "Un\n\n\nDeux   trois\nQuatre",
        "@remi et @zoe_lyon #pain #39 #été",
        "5 < 6 & 7 > 2 &amp; <b>",
        "(https://fr.wikipedia.org/wiki/Beffroi_(tour))",
        "« Noël » : 5 € l’unité…",
        "https://exemple.fr/é?q=u",
        "e\u0301te\u0301 👨‍👩‍👧‍👦",
    ],
)
def test_what_x_makes_of_a_text_is_recognised(world: XWorld, text: str) -> None:
    channel, since = world.channel(), world.now()
    post = world.post(text)
    assert channel.find(post, since=since) is None
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


def test_the_link_that_x_adds_for_a_picture_is_no_word_of_ours(world: XWorld) -> None:
    channel, since = world.channel(), world.now()
    post = world.post("Voir exemple.fr", media=(upload(channel, small_image("Four")),))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


def test_a_repost_of_the_same_words_is_not_the_post(world: XWorld) -> None:
    reference = [{"type": "retweeted", "id": "5"}]
    world.answer_once("timeline", page(shown(world, referenced_tweets=reference)))
    assert world.channel().find(world.post("Bonjour"), since=world.now()) is None


def test_a_post_of_somebody_else_in_the_list_is_not_ours(world: XWorld) -> None:
    world.answer_once("timeline", page(shown(world, author_id="5")))
    assert world.channel().find(world.post("Bonjour"), since=world.now()) is None


def test_an_answer_shown_without_its_parent_is_still_it(world: XWorld) -> None:
    target = world.reply_to(world.stranger_mentions("Ouvert ? "))
    world.answer_once("timeline", page(shown(world)))
    found = world.channel().find(world.post("Bonjour", reply_to=target), since=world.now())
    assert found
    assert found.remote_id == "9"


def test_pages_that_repeat_themselves_tell_nothing(world: XWorld) -> None:
    for _ in range(2):
        world.answer_once("timeline", page(shown(world), next_token="again"))
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Absent"), since=world.now())


def test_pages_without_end_tell_nothing(world: XWorld) -> None:
    for n in range(20):
        world.answer_once("timeline", page(shown(world), next_token=f"page {n}"))
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Absent"), since=world.now())


@pytest.mark.parametrize("item", [{"id": "1"}, {"id": "1", "text": "a", "author_id": "1"}])
def test_a_post_that_cannot_be_read_is_not_an_absence(world: XWorld, item: Any) -> None:
    world.answer_once("timeline", page(item))
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Peut-être"), since=world.now())


def test_a_question_that_x_refuses_is_not_a_refused_post(world: XWorld) -> None:
    world.answer_once("timeline", {"title": "Invalid Request", "detail": "x"}, status=400)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Peut-être"), since=world.now())


def test_after_a_lost_answer_x_itself_refuses_a_second_post(world: XWorld) -> None:
    channel, post = world.channel(), world.post("Une fois")
    channel.publish(post)
    with pytest.raises(DuplicateContent):
        channel.publish(post)
    assert world.count_visible("Une fois") == 1
