"""What a room counts as its crisis: of us, in all its hours, against days that were heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.crisis import counting, reading
from beffroi.crisis.models import Room
from beffroi.inbox.models import Feedback
from beffroi.listening.alerting.rules import Level, Phase
from beffroi.listening.alerting.tests.makers import lately, old_watch, say, usual_weeks
from beffroi.listening.models import Alert, Watch
from beffroi.listening.tests.makers import make_watch
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return old_watch(world.atelier, now=clock(), name="Atelier Martin")


def total(room: Room, clock: FrozenClock) -> int:
    return sum(hour.total for hour in counting.hours_of(room, now=clock()))


def test_what_is_said_of_others_is_no_crisis_of_ours(
    room: Room, watch: Watch, world: World, clock: FrozenClock
) -> None:
    rival = old_watch(world.atelier, now=clock(), name="Delattre", subject="competitor")
    trade = old_watch(world.atelier, now=clock(), name="Métier", subject="topic")
    lately(watch, 2, now=clock())
    lately(rival, 30, now=clock(), tone="negative")
    usual_weeks(trade, now=clock(), a_day=4)
    lately(trade, 30, now=clock())
    assert total(room, clock) == 2
    assert reading.facts_of(room, now=clock()).negative == 0
    assert counting.usual_a_day(room) == 0


def test_what_the_watch_of_the_alert_heard_counts_whatever_it_follows(
    room: Room, world: World, clock: FrozenClock
) -> None:
    trade = old_watch(world.atelier, now=clock(), name="Métier", subject="topic")
    lately(trade, 5, now=clock())
    assert total(room, clock) == 0
    room.alert = Alert.objects.create(
        workspace=world.atelier, watch=trade, level=Level.RED.value, phase=Phase.SURGE.value,
        opened_at=clock(), looked_at=clock(), grown_at=clock(),
    )  # fmt: skip
    assert total(room, clock) == 5


def test_a_message_of_two_watches_and_a_doubtful_tone_count_once_and_as_nothing(
    room: Room, watch: Watch, clock: FrozenClock
) -> None:
    lately(watch, 2, now=clock(), tone="negative")
    lately(watch, 3, now=clock(), tone="negative", wants_check=True)
    facts = reading.facts_of(room, now=clock())
    assert (facts.messages, facts.negative) == (5, 2)


def test_the_review_counts_all_days_of_a_long_crisis(
    room: Room, watch: Watch, clock: FrozenClock
) -> None:
    lately(watch, 10, now=clock(), tone="negative")
    clock.advance(hours=24 * 5)
    lately(watch, 4, now=clock())
    facts = reading.facts_of(room, now=clock())
    assert (facts.messages, facts.negative) == (14, 10)
    page = reading.room_page(room, viewer=room.opened_by, now=clock())  # type: ignore[arg-type]
    assert len(page.counted.hours) == counting.DRAWN_MAX
    [_signal, runaway, _falling] = page.phases
    assert runaway.since is not None
    assert runaway.since <= room.opened_at


def test_what_is_usual_is_told_by_the_days_that_were_heard(
    room: Room, world: World, clock: FrozenClock
) -> None:
    began = room.since - timedelta(days=3)
    young = make_watch(world.atelier, "martin", now=began, name="Jeune")
    say(young, [room.since - timedelta(hours=5 * number + 1) for number in range(12)])
    assert counting.usual_a_day(room) == pytest.approx(4)


def test_less_than_a_day_tells_nothing_of_what_is_usual(
    room: Room, world: World, clock: FrozenClock
) -> None:
    young = make_watch(world.atelier, "martin", now=clock(), name="Jeune")
    lately(young, 3, now=clock())
    assert counting.usual_a_day(room) is None


def test_the_room_says_of_how_many_hours_and_that_messages_to_us_count(
    room: Room, watch: Watch, bluesky: Channel, world: World, clock: FrozenClock
) -> None:
    lately(watch, 2, now=clock(), tone="negative")
    Feedback.objects.create(
        workspace=world.atelier, channel=bluesky, remote_id="one", kind="reply", author_id="zoe",
        text="Oui", tone="neutral", written_at=clock(), received_at=clock(), checked_at=clock(),
        conversation=bluesky.conversations.create(
            workspace=world.atelier, root_id="one", person_id="zoe", last_feedback_at=clock()
        ),
    )  # fmt: skip
    with translation.override("en"):
        page = reading.room_page(room, viewer=world.claire, now=clock())
    assert page.counted.sentence.startswith(
        "3 messages in 12 h, heard outside or written to you, 2 negative. Usually 0 a day"
    )
