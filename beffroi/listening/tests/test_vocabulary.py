from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.listening import vocabulary
from beffroi.listening.models import Vocabulary
from beffroi.listening.vocabulary import Sampler, usual
from beffroi.matching.common import frequency
from beffroi.matching.queries import Query, Unsearchable
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "ONE_IN", 2)
    monkeypatch.setattr(vocabulary, "_COUNTED_MIN", 100)


def count(clock: FrozenClock, *, levain: int = 10, others: int = 400) -> None:
    sampler = Sampler()
    for number in range(others):
        sampler.note(f"mot{number} du jour")
        sampler.note("Du pain au #levain" if number % (others // levain) == 0 else "Du pain")
    sampler.save("bluesky", now=clock())


def test_it_tells_how_much_a_watch_would_catch(clock: FrozenClock) -> None:
    count(clock)
    found = usual("bluesky", now=clock())
    assert found is not None
    assert found.messages_a_day == 800
    assert found.at_most(Query(1, any_of=("levain",))) == pytest.approx(20)
    assert found.at_most(Query(1, any_of=("levain", "tartempion"))) < 30
    assert found.at_most(Query(1, any_of=("pain au levain",))) == pytest.approx(20, rel=0.02)


def test_a_watch_of_common_words_is_refused(clock: FrozenClock) -> None:
    count(clock)
    found = usual("bluesky", now=clock())
    assert found is not None
    with pytest.raises(Unsearchable):
        found.at_most(Query(1, any_of=("le", "du")))


def test_little_tells_nothing(clock: FrozenClock) -> None:
    count(clock, others=40)
    assert usual("bluesky", now=clock()) is None
    assert usual("mastodon", now=clock()) is None


def test_counts_of_a_day_add_up(clock: FrozenClock) -> None:
    count(clock)
    count(clock)
    row = Vocabulary.objects.get()
    assert (row.messages, row.counted, row.words["levain"]) == (1600, 800, 20)


def test_rare_words_and_old_days_are_dropped(clock: FrozenClock) -> None:
    count(clock)
    clock.advance(days=1)
    vocabulary.clean(now=clock())
    assert set(Vocabulary.objects.get().words) >= {"pain", "levain", "du"}
    assert min(Vocabulary.objects.get().words.values()) >= 3
    clock.set(clock() + timedelta(days=8))
    vocabulary.clean(now=clock())
    assert not Vocabulary.objects.exists()


def test_words_are_expected_as_often_as_they_were_counted(clock: FrozenClock) -> None:
    assert vocabulary.expected(now=clock())(b"pain") == frequency(b"pain")
    count(clock)
    assert vocabulary.expected(now=clock())(b"pain") == 1
