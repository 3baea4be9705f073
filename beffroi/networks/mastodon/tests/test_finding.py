"""What counts as the post that an earlier try made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.world import small_image, upload


def test_it_is_found_behind_many_younger_posts(world: MastodonWorld) -> None:
    world.change(page_max=3)
    channel, post, since = world.channel(), world.post("Cherchez-moi"), world.now()
    published = channel.publish(post)
    for n in range(8):
        channel.publish(world.post(f"Autre {n}"))
    assert channel.find(post, since=since) == published


def test_the_search_ends_where_the_first_try_began(world: MastodonWorld) -> None:
    world.change(page_max=2)
    channel = world.channel()
    for n in range(8):
        channel.publish(world.post(f"Autre {n}"))
    world.advance(hours=1)
    world.simulator.calls.clear()
    assert channel.find(world.post("Absent"), since=world.now()) is None
    assert world.simulator.calls["statuses"] == 1


def test_an_older_twin_is_another_post(world: MastodonWorld) -> None:
    channel = world.channel()
    channel.publish(world.post("Ouvert dimanche"))
    world.advance(minutes=3)
    assert channel.find(world.post("Ouvert dimanche"), since=world.now()) is None


def test_a_server_whose_clock_is_a_little_behind_is_believed(world: MastodonWorld) -> None:
    channel, post = world.channel(), world.post("En avance")
    published = channel.publish(post)
    assert channel.find(post, since=world.now() + timedelta(seconds=90)) == published


def test_of_two_twins_the_first_is_taken(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    first = channel.publish(world.post("Ouvert dimanche"))
    world.advance(seconds=1)
    channel.publish(world.post("Ouvert dimanche"))
    assert channel.find(world.post("Ouvert dimanche"), since=since) == first


def test_of_two_twins_the_one_with_our_pictures_is_taken(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    posts = [world.post("Photo", media=(upload(channel, small_image(alt)),)) for alt in "ab"]
    published = []
    for post in posts:
        published.append(channel.publish(post))
        world.advance(seconds=1)
    assert [channel.find(post, since=since) for post in posts] == published


def test_other_pictures_in_number_make_another_post(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    image = upload(channel, small_image("Four"))
    channel.publish(world.post("Photo"))
    assert channel.find(world.post("Photo", media=(image,)), since=since) is None


def test_an_answer_and_a_post_with_the_same_words_are_two(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    one, two = (world.reply_to(world.stranger_mentions(f"{n} ")) for n in range(2))
    answer = world.post("@zoe merci", reply_to=one)
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published
    assert channel.find(world.post("@zoe merci"), since=since) is None
    assert channel.find(world.post("@zoe merci", reply_to=two), since=since) is None


def test_an_answer_is_found_after_what_it_answers_is_gone(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    theirs = world.stranger_mentions("Ouvert ? ")
    answer = world.post("Oui", reply_to=world.reply_to(theirs))
    published = channel.publish(answer)
    world.stranger_deletes(theirs)
    assert channel.find(answer, since=since) == published


def test_a_private_answer_is_found_where_lists_leave_it_out(fork: MastodonWorld) -> None:
    channel, since = fork.channel(), fork.now()
    theirs = fork.act("mention", text="Entre nous ", visibility="direct")["id"]
    answer = fork.post("D’accord", reply_to=fork.reply_to(theirs))
    assert channel.find(answer, since=since) is None
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published
    excluding = frozenset({published.remote_id})
    assert channel.find(answer, since=since, excluding=excluding) is None


def test_a_private_answer_to_what_is_gone_is_absent(fork: MastodonWorld) -> None:
    theirs = fork.act("mention", text="Entre nous ", visibility="direct")["id"]
    answer = fork.post("D’accord", reply_to=fork.reply_to(theirs))
    fork.stranger_deletes(theirs)
    assert fork.channel().find(answer, since=fork.now()) is None


@pytest.mark.parametrize(
    "text",
    [
        "Voir https://www.example.com/un/chemin/vraiment/tres/long?avec=des&choses#fin !",
        "Un\n\n\nDeux   trois\nQuatre",
        "@remi@ailleurs.example et @zoe et @personne@nulle.example #pain #39 #été",
        "**gras** _italique_ `code` & <b>",
        "(https://fr.wikipedia.org/wiki/Beffroi_(tour))",
        "« Noël » : 5 € l’unité…",
        "https://exemple.fr/é?q=ü",
    ],
)
def test_what_the_server_makes_of_a_text_is_recognised(world: MastodonWorld, text: str) -> None:
    channel, post, since = world.channel(), world.post(text), world.now()
    assert channel.find(post, since=since) is None
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Nouveau</strong> pain sur <a href='https://a.example/x'>a.example/x</a></p>",
        "<div>Nouveau pain sur <a href='https://a.example/x/'>https://a.example/x</a></div>",
        "Nouveau  pain\nsur https://a.example/x",
    ],
)
def test_what_other_servers_make_of_it_too(world: MastodonWorld, html: str) -> None:
    channel, since = world.channel(), world.now()
    post = world.post("**Nouveau** pain sur https://a.example/x")
    published = channel.publish(post)
    writer = world.simulator.writer
    status = {**writer.status(world.status(published.remote_id)), "content": html}
    world.answer_once("statuses", [status])
    assert channel.find(post, since=since) == published


def test_a_boost_of_the_same_words_is_not_the_post(world: MastodonWorld) -> None:
    channel, post, since = world.channel(), world.post("Partagez"), world.now()
    published = channel.publish(post)
    shown = world.simulator.writer.status(world.status(published.remote_id))
    world.answer_once("statuses", [{**shown, "id": "9", "reblog": shown}])
    assert channel.find(post, since=since) is None


def test_a_post_of_somebody_else_in_the_list_is_not_ours(world: MastodonWorld) -> None:
    theirs = world.status(world.stranger_mentions("Bonjour "))
    world.answer_once("statuses", [world.simulator.writer.status(theirs)])
    assert world.channel().find(world.post(theirs.text), since=world.now()) is None


def test_pages_that_repeat_themselves_tell_nothing(world: MastodonWorld) -> None:
    channel = world.channel()
    published = channel.publish(world.post("Encore"))
    shown = [world.simulator.writer.status(world.status(published.remote_id))]
    for _ in range(2):
        world.answer_once("statuses", shown)
    with pytest.raises(UnexpectedResponse):
        channel.find(world.post("Absent"), since=world.now())


def test_pages_that_never_reach_back_tell_nothing(world: MastodonWorld) -> None:
    world.change(page_max=1, calls_per_five_minutes=1000)
    channel, since = world.channel(), world.now()
    for n in range(26):
        channel.publish(world.post(f"Autre {n}"))
    with pytest.raises(UnexpectedResponse):
        channel.find(world.post("Absent"), since=since)


def test_a_post_that_cannot_be_read_is_not_an_absence(world: MastodonWorld) -> None:
    world.answer_once("statuses", [{"id": "1"}])
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Peut-être"), since=world.now())
