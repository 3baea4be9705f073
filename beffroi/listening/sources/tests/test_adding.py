from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry, Job
from beffroi.listening.models import Mention, Source
from beffroi.listening.sources import adding, offers, pacing, reading
from beffroi.listening.sources.adding import CannotAdd
from beffroi.listening.sources.offers import Offer
from beffroi.listening.sources.tests.scripted import ScriptedReader, article, make_source, page
from beffroi.listening.tests.makers import make_watch
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import ContentRefused, NetworkError, NetworkUnavailable
from tests.clock import FrozenClock
from tests.world import World

FEED = Offer(SourceKind.FEED, "feeds", "RSS")
SEARCH = "search"


def add(world: World, clock: FrozenClock, typed: str = "journal.example", **more: object) -> Source:
    given = {"actor": world.claire, "clock": clock, "chance": lambda: 0.5, **more}
    offer = given.pop("offer", FEED)
    return adding.add(world.atelier, offer, typed, **given)  # type: ignore[arg-type]


def make_channel(world: World, network: str, *, now: datetime) -> Channel:
    return Channel.objects.create(
        workspace=world.atelier, network=network, origin="https://example.com", account_id="1",
        handle="atelier", verified_at=now, connected_at=now,
    )  # fmt: skip


def test_a_source_is_read_as_it_is_added(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock() - timedelta(days=1))
    found = page(article(1, "Chez Martin", now=clock()), title="Le Journal", state="one")
    reader.say(found)
    source = add(world, clock)
    assert reader.asked == [(SourceKind.FEED, "https://journal.example", "")]
    assert (source.name, source.state, source.memory) == ("Le Journal", "reading", "one")
    assert source.calls == 1
    assert Mention.objects.get().source == source
    assert Job.objects.get(kind=reading.READ).key == "host:journal.example"
    assert AuditEntry.objects.filter(action="source.added").exists()


def test_without_a_watch_it_waits_with_nothing_kept(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(article(1, "Chez Martin", now=clock()), state="one"))
    source = add(world, clock)
    assert (source.state, source.memory, source.read_at) == ("new", "", None)
    assert not Mention.objects.exists()
    assert source.calls == 1


def test_a_page_is_kept_as_the_feed_it_names(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(moved_to="https://cdn.example/rss"))
    source = add(world, clock)
    assert (source.subject, source.place) == ("https://cdn.example/rss", "host:cdn.example")
    with pytest.raises(CannotAdd, match="known"):
        add(world, clock, "another.example")
    assert Source.objects.count() == 1


@pytest.mark.parametrize("error", [ContentRefused(field="address"), NetworkUnavailable()])
def test_what_cannot_be_read_is_not_added(
    world: World, reader: ScriptedReader, clock: FrozenClock, error: NetworkError
) -> None:
    reader.say(error)
    with pytest.raises(type(error)):
        add(world, clock)
    assert not Source.objects.exists()


