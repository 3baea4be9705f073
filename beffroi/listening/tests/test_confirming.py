from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.channels import gateway
from beffroi.listening import confirming
from beffroi.listening.confirming import confirm
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.sources.tests.scripted import make_source
from beffroi.listening.tests.makers import make_watch, post
from beffroi.networks.contracts import Author, Counters
from beffroi.networks.declarations import Through
from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.listening import PublicPost
from tests.clock import FrozenClock
from tests.world import World


class Telling:
    """A network that shows what a test wrote down."""

    def __init__(self) -> None:
        self.shown: dict[str, PublicPost | None] = {}
        self.asked: list[Sequence[str]] = []
        self.is_away = False

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        self.asked.append(remote_ids)
        if self.is_away:
            raise NetworkUnavailable("away")
        return {one: self.shown[one] for one in remote_ids if one in self.shown}


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Telling:
    telling = Telling()
    through = {"bluesky": Through.NETWORK}
    monkeypatch.setattr(confirming, "_through", through.get)
    monkeypatch.setattr(gateway, "network", lambda _key: telling)
    return telling


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock())


def heard(watch: Watch, clock: FrozenClock, count: int = 1) -> list[PublicPost]:
    posts = [post(number, f"Martin {number}", now=clock()) for number in range(count)]
    keep([Caught(one, {watch.workspace_id: [watch.pk]}) for one in posts], now=clock())
    return posts


def shown(said: PublicPost) -> PublicPost:
    author = Author(said.author.account_id, "zoe.example", "Zoé Vasseur")
    counters = Counters(likes=4, shares=2, replies=1, quotes=0)
    return replace(said, author=author, counters=counters, followers=620)


def test_names_and_counts_are_told(network: Telling, watch: Watch, clock: FrozenClock) -> None:
    [said] = heard(watch, clock)
    network.shown[said.remote_id] = shown(said)
    assert confirm(clock=clock) == 1
    mention = Mention.objects.get()
    assert (mention.who, mention.author_handle) == ("Zoé Vasseur", "zoe.example")
    assert (mention.likes, mention.followers, mention.shown_at) == (4, 620, clock())
    assert confirm(clock=clock) == 0


def test_what_is_no_longer_shown_is_let_go(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    gone, untold = heard(watch, clock, 2)
    network.shown[gone.remote_id] = None
    confirm(clock=clock)
    assert Mention.objects.there().get().remote_id == untold.remote_id


@pytest.mark.parametrize("lost", ["words", "names"])
def test_what_is_let_go_while_the_network_is_asked_stays_gone(
    network: Telling, watch: Watch, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """The others of the same call are told all the same."""
    said, other = heard(watch, clock, 2)

    def look_up(remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        rows = Mention.objects.filter(remote_id=said.remote_id)
        if lost == "words":
            rows.wipe(erased_at=clock())
        else:
            named = ("author_id", "author_name", "author_handle", "url")
            rows.update(unnamed_at=clock(), **dict.fromkeys(named, ""))
        return {one.remote_id: shown(one) for one in (said, other)}

    monkeypatch.setattr(network, "look_up", look_up)
    confirm(clock=clock)
    names = dict(Mention.objects.values_list("remote_id", "author_name"))
    assert names == {said.remote_id: "", other.remote_id: "Zoé Vasseur"}


def test_what_a_source_showed_is_asked_for_too(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    """A network's rules on what is deleted hold however it was read."""
    source = make_source(watch.workspace, "pain", now=clock(), kind="search", network="bluesky")
    [said] = heard(watch, clock)
    Mention.objects.update(source=source)
    network.shown[said.remote_id] = None
    confirm(clock=clock)
    assert not Mention.objects.there().exists()


def test_each_is_asked_for_once_a_day_for_a_month(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    [said] = heard(watch, clock)
    network.shown[said.remote_id] = shown(said)
    times = 0
    for _ in range(4 * 40):
        times += confirm(clock=clock)
        clock.advance(hours=6)
    assert times == 31


def test_a_restore_has_all_asked_for_again(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    kept, gone = heard(watch, clock, 2)
    network.shown |= {one.remote_id: shown(one) for one in (kept, gone)}
    confirm(clock=clock)
    Mention.objects.update(ask_at=None)  # as after a month
    clock.advance(days=40)
    network.shown[gone.remote_id] = None
    confirming.ask_for_all(clock())
    assert confirm(clock=clock) == 2
    assert Mention.objects.there().get().remote_id == kept.remote_id


def test_a_network_that_is_away_is_asked_again(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    [said] = heard(watch, clock)
    network.shown[said.remote_id] = shown(said)
    network.is_away = True
    assert confirm(clock=clock) == 0
    network.is_away = False
    assert confirm(clock=clock) == 0
    clock.advance(minutes=10)
    assert confirm(clock=clock) == 1


def test_many_are_asked_for_a_few_at_once(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    heard(watch, clock, 60)
    confirm(clock=clock)
    assert [len(asked) for asked in network.asked] == [25, 25, 10]


def test_names_that_went_do_not_come_back(
    network: Telling, watch: Watch, clock: FrozenClock
) -> None:
    [said] = heard(watch, clock)
    gone = {"author_id": "", "author_name": "", "author_handle": "", "url": ""}
    Mention.objects.update(unnamed_at=clock() - timedelta(hours=1), **gone)
    network.shown[said.remote_id] = shown(said)
    confirm(clock=clock)
    mention = Mention.objects.get()
    assert (mention.who, mention.url, mention.likes) == ("", "", 4)
