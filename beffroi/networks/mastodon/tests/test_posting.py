"""What is sent, to whom it is addressed, how open it is, and what a refusal means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
)
from beffroi.networks.mastodon.simulator_wire import instant
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper, small_image, upload


def test_the_same_key_makes_one_post_for_an_hour(world: MastodonWorld) -> None:
    channel, post = world.channel(), world.post("Une fois")
    first = channel.publish(post)
    world.advance(minutes=59)
    assert channel.publish(post) == first
    world.advance(minutes=2)
    assert channel.publish(post) != first
    assert world.count_visible("Une fois") == 2


def test_a_server_that_ignores_the_key_makes_two_unless_we_look_first(fork: MastodonWorld) -> None:
    channel, post, since = fork.channel(), fork.post("Une fois"), fork.now()
    first = channel.publish(post)
    assert channel.find(post, since=since) == first
    channel.publish(post)
    assert fork.count_visible("Une fois") == 2


def test_a_post_is_never_left_to_the_server_s_calendar(world: MastodonWorld) -> None:
    bodies: list[Any] = []
    publish = world.simulator.find_route("POST", "/api/v1/statuses")
    assert publish is not None
    world.simulator._routes.insert(0, _spied(publish[0], lambda call: bodies.append(call.json())))
    world.channel().publish(world.post("Tout de suite"))
    assert bodies
    assert "scheduled_at" not in bodies[0]


def _spied(route: Any, look: Any) -> Any:
    def handler(call: Any) -> Any:
        look(call)
        return route.handler(call)

    return type(route)(route.name, route.method, route.path, handler)


def test_the_settings_of_a_post_arrive(world: MastodonWorld) -> None:
    post = world.post("Suite", visibility="unlisted", content_warning="Gluten")
    status = world.status(world.channel().publish(post).remote_id)
    assert (status.visibility, status.spoiler_text) == ("unlisted", "Gluten")
    assert (status.sensitive, status.language) == (True, "fr")


def test_a_region_is_dropped_from_the_language(world: MastodonWorld) -> None:
    post = replace(world.post("Bonjour"), language="fr-CA")
    assert world.status(world.channel().publish(post).remote_id).language == "fr"


@pytest.mark.parametrize("stranger", ["zoe", "remi"])
def test_who_is_answered_is_mentioned_and_so_told(world: MastodonWorld, stranger: str) -> None:
    world.stranger = stranger
    theirs = world.stranger_mentions("Ouvert demain ? ")
    target = world.reply_to(theirs)
    answer = world.channel().publish(world.post("Oui !", reply_to=target))
    acct = {"zoe": "@zoe", "remi": "@remi@ailleurs.example"}[stranger]
    assert world.text_of(answer.remote_id) == f"{acct} Oui !"


def test_who_is_already_mentioned_is_not_mentioned_twice(world: MastodonWorld) -> None:
    target = world.reply_to(world.stranger_mentions("Ouvert demain ? "))
    for text in ("Oui @zoe !", "@zoe@mastodon.example oui !"):
        answer = world.channel().publish(world.post(text, reply_to=target))
        assert world.text_of(answer.remote_id) == text


def test_a_sequel_to_our_own_post_mentions_nobody(world: MastodonWorld) -> None:
    channel = world.channel()
    first = channel.publish(world.post("Un"))
    target = world.reply_to(first.remote_id)
    second = channel.publish(world.post("Deux", reply_to=target))
    assert world.text_of(second.remote_id) == "Deux"
    assert world.parent_of(second.remote_id) == first.remote_id


def test_an_answer_needs_no_context_to_be_addressed(world: MastodonWorld) -> None:
    theirs = world.stranger_mentions("Ouvert demain ? ")
    target = ReplyTarget(theirs, "@zoe@mastodon.example")
    answer = world.channel().publish(world.post("Oui !", reply_to=target))
    assert world.text_of(answer.remote_id) == "@zoe@mastodon.example Oui !"


@pytest.mark.parametrize(
    ("theirs", "ours", "result"),
    [
        ("direct", "public", "direct"),
        ("private", "public", "private"),
        ("unlisted", "public", "unlisted"),
        ("public", "public", "public"),
        ("public", "direct", "direct"),
        ("direct", "unlisted", "direct"),
    ],
)
def test_an_answer_is_never_more_open_than_what_it_answers(
    world: MastodonWorld, theirs: str, ours: str, result: str
) -> None:
    spoken = world.act("mention", text="Entre nous ", visibility=theirs)["id"]
    target = world.reply_to(spoken)
    answer = world.channel().publish(world.post("Oui", reply_to=target, visibility=ours))
    assert world.status(answer.remote_id).visibility == result


def test_a_visibility_that_only_a_fork_knows_is_left_to_the_server(world: MastodonWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().publish(world.post("Ici", visibility="local"))


def test_an_answer_to_what_is_gone_says_so(world: MastodonWorld) -> None:
    theirs = world.stranger_mentions("Ouvert demain ? ")
    target = world.reply_to(theirs)
    world.stranger_deletes(theirs)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Oui !", reply_to=target))
    assert caught.value.field == "reply_to"


def test_a_server_that_has_moved_away_is_not_a_refused_answer(world: MastodonWorld) -> None:
    world.answer_once("publish", {"error": "Not Found"}, status=404)
    with pytest.raises(NotFound):
        world.channel().publish(world.post("Bonjour"))


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_in_front_of_the_server_proves_nothing(world: MastodonWorld, status: int) -> None:
    world.answer_once("publish", "<html>blocked", status=status)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Bonjour"))


@pytest.mark.parametrize("status", [400, 422])
def test_a_text_too_long_names_the_limit_of_the_server(world: MastodonWorld, status: int) -> None:
    world.change(text_max=10, too_long_status=status)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Bien trop long"))
    assert (caught.value.field, caught.value.limit) == ("text", 10)


def test_the_mention_and_the_warning_count_in_what_is_too_long(world: MastodonWorld) -> None:
    target = world.reply_to(world.stranger_mentions("Ouvert ? "))
    world.change(text_max=10)
    for post in (
        world.post("12345678", reply_to=target),
        world.post("12345", content_warning="123456"),
    ):
        with pytest.raises(ContentRefused) as caught:
            world.channel().publish(post)
        assert (caught.value.field, caught.value.limit) == ("text", 10)


def test_a_refusal_is_explained_even_when_the_limits_cannot_be_read(world: MastodonWorld) -> None:
    world.answer_once("instance", "{}", status=503)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("x" * 501))
    assert (caught.value.field, caught.value.limit) == ("text", 500)


def test_an_empty_post_is_refused_for_its_text(world: MastodonWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post(" "))
    assert (caught.value.field, caught.value.limit) == ("text", None)


def test_an_access_that_may_not_publish_must_be_given_again(world: MastodonWorld) -> None:
    narrow = world.simulator.authority.issue(world.simulator.owner.id, ["read"])
    world.keeper.change(access_token=narrow)
    with pytest.raises(AccessRevoked):
        world.channel().publish(world.post("Bonjour"))


def test_the_server_says_until_when_to_wait(world: MastodonWorld) -> None:
    reset = world.now() + timedelta(seconds=90)
    world.simulator.faults.add(
        "publish",
        Fault(FaultKind.ERROR_BEFORE, status=429, headers={"X-RateLimit-Reset": instant(reset)}),
    )
    with pytest.raises(RateLimited) as caught:
        world.channel().publish(world.post("Trop"))
    assert 80 <= caught.value.retry_after_seconds <= 91


def test_the_server_stops_who_calls_too_often(world: MastodonWorld) -> None:
    world.change(calls_per_five_minutes=3)
    channel = world.channel()
    for n in range(3):
        channel.publish(world.post(f"Message {n}"))
    with pytest.raises(RateLimited) as caught:
        channel.publish(world.post("Message 3"))
    assert 280 <= caught.value.retry_after_seconds <= 301
    assert world.count_visible("Message 3") == 0


@pytest.mark.parametrize("body", [{}, [], {"id": "7"}, {"id": None, "url": "https://x.example"}])
def test_an_answer_without_proof_is_not_a_success(world: MastodonWorld, body: Any) -> None:
    world.answer_once("publish", body)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Bonjour"))


def test_a_post_without_a_page_is_shown_by_its_name(world: MastodonWorld) -> None:
    world.answer_once("publish", {"id": 7, "url": None, "uri": "https://x.example/7"})
    published = world.channel().publish(world.post("Bonjour"))
    assert (published.remote_id, published.url) == ("7", "https://x.example/7")


def test_an_edit_keeps_the_pictures_and_may_be_repeated(world: MastodonWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    ours = channel.publish(world.post("Fermé lundi", media=(image,))).remote_id
    for _ in range(2):
        channel.edit(ours, world.post("Fermé mardi", content_warning="Horaires"))
    assert world.text_of(ours) == "Fermé mardi"
    assert world.alt_texts_of(ours) == ["Four"]
    assert world.status(ours).spoiler_text == "Horaires"
    assert world.status(ours).edited_at is not None


def test_an_edited_answer_still_mentions_whom_it_answers(world: MastodonWorld) -> None:
    target = world.reply_to(world.stranger_mentions("Ouvert demain ? "))
    channel = world.channel()
    ours = channel.publish(world.post("Oui !", reply_to=target)).remote_id
    channel.edit(ours, world.post("Non !", reply_to=target))
    assert world.text_of(ours) == "@zoe Non !"


def test_an_edit_too_long_names_the_limit(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Court")).remote_id
    with pytest.raises(ContentRefused) as caught:
        channel.edit(ours, world.post("x" * 501))
    assert (caught.value.field, caught.value.limit) == ("text", 500)


def test_what_is_gone_cannot_be_edited(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Court")).remote_id
    channel.delete(ours)
    with pytest.raises(NotFound):
        channel.edit(ours, world.post("Long"))


def test_a_page_in_front_of_the_server_does_not_pass_for_a_deletion(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Reste")).remote_id
    calls: list[tuple[str, Callable[[], object]]] = [
        ("delete", lambda: channel.delete(ours)),
        ("status", lambda: channel.read_again([ours])),
        ("status", lambda: channel.read_counters([ours])),
    ]
    for route, call in calls:
        world.answer_once(route, "<html>maintenance", status=404)
        with pytest.raises(NetworkUnavailable):
            call()
    assert world.count_visible("Reste") == 1


def test_a_post_in_no_language_says_none(world: MastodonWorld) -> None:
    post = replace(world.post("Bonjour"), language="")
    assert world.status(world.channel().publish(post).remote_id).language is None


def test_a_server_that_is_now_inside_is_a_refused_address(world: MastodonWorld) -> None:
    access = replace(world.keeper.read(), origin="http://127.0.0.1:9")
    channel = world.network.open(MemoryKeeper(access))
    calls: list[Callable[[], object]] = [
        lambda: channel.publish(world.post("Bonjour")),
        lambda: upload(channel, small_image("Four")),
        lambda: channel.read_feedback(None),
    ]
    for call in calls:
        with pytest.raises(ContentRefused) as caught:
            call()
        assert caught.value.field == "address"
