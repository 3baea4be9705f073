from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.channels.models import Channel
from beffroi.inbox.models import Conversation, Feedback, Heard
from beffroi.inbox.tests.desk import US, make_channel
from beffroi.listening.answering import CannotAnswer, bring_in, can_answer, conversations
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.rules import Subject, is_answer_due
from beffroi.listening.tests.makers import make_watch, post
from tests.clock import FrozenClock
from tests.world import World

ASKED = "Bonjour, est-ce que la boulangerie Martin est ouverte dimanche matin ?"
PRAISED = "Le meilleur pain de Douai est chez Martin, quel régal"


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock())


@pytest.fixture
def bluesky(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "bluesky", now=clock())


def hear(watch: Watch, clock: FrozenClock, *texts: str) -> list[Mention]:
    caught = [
        Caught(post(number, text, now=clock()), {watch.workspace_id: [watch.pk]})
        for number, text in enumerate(texts)
    ]
    keep(caught, now=clock())
    return list(Mention.objects.order_by("pk"))


def test_a_question_about_us_is_asked_for_in_the_inbox(
    watch: Watch, bluesky: Channel, clock: FrozenClock
) -> None:
    asked, praised = hear(watch, clock, ASKED, PRAISED)
    assert list(Heard.objects.values_list("channel", "remote_id")) == [
        (bluesky.pk, asked.remote_id)
    ]
    assert (asked.brought_in_at, praised.brought_in_at) == (clock(), None)


def test_a_question_about_others_is_not(world: World, bluesky: Channel, clock: FrozenClock) -> None:
    watch = make_watch(world.atelier, "martin", now=clock(), subject="competitor")
    hear(watch, clock, ASKED)
    assert not Heard.objects.exists()


def test_a_copy_of_what_was_said_of_others_is_asked_for_once(
    world: World, watch: Watch, bluesky: Channel, clock: FrozenClock
) -> None:
    other = make_watch(world.atelier, "boulangerie", now=clock(), subject="competitor")
    hear(other, clock, ASKED)
    copies = [post(number, f"{ASKED} {'!' * number}", now=clock()) for number in (1, 2, 3)]
    keep([Caught(one, {watch.workspace_id: [watch.pk]}) for one in copies[:2]], now=clock())
    keep([Caught(copies[2], {watch.workspace_id: [watch.pk]})], now=clock())
    assert Mention.objects.filter(first__isnull=True).count() == 1
    assert Heard.objects.get().remote_id == copies[0].remote_id


def test_without_a_channel_there_a_person_is_told(
    watch: Watch, world: World, clock: FrozenClock
) -> None:
    [asked] = hear(watch, clock, ASKED)
    assert can_answer(world.atelier) == frozenset()
    with pytest.raises(CannotAnswer):
        bring_in(asked, now=clock())


def test_a_person_brings_in_what_they_want(
    watch: Watch, bluesky: Channel, clock: FrozenClock
) -> None:
    [praised] = hear(watch, clock, PRAISED)
    assert bring_in(praised, now=clock()) == bluesky
    assert Heard.objects.get().remote_id == praised.remote_id


def test_what_our_own_channels_say_is_no_mention(
    watch: Watch, bluesky: Channel, clock: FrozenClock
) -> None:
    ours = replace(post(1, PRAISED, now=clock()), author=US)
    assert keep([Caught(ours, {watch.workspace_id: [watch.pk]})], now=clock()) == 0


def test_where_a_mention_stands_in_the_inbox_is_found(
    watch: Watch, bluesky: Channel, world: World, clock: FrozenClock
) -> None:
    asked, praised = hear(watch, clock, ASKED, PRAISED)
    conversation = Conversation.objects.create(
        workspace=world.atelier, channel=bluesky, root_id="r", person_id="p",
        last_feedback_at=clock(),
    )  # fmt: skip
    Feedback.objects.create(
        workspace=world.atelier, conversation=conversation, channel=bluesky,
        remote_id=asked.remote_id, kind="mention", author_id="p", written_at=clock(),
        received_at=clock(), checked_at=clock(),
    )  # fmt: skip
    assert conversations(world.atelier, [asked, praised]) == {asked.pk: conversation.pk}
    assert conversations(world.flowers, [asked]) == {}


@pytest.mark.parametrize(
    ("subject", "intent", "urgency", "due"),
    [
        (Subject.BRAND, "question", "", True),
        (Subject.PRODUCT, "complaint", "", True),
        (Subject.PLACE, "lead", "", True),
        (Subject.PERSON, "press", "", True),
        (Subject.BRAND, "praise", "", False),
        (Subject.BRAND, "other", "", False),
        (Subject.BRAND, "spam", "", False),
        (Subject.BRAND, "other", "health", True),
        (Subject.COMPETITOR, "question", "health", False),
        (Subject.TOPIC, "complaint", "", False),
    ],
)
def test_what_waits_for_an_answer(subject: Subject, intent: str, urgency: str, due: bool) -> None:
    assert is_answer_due(subject=subject, intent=intent, urgency=urgency) is due


def test_where_nothing_can_be_said_back_nothing_is_brought_in(
    watch: Watch, world: World, clock: FrozenClock
) -> None:
    """A feed is read through a channel too, and nobody answers there."""
    make_channel(world.atelier, "feeds", now=clock())
    asked = replace(post(1, ASKED, now=clock()), network="feeds")
    keep([Caught(asked, {watch.workspace_id: [watch.pk]})], now=clock())
    assert not Heard.objects.exists()
    with pytest.raises(CannotAnswer):
        bring_in(Mention.objects.get(), now=clock())
