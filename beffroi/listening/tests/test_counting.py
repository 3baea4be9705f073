from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from beffroi.channels import gateway
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import counting, places, searching, vocabulary
from beffroi.listening.judging import Reason
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Vocabulary
from beffroi.listening.preparing import Caught
from beffroi.listening.sought import Pair, Sought
from beffroi.listening.tests.makers import make_watch, post
from beffroi.networks import registry
from beffroi.networks.declarations import Listening, SourceKind, Through
from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.listening import PublicPage, PublicPost
from tests.clock import FrozenClock
from tests.world import World

LEVAIN = Sought(any_of=("levain",), none_of=("recette",), languages=("fr",))


class Searchable:
    """A network that lets anybody's posts be searched."""

    def __init__(self, *posts: PublicPost, fails: bool = False) -> None:
        self.posts = posts
        self.fails = fails
        self.declaration = gateway.network("bluesky").declaration
        self.asked: list[str] = []

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        self.asked.append(subject)
        if self.fails:
            raise NetworkUnavailable("down")
        return PublicPage(self.posts, "")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


def keep_said(world: World, clock: FrozenClock, *texts: str, days_ago: int = 0) -> None:
    watch = make_watch(world.atelier, "levain", now=clock(), name=f"{days_ago} {texts[0]}")
    at = clock() - timedelta(days=days_ago)
    said = [post(100 * days_ago + n, text, now=at) for n, text in enumerate(texts)]
    keep([Caught(one, {world.atelier.pk: [watch.pk]}) for one in said], now=at)


def searchable(monkeypatch: pytest.MonkeyPatch, network: Searchable) -> None:
    monkeypatch.setattr(places, "searched", lambda: {"bluesky": Through.NETWORK})
    monkeypatch.setattr(gateway, "network", lambda _key: network)


