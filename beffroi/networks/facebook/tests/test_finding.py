from __future__ import annotations

import pytest

from beffroi.networks.errors import PermissionLost, UnexpectedResponse
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.tests.world import small_image, upload


def test_blanks_and_accents_that_the_server_tidied_do_not_hide_a_post(
    world: FacebookWorld,
) -> None:
    channel, since = world.channel(), world.now()
    world.simulator.world.publish(world.simulator.page.id, "Café ouvert dimanche")
    found = channel.find(world.post("Cafe\u0301  ouvert\n dimanche "), since=since)
    assert found is not None


def test_an_older_twin_is_not_taken_for_it(world: FacebookWorld) -> None:
    channel = world.channel()
    channel.publish(world.post("Ouvert dimanche"))
    world.advance(minutes=10)
    assert channel.find(world.post("Ouvert dimanche"), since=world.now()) is None


def test_of_two_twins_the_one_with_these_photos_is_taken(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    first, second = (upload(channel, small_image(name)) for name in ("Un", "Deux"))
    channel.publish(world.post("Pain", media=(first,)))
    post = world.post("Pain", media=(second,))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


def test_another_number_of_photos_is_another_post(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    channel.publish(world.post("Pain"))
    photo = upload(channel, small_image("Un"))
    assert channel.find(world.post("Pain", media=(photo,)), since=since) is None


def test_without_a_text_only_the_very_same_photos_count(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    photos = [upload(channel, small_image(name)) for name in ("Un", "Deux", "Trois")]
    channel.publish(world.post("", media=(photos[0],)))
    assert channel.find(world.post("", media=(photos[1],)), since=since) is None
    both = world.post("", media=(photos[1], photos[2]))
    published = channel.publish(both)
    assert channel.find(both, since=since) == published


def test_it_is_found_behind_many_others(world: FacebookWorld) -> None:
    channel, since, post = world.channel(), world.now(), world.post("Le premier")
    published = channel.publish(post)
    world.small_pages(2)
    for n in range(7):
        channel.publish(world.post(f"Suite {n}"))
    assert channel.find(post, since=since) == published


def test_pages_that_repeat_themselves_prove_no_absence(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    world.small_pages(2)
    for n in range(5):
        channel.publish(world.post(f"Suite {n}"))
    world.repeat_cursors()
    with pytest.raises(UnexpectedResponse):
        channel.find(world.post("Le premier"), since=since)


def test_an_answer_is_found_under_what_it_answers(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    world.stranger_replies(theirs, "Merci")  # the same words of somebody else
    answer = world.post("Merci", reply_to=world.reply_to(theirs))
    assert channel.find(answer, since=since) is None
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published
    excluding = frozenset({published.remote_id})
    assert channel.find(answer, since=since, excluding=excluding) is None


def test_an_answer_that_bears_no_name_cannot_be_told(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    answer = world.post("Merci", reply_to=world.reply_to(theirs))
    world.stranger_replies(theirs, "Merci")
    world.simulator.hides_writers = True
    with pytest.raises(UnexpectedResponse):
        channel.find(answer, since=since)


def test_an_answer_to_what_is_gone_is_gone_with_it(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    answer = world.post("Merci", reply_to=world.reply_to(theirs))
    world.stranger_deletes(theirs)
    assert channel.find(answer, since=since) is None


def test_what_we_may_no_longer_see_is_not_absent(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    answer = world.post("Merci", reply_to=world.reply_to(theirs))
    world.simulator.authority.narrow(without=("pages_read_engagement",))
    world.stranger_deletes(theirs)
    with pytest.raises(PermissionLost):
        channel.find(answer, since=since)


def test_a_message_is_found_in_its_conversation(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    theirs = world.stranger_writes("Avez-vous du seigle ?")
    answer = world.post("Oui", reply_to=world.reply_to(theirs))
    assert channel.find(answer, since=since) is None
    published = channel.publish(answer)
    assert channel.find(answer, since=since) == published


def test_a_message_behind_too_many_others_cannot_be_told(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    theirs = world.stranger_writes("Avez-vous du seigle ?")
    answer = world.post("Oui", reply_to=world.reply_to(theirs))
    channel.publish(answer)
    for n in range(20):
        world.stranger_writes(f"Et encore {n}")
    with pytest.raises(UnexpectedResponse):
        channel.find(answer, since=since)
