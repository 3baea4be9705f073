"""What leaves for X, what it costs, and what X refuses of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.contracts import MediaKind, ReplyTarget
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.simulation_server import Call
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.x.declaration import LIMITS
from beffroi.networks.x.tests.world import XWorld

PICTURE = DraftMedia(MediaKind.IMAGE, "image/png", 100, 2, 1)
GIF = DraftMedia(MediaKind.IMAGE, "image/gif", 100, 2, 1)
VIDEO = DraftMedia(MediaKind.VIDEO, "video/mp4", 100, 2, 1)


def sent(world: XWorld, route: str) -> list[dict[str, Any]]:
    """Return what is sent to `route` from now on, as it grows."""
    bodies: list[dict[str, Any]] = []
    perform = world.simulator.perform

    def watch(found: Any, call: Call) -> Any:
        if found.name == route:
            bodies.append(json.loads(call.body))
        return perform(found, call)

    world.simulator.perform = watch  # type: ignore[method-assign,assignment]
    return bodies


# What is sent


def test_a_plain_post_is_its_text_and_no_empty_key(world: XWorld) -> None:
    bodies = sent(world, "publish")
    world.channel().publish(world.post("Bonjour"))
    assert bodies == [{"text": "Bonjour"}]


def test_pictures_alone_are_a_post(world: XWorld) -> None:
    channel, bodies = world.channel(), sent(world, "publish")
    image = upload(channel, small_image("Four"))
    channel.publish(world.post("", media=(image,)))
    assert list(bodies[0]) == ["media"]


def test_a_key_that_x_does_not_know_is_refused_by_the_simulator(world: XWorld) -> None:
    world.network.open(world.keeper)
    session = world.channel()._session
    for payload in ({"text": "a", "marker": "x"}, {"text": "a", "reply": None}, {"text": ""}):
        with pytest.raises(ContentRefused):
            session.act("/2/tweets", payload=payload, cost=world.network.cost_of(Draft("a")))


def test_the_address_of_a_post_shows_it_whatever_its_author_is_called(world: XWorld) -> None:
    published = world.channel().publish(world.post("Bonjour"))
    assert published.url == f"{world.simulator.origin}/i/web/status/{published.remote_id}"


# Answers


def test_a_thread_is_a_chain_of_answers_to_ourselves(world: XWorld) -> None:
    channel = world.channel()
    first = channel.publish(world.post("Un")).remote_id
    second = channel.publish(world.post("Deux", reply_to=world.reply_to(first))).remote_id
    third = channel.publish(world.post("Trois", reply_to=world.reply_to(second))).remote_id
    assert [item.remote_id for item in channel.read_thread(first)] == [second, third]
    assert [item.remote_id for item in channel.read_thread(second)] == [third]


def test_who_mentions_us_may_be_answered(world: XWorld) -> None:
    theirs = world.stranger_mentions("Ouvert dimanche ? ")
    found = world.channel().read_again([theirs])[theirs]
    assert found.can_answer
    answer = world.channel().publish(world.post("Oui", reply_to=world.reply_to(theirs)))
    assert world.parent_of(answer.remote_id) == theirs


def test_who_quotes_us_may_be_answered(world: XWorld) -> None:
    ours = world.channel().publish(world.post("Nouveau pain")).remote_id
    theirs = world.act("quote", id=ours, text="À goûter")["id"]
    assert world.channel().read_again([theirs])[theirs].can_answer
    assert world.channel().publish(world.post("Merci", reply_to=world.reply_to(theirs))).remote_id


def test_who_did_not_speak_to_us_may_not_be_answered(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Nouveau pain")).remote_id
    theirs = world.act("reply", parent_id=ours, text="Entre nous", is_alone=True)["id"]
    (found,) = channel.read_thread(ours)
    assert (found.remote_id, found.can_answer) == (theirs, False)
    target = ReplyTarget(theirs, found.author.handle, found.reply_context)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Bonjour", reply_to=target))
    assert caught.value.field == "reply_to"
    assert world.count_visible("Bonjour") == 0


def test_a_bare_refusal_of_an_unasked_answer_is_about_the_answer(world: XWorld) -> None:
    theirs = world.act("post", text="Je parle seule")["id"]
    target = world.reply_to(theirs)
    assert target.context["summoned"] == "no"
    world.change(is_restricted=True)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Bonjour", reply_to=target))
    assert caught.value.field == "reply_to"


@pytest.mark.parametrize("status", [403, 404])
def test_an_answer_to_what_is_gone_is_about_the_answer(world: XWorld, status: int) -> None:
    theirs = world.stranger_mentions("Ouvert ? ")
    target = world.reply_to(theirs)
    world.stranger_deletes(theirs)
    if status == 404:
        kind = "https://api.x.com/2/problems/resource-not-found"
        world.answer_once("publish", {"title": "Not Found", "type": kind}, status=404)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Oui", reply_to=target))
    assert caught.value.field == "reply_to"


# Refusals


def test_the_same_words_twice_are_a_twin(world: XWorld) -> None:
    channel = world.channel()
    first = channel.publish(world.post("Ouvert dimanche"))
    with pytest.raises(DuplicateContent) as caught:
        channel.publish(world.post("Ouvert dimanche"))
    assert caught.value.remote_id == ""
    assert channel.find(world.post("Ouvert dimanche"), since=world.now()) == first
    assert world.count_visible("Ouvert dimanche") == 1


def test_the_same_words_are_taken_again_later(world: XWorld) -> None:
    world.channel().publish(world.post("Ouvert dimanche"))
    world.advance(hours=25)
    world.channel().publish(world.post("Ouvert dimanche"))
    assert world.count_visible("Ouvert dimanche") == 2


def test_a_text_too_long_by_one_is_refused_with_the_limit_however_x_says_it(
    world: XWorld,
) -> None:
    post = world.post("é" * 281)
    bodies = [
        (400, {"title": "Invalid Request", "detail": "Something is wrong", "type": "about:blank"}),
        (403, {"title": "Forbidden", "detail": "Your Tweet text is too long."}),
        (403, {"errors": [{"code": 186}]}),
    ]
    for status, body in bodies:
        world.answer_once("publish", body, status=status)
        with pytest.raises(ContentRefused) as caught:
            world.channel().publish(post)
        assert (caught.value.field, caught.value.limit) == ("text", 280)


def test_a_file_that_x_lost_is_to_be_given_again(world: XWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    world.advance(hours=25)
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(image)
    assert caught.value.field == "media"
    with pytest.raises(ContentRefused) as refused:
        channel.publish(world.post("Photo", media=(image,)))
    assert refused.value.field == "media"


def test_one_post_too_many_waits_for_the_window(world: XWorld) -> None:
    world.be_patient()
    channel = world.channel()
    for number in range(100):
        channel.publish(world.post(f"Numéro {number}"))
    for is_numbered in (False, True):
        world.change(numbered_errors=is_numbered)
        with pytest.raises(RateLimited) as caught:
            channel.publish(world.post("Trop"))
        assert 880 <= caught.value.retry_after_seconds <= 901
    world.advance(minutes=15, seconds=1)
    assert channel.publish(world.post("Trop")).remote_id


# Before it leaves


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft("Bonjour"), []),
        (Draft("$ACME"), []),
        (Draft("$ACME $BEEF"), [(ProblemCode.TOO_MANY_CASHTAGS, 2, 1, "")]),
        (Draft("a\ufeff"), [(ProblemCode.FORBIDDEN_SIGNS, None, None, "\ufeff")]),
        (Draft("", media=(PICTURE,) * 4), []),
        (Draft("", media=(GIF,)), []),
        (Draft("", media=(VIDEO,)), []),
        (Draft("", media=(PICTURE, GIF)), [(ProblemCode.MEDIA_MIXED, 2, 1, "")]),
        (Draft("", media=(VIDEO, PICTURE)), [(ProblemCode.MEDIA_MIXED, 2, 1, "")]),
    ],
)
def test_what_must_change_is_told_before_it_leaves(
    world: XWorld, draft: Draft, expected: list[tuple[Any, ...]]
) -> None:
    found = world.network.problems(draft, limits=LIMITS)
    assert [(one.code, one.found, one.limit, one.signs) for one in found] == expected


def test_a_second_cashtag_is_refused_over_there_too(world: XWorld) -> None:
    with pytest.raises(PolicyBlocked):
        world.channel().publish(world.post("$ACME $BEEF"))


# Prices


@pytest.mark.parametrize(
    ("draft", "usd"),
    [
        (Draft("Bonjour"), "0.015"),
        (Draft("Voir exemple.fr"), "0.200"),
        (Draft("Merci", is_answer=True), "0.010"),
        (Draft("Voir https://exemple.fr", is_answer=True), "0.200"),
        (Draft("Photos", media=(PICTURE, PICTURE)), "0.025"),
    ],
)
def test_a_draft_says_what_it_will_cost(world: XWorld, draft: Draft, usd: str) -> None:
    assert str(world.network.cost_of(draft).usd) == usd


def test_each_post_is_paid_at_its_price(world: XWorld) -> None:
    channel, post = world.channel(), world.post
    theirs = world.reply_to(world.stranger_mentions("Ouvert ? "))
    assert world.paid(lambda: channel.publish(post("Bonjour"))) == [("0.015", "Content: Create")]
    assert world.paid(lambda: channel.publish(post("Voir exemple.fr"))) == [
        ("0.200", "Content: Create (with URL)")
    ]
    assert world.paid(lambda: channel.publish(post("Oui", reply_to=theirs))) == [
        ("0.010", "Content: Create (summoned reply)")
    ]


def test_a_sequel_to_ourselves_is_paid_as_a_post(world: XWorld) -> None:
    first = world.reply_to(world.channel().publish(world.post("Un")).remote_id)
    costs = world.paid(lambda: world.channel().publish(world.post("Deux", reply_to=first)))
    assert costs == [("0.015", "Content: Create")]


def test_a_refused_post_costs_nothing_and_a_doubtful_one_is_counted(world: XWorld) -> None:
    channel = world.channel()
    world.change(is_restricted=True)

    def refused() -> None:
        with pytest.raises(PolicyBlocked):
            channel.publish(world.post("Non"))

    assert world.paid(refused) == []
    world.change(is_restricted=False)
    world.simulator.faults.add("publish", Fault(FaultKind.CUT_AFTER))

    def doubtful() -> None:
        with pytest.raises(OutcomeUnknown):
            channel.publish(world.post("Peut-être"))

    assert world.paid(doubtful) == [("0.015", "Content: Create")]


def test_what_is_noted_is_what_x_takes(world: XWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    ours = channel.publish(world.post("Voir exemple.fr", media=(image,))).remote_id
    theirs = world.stranger_replies(ours, "Miam")
    world.act("reply", **{"as": "remi", "parent_id": theirs, "text": "Moi aussi"})
    world.act("quote", id=ours, text="À voir")
    world.stranger_mentions("Et demain ? ")
    for _ in range(2):
        cursor = None
        page = channel.read_feedback(cursor)
        channel.read_feedback(page.cursor)
        channel.read_thread(ours)
        channel.read_again([ours, theirs])
        channel.read_counters([ours])
        channel.find(world.post("Absent"), since=world.now())
    channel.read_channel_counters(world.now().date(), world.now().date())
    channel.publish(world.post("Merci", reply_to=world.reply_to(theirs)))
    channel.hide(theirs)
    channel.show(theirs)
    channel.delete(ours)
    noted = sum(cost.usd for cost in world.keeper.costs)
    assert noted == world.simulator.meter.spent_usd


def test_what_was_read_today_is_paid_again_tomorrow(world: XWorld) -> None:
    world.stranger_mentions("Bonjour ")
    channel = world.channel()

    def read() -> None:
        channel.read_feedback(None)

    expected = [("0.001", "Owned: Read"), ("0.010", "User: Read")]
    assert sorted(world.paid(read)) == expected
    assert world.paid(read) == []
    world.advance(days=1)
    assert sorted(world.paid(read)) == expected


def test_the_credit_that_is_left_ends_what_may_be_done(world: XWorld) -> None:
    world.change(credits_usd=0.02)
    channel = world.channel()
    channel.publish(world.post("Un"))
    channel.publish(world.post("Deux"))
    with pytest.raises(QuotaExhausted):
        channel.publish(world.post("Trois"))


# Taking away and hiding


@pytest.mark.parametrize("body", [{"data": {"deleted": False}}, {"data": {}}])
def test_a_deletion_that_is_not_confirmed_is_none(world: XWorld, body: Any) -> None:
    world.answer_once("delete", body)
    with pytest.raises(UnexpectedResponse):
        world.channel().delete("1")


def test_a_post_that_x_says_is_gone_beside_a_success_is_gone(world: XWorld) -> None:
    kind = "https://api.x.com/2/problems/resource-not-found"
    world.answer_once("delete", {"errors": [{"title": "Not Found", "type": kind}]})
    world.channel().delete("1")


def test_only_answers_in_our_own_conversations_can_be_hidden(world: XWorld) -> None:
    theirs = world.stranger_mentions("Publicité ")
    with pytest.raises(PolicyBlocked):
        world.channel().hide(theirs)
    with pytest.raises(NotFound):
        world.channel().hide("1")


def test_an_answer_that_does_not_change_is_not_hidden(world: XWorld) -> None:
    world.answer_once("hidden", {"data": {"hidden": False}})
    with pytest.raises(UnexpectedResponse):
        world.channel().hide("1")


def test_limits_are_the_same_for_every_account(world: XWorld) -> None:
    assert world.channel().read_limits() == LIMITS
