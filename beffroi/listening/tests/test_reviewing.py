from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Feedback
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening.models import Mention
from beffroi.listening.reviewing import take_reviews
from beffroi.listening.tests.makers import make_watch
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def google(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "google_business", now=clock(), kind="place")


def hear(channel: Channel, *, at: datetime, stars: int, text: str) -> None:
    item = IncomingFeedback(
        remote_id="r1",
        kind=FeedbackKind.REVIEW,
        author=Author("", "Sandrine", "Sandrine"),
        text=text,
        created_at=at,
        url="https://reviews.example/r1",
        root_id="r1",
        stars=stars,
    )
    ingest(channel, [item], now=at)


def test_reviews_are_mentions_with_the_tone_of_their_stars(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock())
    hear(google, at=clock(), stars=1, text="Je reviendrai.")
    assert take_reviews(now=clock()) == 1
    assert take_reviews(now=clock()) == 0
    mention = Mention.objects.get()
    assert (mention.network, mention.tone) == ("google_business", "negative")
    assert mention.catches.count() == 1


def test_without_a_watch_about_us_none_is(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "levain", now=clock(), subject="topic")
    make_watch(world.flowers, "roses", now=clock())
    hear(google, at=clock(), stars=5, text="Parfait")
    assert take_reviews(now=clock()) == 0


def test_old_reviews_are_left_alone(world: World, google: Channel, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock())
    hear(google, at=clock() - timedelta(days=40), stars=5, text="Parfait")
    assert take_reviews(now=clock()) == 0


def test_what_the_inbox_lets_go_is_let_go(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock())
    hear(google, at=clock(), stars=5, text="Parfait")
    take_reviews(now=clock())
    Feedback.objects.all().wipe(deleted_at=clock())
    take_reviews(now=clock())
    assert not Mention.objects.there().exists()


def test_what_is_edited_or_corrected_since_is_followed(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock())
    hear(google, at=clock(), stars=1, text="Je reviendrai.")
    take_reviews(now=clock())
    clock.advance(hours=1)
    Feedback.objects.update(text="Très bon accueil.", edited_at=clock())
    Feedback.objects.update(tone="positive", intent="praise", wants_check=False)
    take_reviews(now=clock())
    mention = Mention.objects.get()
    assert (mention.text, mention.tone, mention.intent) == (
        "Très bon accueil.", "positive", "praise",
    )  # fmt: skip
    assert mention.edited_at == clock()
    clock.advance(hours=1)
    Feedback.objects.update(intent="question")
    take_reviews(now=clock())
    mention.refresh_from_db()
    assert mention.intent == "question"