def test_the_same_twice_is_refused_before_it_is_asked_for(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    add(world, clock)
    with pytest.raises(CannotAdd, match="known"):
        add(world, clock, "https://journal.example")
    assert len(reader.asked) == 1


def test_there_are_only_so_many(world: World, reader: ScriptedReader, clock: FrozenClock) -> None:
    for number in range(pacing.SOURCES_MAX):
        make_source(world.atelier, f"https://a{number}.example/", now=clock())
    with pytest.raises(CannotAdd, match="too_many"):
        add(world, clock)


def test_what_is_no_subject_is_not_asked_for(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    with pytest.raises(CannotAdd, match="subject"):
        add(world, clock, "deux mots")
    assert reader.asked == []


def test_another_workspace_s_channel_reads_nothing(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    own = make_channel(world, "youtube", now=clock())
    Channel.objects.filter(pk=own.pk).update(workspace=world.garage)
    offer = offers.offer(world.atelier, SEARCH, "youtube")
    assert offer is not None
    assert not offer.is_open
    with pytest.raises(CannotAdd, match="channel"):
        add(world, clock, "pain", offer=offer, channel=own)


def test_a_search_goes_through_a_channel_and_is_counted_dearly(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    own = make_channel(world, "youtube", now=clock())
    offer = offers.offer(world.atelier, SEARCH, "youtube")
    assert offer is not None
    source = add(world, clock, " pain  au levain ", offer=offer, channel=own)
    assert (source.subject, source.name) == ("pain au levain", "pain au levain")
    assert (source.channel, source.place, source.calls_max) == (own, f"channel:{own.pk}", 8)


def test_a_network_whose_calls_are_used_up_is_not_asked(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_source(
        world.atelier, now=clock(), calls=pacing.NETWORK_CALLS_A_DAY, calls_on=clock().date()
    )
    with pytest.raises(CannotAdd, match="spent"):
        add(world, clock, "other.example")


# Reddit


@pytest.mark.parametrize("typed", ["reddit.com/r/pain", "https://www.reddit.com/r/pain/.rss"])
def test_reddit_is_off_unless_the_operator_says_so(
    world: World, reader: ScriptedReader, clock: FrozenClock, settings: Settings, typed: str
) -> None:
    with pytest.raises(CannotAdd, match="reddit"):
        add(world, clock, typed)
    assert offers.offer(world.atelier, SEARCH, offers.REDDIT) is None
    settings.REDDIT = True
    assert add(world, clock, typed).place == "host:reddit.com"


def test_words_are_searched_on_reddit_in_its_public_feed(
    world: World, reader: ScriptedReader, clock: FrozenClock, settings: Settings
) -> None:
    settings.REDDIT = True
    offer = offers.offer(world.atelier, SEARCH, offers.REDDIT)
    assert offer is not None
    reader.say(page(title="reddit.com: search results"))
    source = add(world, clock, "boulangerie martin", offer=offer)
    assert (source.kind, source.network, source.name) == ("feed", "feeds", "boulangerie martin")
    assert "reddit.com/search.rss?q=%22boulangerie%20martin%22" in source.subject


# Afterwards


def test_a_source_is_turned_off_and_on(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    source = add(world, clock)
    adding.turn_off(source, actor=world.claire, now=clock())
    source.refresh_from_db()
    assert (source.state, source.reason, source.next_at) == ("off", "person", None)
    assert not adding.read_now(source, now=clock())
    Source.objects.update(failures=4, failing_since=clock())
    adding.turn_on(source, actor=world.claire, now=clock())
    source.refresh_from_db()
    assert (source.state, source.reason, source.next_at) == ("new", "", clock())
    assert (source.failures, source.failing_since) == (0, None)


def test_a_source_is_read_at_once_when_a_person_asks(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    source = make_source(world.atelier, now=clock() + timedelta(hours=5))
    assert adding.read_now(source, now=clock())
    source.refresh_from_db()
    assert source.next_at == clock()
    assert Job.objects.get(kind=reading.READ).run_at == clock()
    Source.objects.update(calls=96, calls_on=clock().date())
    source.refresh_from_db()
    assert not adding.read_now(source, now=clock())


def test_a_removal_can_be_taken_back(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    source = add(world, clock)
    adding.remove(source, actor=world.claire, now=clock())
    assert reading.read_next(source.place, clock=clock) is None
    adding.take_back(source, actor=world.claire, now=clock())
    source.refresh_from_db()
    assert source.removed_at is None
    assert reading.read_next(source.place, clock=clock) is not None


def test_what_was_added_again_meanwhile_is_not_there_twice(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    source = add(world, clock)
    adding.remove(source, actor=world.claire, now=clock())
    add(world, clock)
    with pytest.raises(CannotAdd, match="known"):
        adding.take_back(source, actor=world.claire, now=clock())
    source.refresh_from_db()
    assert source.removed_at is not None


def test_what_was_removed_goes_for_good_later_and_its_mentions_stay(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock() - timedelta(days=1))
    reader.say(page(article(1, "Chez Martin", now=clock())))
    adding.remove(add(world, clock), actor=world.claire, now=clock())
    adding.forget_removed(now=clock() + timedelta(days=1))
    assert Source.objects.exists()
    adding.forget_removed(now=clock() + timedelta(days=3))
    assert not Source.objects.exists()
    assert Mention.objects.get().source is None


def test_every_place_is_asked_for_again_where_nobody_does(world: World, clock: FrozenClock) -> None:
    make_source(world.atelier, now=clock())
    make_source(world.atelier, "https://journal.example/b", now=clock() - timedelta(days=2))
    make_source(world.garage, now=clock(), place="host:b.example", removed_at=clock())
    make_source(world.cycles, now=clock(), place="host:c.example", next_at=None)
    Job.objects.filter(kind=reading.READ).delete()
    adding.ask_for_all(now=clock())
    (job,) = Job.objects.filter(kind=reading.READ)
    assert (job.key, job.run_at) == ("host:journal.example", clock())


# What is offered


def test_networks_say_themselves_what_can_be_read(world: World, clock: FrozenClock) -> None:
    found = offers.offers(world.atelier)
    assert (found[0].kind, found[0].network) == (SourceKind.FEED, "feeds")
    assert found[0].is_open
    by_channel = [one for one in found if one.needs_channel]
    assert by_channel
    assert not any(one.is_open for one in by_channel)
    make_channel(world, "youtube", now=clock())
    search = offers.offer(world.atelier, SEARCH, "youtube")
    assert search is not None
    assert search.is_open
    assert offers.offer(world.atelier, SEARCH, "facebook") is None


def test_where_nobody_can_look_is_known_too() -> None:
    found = offers.reach()
    assert found.closed == ("LinkedIn", "Facebook", "Instagram")
    assert found.paid == ("X",)