def test_it_counts_what_is_kept_and_why_the_rest_is_not(world: World, clock: FrozenClock) -> None:
    keep_said(
        world,
        clock,
        "Le levain de la boulangerie est délicieux, merci",
        "Une recette de levain pour ce week-end, facile et rapide",
        "Encore une recette au levain, celle de ma mère",
        "This levain bread was really lovely, we had a great time",
    )
    keep_said(world, clock, "Du bon levain dans cette boulangerie hier", days_ago=2)
    keep_said(world, clock, "Du levain il y a longtemps, on s'en souvient", days_ago=8)
    count = counting.count_here(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert (count.kept_count, count.set_aside_count, count.total) == (2, 3, 5)
    assert [(day.kept, day.set_aside) for day in count.days[-3:]] == [(1, 0), (0, 0), (1, 3)]
    assert [(one.reason, one.detail, one.count) for one in count.set_aside] == [
        (Reason.WORD, "recette", 2),
        (Reason.LANGUAGE, "en", 1),
    ]
    assert count.mentions == 5
    assert count.at_most_a_day is None
    assert "facebook" in count.unsearchable


def test_a_sample_has_the_tone_that_counts_everywhere(world: World, clock: FrozenClock) -> None:
    keep_said(world, clock, "Le levain de la boulangerie est délicieux, merci")
    count = counting.count_here(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert [one.text.tone for one in count.kept] == ["positive"]
    Mention.objects.update(wants_check=True)
    count = counting.count_here(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert [one.text.tone for one in count.kept] == [""]


def test_others_messages_are_none_of_its_affair(world: World, clock: FrozenClock) -> None:
    keep_said(world, clock, "Du levain")
    count = counting.count_here(world.flowers, LEVAIN, now=clock())
    assert count is not None
    assert (count.total, count.mentions) == (0, 0)


def test_few_questions_are_asked_whatever_there_is(
    world: World, clock: FrozenClock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keep_said(world, clock, *(f"Du levain {number}" for number in range(20)))
    networks = len(places.streamed()) + len(places.searched())
    with django_assert_max_num_queries(2 + 2 * networks):
        counting.count_here(world.atelier, LEVAIN, now=clock())


def test_networks_are_asked_once_a_minute_for_the_same_words(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Searchable(
        post(1, "Du levain chez nous, quel bonheur", now=clock()),
        post(2, "Une recette de levain pour demain", now=clock()),
        post(3, "Du levain autrefois", now=clock() - timedelta(days=9)),
    )
    searchable(monkeypatch, network)
    first = counting.count_here(world.atelier, LEVAIN, now=clock())
    assert first is not None
    assert (first.can_search, first.total) == (True, 0)
    count = counting.count_all(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert (count.kept_count, count.set_aside_count) == (1, 1)
    assert count.searched == {"bluesky"}
    again = counting.count_here(
        world.atelier, Sought(any_of=("levain",), none_of=("bonheur",)), now=clock()
    )
    assert again is not None
    assert (again.kept_count, again.can_search) == (1, False)
    assert network.asked == ["levain"]


def test_what_our_own_channels_say_is_not_counted(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = post(1, "Notre levain de ce matin", now=clock())
    searchable(monkeypatch, Searchable(ours))
    channel = make_channel(world.atelier, "bluesky", now=clock())
    type(channel).objects.filter(pk=channel.pk).update(account_id=ours.author.account_id)
    count = counting.count_all(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert count.total == 0


def test_calls_are_bounded_in_number_and_in_time(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Searchable()
    searchable(monkeypatch, network)
    many = Sought(any_of=tuple(f"mot{number}" for number in range(9)))
    searching.search(world.atelier, many)
    assert len(network.asked) == 2
    ticks = iter((0.0, 6.0, 6.0))
    late = Sought(any_of=("tard", "plus tard"))
    found = searching.search(world.atelier, late, seconds=lambda: next(ticks))
    assert len(network.asked) == 2
    assert found.silent == {"bluesky"}


def test_a_network_that_does_not_answer_is_said(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    searchable(monkeypatch, Searchable(fails=True))
    count = counting.count_all(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert count.silent == {"bluesky"}
    assert not count.searched


def test_it_goes_through_our_channel_where_a_network_wants_an_access(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Searchable(post(1, "Du levain ici, merci", now=clock(), network="mastodon"))
    monkeypatch.setattr(places, "searched", lambda: {"mastodon": Through.CHANNEL})
    monkeypatch.setattr(gateway, "open_channel", lambda _channel, clock: network)
    assert searching.networks(world.atelier, LEVAIN) == {}
    channel = make_channel(world.atelier, "mastodon", now=clock())
    make_channel(world.flowers, "mastodon", now=clock())
    assert searching.networks(world.atelier, LEVAIN) == {"mastodon": channel}
    assert searching.networks(world.atelier, Sought(any_of=("a",), networks=("bluesky",))) == {}
    count = counting.count_all(world.atelier, LEVAIN, now=clock())
    assert count is not None
    assert count.kept_count == 1


def test_no_draft_spends_a_dear_search(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    open_to_all = Listening(sources={SourceKind.SEARCH: Through.NETWORK})
    declared = {
        key: replace(gateway.network(key).declaration, listening=open_to_all)
        for key in ("bluesky", "youtube", "x")
    }
    monkeypatch.setattr(registry, "NETWORKS", declared)
    monkeypatch.setattr(gateway, "network", lambda key: SimpleNamespace(declaration=declared[key]))
    assert set(searching.networks(world.atelier, LEVAIN)) == {"bluesky"}


def test_words_of_public_streams_bound_it(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "streamed", lambda: ["bluesky"])
    Vocabulary.objects.create(
        network="bluesky",
        day=clock().date(),
        messages=100_000,
        counted=5000,
        words={"levain": 50},
    )
    at_most = counting.at_most_a_day(LEVAIN, now=clock())
    assert at_most == pytest.approx(1000)
    assert counting.at_most_a_day(Sought(any_of=("levain",), networks=("x",)), now=clock()) is None
    assert vocabulary.usual("bluesky", now=clock()) is not None


def test_what_cannot_be_looked_for_is_not_counted(world: World, clock: FrozenClock) -> None:
    odd = Sought(near=(Pair("хлеб", "pain"),))
    assert counting.count_here(world.atelier, odd, now=clock()) is None


def test_nothing_wanted_counts_nothing(world: World, clock: FrozenClock) -> None:
    keep_said(world, clock, "Du levain")
    assert counting.count_here(world.atelier, Sought(none_of=("pain",)), now=clock()) is None
