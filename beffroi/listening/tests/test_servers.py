"""Two servers of one network, whose ids mean nothing to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.inbox.models import Conversation, Feedback, Heard
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening.answering import CannotAnswer, bring_in, can_answer, conversations
from beffroi.listening.confirming import TRIED_AGAIN_AFTER, confirm
from beffroi.listening.forgetting import forget_posts
from beffroi.listening.keeping import keep
from beffroi.listening.models import Catch, Mention, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.makers import make_watch, post
from beffroi.networks.contracts import Author
from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.listening import PublicPost
from tests.clock import FrozenClock
from tests.world import World

HERE, THERE = "https://mastodon.example", "https://fosstodon.example"
ASKED = "Bonjour, est-ce que la boulangerie Martin est ouverte dimanche matin ?"


class Server:
    """A server that shows what a test wrote down, and knows no other id."""

    def __init__(self) -> None:
        self.shown: dict[str, PublicPost] = {}
        self.asked: list[str] = []
        self.error: Exception | None = None

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        self.asked += remote_ids
        if self.error is not None:
            raise self.error
        return {one: self.shown.get(one) for one in remote_ids}


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Server]:
    made = {HERE: Server(), THERE: Server()}

    def opened(_network: str, channel: Channel | None, *, clock: Clock) -> Server:
        assert channel is not None
        return made[channel.origin]

    monkeypatch.setattr(gateway, "open_public", opened)
    return made


@pytest.fixture
def here(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "mastodon", now=clock(), origin=HERE)


@pytest.fixture
def there(here: Channel, world: World, clock: FrozenClock) -> Channel:
    made = make_channel(world.atelier, "mastodon", now=clock(), origin=THERE, account_id="7")
    made.handle = "us@two.example"
    made.save()
    return made


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock())


def told(number: int, *, by: str, clock: FrozenClock, **more: object) -> PublicPost:
    """Return what a server tells under an id of its own."""
    said = post(
        number,
        f"Martin {number}",
        now=clock(),
        network="mastodon",
        server=by,
        remote_id=f"{number}",
    )
    return replace(said, **more)  # type: ignore[arg-type]


def hear(watch: Watch, clock: FrozenClock, *posts: PublicPost) -> int:
    return keep([Caught(one, {watch.workspace_id: [watch.pk]}) for one in posts], now=clock())


def test_each_server_is_asked_for_what_it_told(
    servers: dict[str, Server], there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    ours, theirs = told(1, by=HERE, clock=clock), told(2, by=THERE, clock=clock)
    hear(watch, clock, ours, theirs)
    servers[HERE].shown["1"], servers[THERE].shown["2"] = ours, theirs
    assert confirm(clock=clock) == 2
    assert (servers[HERE].asked, servers[THERE].asked) == (["1"], ["2"])
    assert Mention.objects.there().count() == 2


def test_what_only_a_server_told_that_we_left_is_kept(
    servers: dict[str, Server], there: Channel, here: Channel, watch: Watch, clock: FrozenClock
) -> None:
    hear(watch, clock, told(1, by=HERE, clock=clock))
    Channel.objects.filter(pk=here.pk).update(status=Channel.Status.DISCONNECTED)
    for _day in range(3):
        assert confirm(clock=clock) == 0
        clock.advance(days=1)
    assert servers[THERE].asked == []
    assert Mention.objects.there().exists()


def test_of_no_known_server_nothing_is_asked(
    servers: dict[str, Server], here: Channel, watch: Watch, clock: FrozenClock
) -> None:
    hear(watch, clock, told(1, by="", clock=clock))
    assert confirm(clock=clock) == 0
    assert Mention.objects.there().exists()


def test_one_id_on_two_servers_is_two_messages(
    there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    both = [told(1, by=by, clock=clock, url=f"{by}/@zoe/1") for by in (HERE, THERE)]
    assert hear(watch, clock, *both) == 2
    assert Catch.objects.count() == 2
    assert forget_posts("mastodon", ["1"], now=clock(), through=there) == 1
    assert Mention.objects.there().get().server == HERE


def test_what_two_servers_tell_is_kept_once(
    world: World, there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    said = told(1, by=HERE, clock=clock)
    assert hear(watch, clock, said) == 1
    other = make_watch(world.atelier, "martin", name="other", now=clock())
    again = replace(
        said, server=THERE, remote_id="9", written_at=said.written_at - timedelta(seconds=0.4)
    )
    assert hear(other, clock, again) == 0
    mention = Mention.objects.get()
    assert mention.key == ("mastodon", HERE, "1")
    assert mention.catches.count() == 2


def test_a_share_is_not_taken_for_what_it_shares(
    there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    said = told(1, by=HERE, clock=clock)
    ana = Author("5", "ana@two.example", "Ana")
    shared = replace(said, server=THERE, remote_id="9", author=ana, repeats="8")
    assert hear(watch, clock, said) + hear(watch, clock, shared) == 2


@pytest.mark.parametrize("handle", ["us@two.example", "Us@Two.example"])
def test_what_we_say_there_is_ours_here_too(
    there: Channel, watch: Watch, clock: FrozenClock, handle: str
) -> None:
    """Each server numbers accounts by itself."""
    ours = Author("4711", handle, "Atelier Martin")
    assert hear(watch, clock, told(1, by=HERE, clock=clock, author=ours)) == 0


def test_another_who_has_our_number_elsewhere_is_somebody_else(
    there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    zoe = Author("7", "zoe@mastodon.example", "Zoé")
    assert hear(watch, clock, told(1, by=HERE, clock=clock, author=zoe)) == 1


def test_the_inbox_reads_it_where_it_was_told(
    world: World, here: Channel, there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    asked = [told(1, by=HERE, clock=clock, text=ASKED), told(2, by=THERE, clock=clock)]
    hear(watch, clock, *asked)
    _first, second = Mention.objects.order_by("pk")
    assert Heard.objects.get().channel == here
    assert bring_in(second, now=clock()) == there
    assert can_answer(world.atelier) == {("mastodon", HERE), ("mastodon", THERE)}
    Channel.objects.filter(pk=there.pk).update(status=Channel.Status.DISCONNECTED)
    with pytest.raises(CannotAnswer):
        bring_in(second, now=clock())


def test_the_conversation_of_a_mention_is_of_its_server(
    world: World, there: Channel, watch: Watch, clock: FrozenClock
) -> None:
    both = [told(1, by=by, clock=clock, url=f"{by}/@zoe/1") for by in (HERE, THERE)]
    hear(watch, clock, *both)
    talk = Conversation.objects.create(
        workspace=world.atelier, channel=there, root_id="r", person_id="p",
        last_feedback_at=clock(),
    )  # fmt: skip
    Feedback.objects.create(
        workspace=world.atelier, conversation=talk, channel=there, remote_id="1", kind="mention",
        author_id="p", written_at=clock(), received_at=clock(), checked_at=clock(),
    )  # fmt: skip
    stands = Mention.objects.get(server=THERE)
    assert conversations(world.atelier, Mention.objects.all()) == {stands.pk: talk.pk}


@pytest.mark.parametrize("error", [NetworkUnavailable("away"), OverflowError("a defect")])
def test_a_place_that_fails_keeps_no_other_waiting(
    servers: dict[str, Server], there: Channel, watch: Watch, clock: FrozenClock, error: Exception
) -> None:
    many = [told(number, by=HERE, clock=clock) for number in range(600)]
    one = told(1000, by=THERE, clock=clock)
    hear(watch, clock, one, *many)
    servers[HERE].error, servers[THERE].shown["1000"] = error, one
    assert confirm(clock=clock) == 1
    asked = len(servers[HERE].asked)
    clock.advance(minutes=1)
    confirm(clock=clock)
    assert set(servers[HERE].asked[:asked]).isdisjoint(servers[HERE].asked[asked:])
    clock.advance(seconds=TRIED_AGAIN_AFTER.total_seconds())
    servers[HERE].error = None
    servers[HERE].shown = {one.remote_id: one for one in many}
    assert confirm(clock=clock) == 25


def test_what_is_old_is_asked_for_once(
    servers: dict[str, Server], here: Channel, watch: Watch, clock: FrozenClock
) -> None:
    long_ago = clock() - timedelta(days=31)
    old = told(1, by=HERE, clock=clock, written_at=long_ago)
    hear(watch, clock, old)
    servers[HERE].shown["1"] = old
    assert confirm(clock=clock) == 1
    assert Mention.objects.filter(ask_at=None).count() == 1
    assert len(servers[HERE].asked) == 1
