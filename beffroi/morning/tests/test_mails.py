"""What the mail of a day says, and what it keeps to itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.morning import posting
from beffroi.morning.models import ActLink, Morning
from beffroi.morning.tests.conftest import Mailed, links_in, wants
from beffroi.web.tests import morning
from tests.clock import FrozenClock
from tests.world import World

WORD = "tradition"


def test_the_cards_stand_in_their_order_each_with_its_buttons(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.post(bluesky, author=world.ines, now=clock())
    morning.praised(bluesky, now=clock())
    sent = mailed()
    assert sent.subject == "Atelier Martin: 2 cards, 4 minutes today"
    assert sent.to == [world.claire.email]
    text = str(sent.body)
    assert 0 < text.index(morning.THANKS) < text.index("La boîte Paris-Brest")
    assert "Publish this answer" in text
    assert len(links_in(sent)) == 2
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_many_cards_are_told_by_what_fits_today_and_all_that_is_due(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    for number in range(9):
        late = clock() - timedelta(minutes=1)
        morning.conversation(bluesky, now=clock(), person=f"Person {number}", due_at=late)
    morning.conversation(bluesky, now=clock(), person="Later", due_at=clock() + timedelta(days=3))
    sent = mailed()
    assert sent.subject == "Atelier Martin: 10 cards, 15 minutes today"
    text = str(sent.body)
    assert "9 cards cannot wait until tomorrow" in text
    assert "4 more cards on Today" in text
    assert "if you have time" not in text


def test_a_title_that_holds_the_whole_text_is_not_said_twice(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    text = "Moitié prix jusqu’à 19 h."
    morning.delivery(bluesky, now=clock(), status="held", text=text)
    assert str(mailed().body).count(text) == 1


def test_the_html_fetches_nothing_and_says_the_same(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.post(bluesky, author=world.ines, now=clock())
    sent = mailed()
    html = str(sent.alternatives[0][0])
    assert all(mark not in html for mark in ("<img", "<link", "<script", "url(", "@import"))
    assert all(link in html for link in links_in(sent))
    assert len(html.encode()) < 100_000


@pytest.mark.parametrize(("network", "is_told"), [("bluesky", True), ("google_business", False)])
def test_words_leave_only_where_their_network_lets_them(
    world: World, clock: FrozenClock, mailed: Mailed, network: str, is_told: bool
) -> None:
    morning.praised(morning.channel(world.atelier, now=clock(), network=network), now=clock())
    sent = mailed()
    everything = f"{sent.subject} {sent.body} {sent.alternatives[0][0]!s}"
    assert (WORD in everything, "Marc" in everything) == (is_told, is_told)
    assert "answer" in everything


def test_what_was_written_in_private_stays_private(
    bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.praised(bluesky, now=clock(), is_private=True)
    everything = str(mailed().body)
    assert "Somebody waits for an answer on Bluesky" in everything
    assert WORD not in everything


def test_where_nothing_waits_nothing_comes(world: World, clock: FrozenClock) -> None:
    wants(world.atelier, world.claire, now=clock())
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    assert not mail.outbox
    assert Morning.objects.get().state == Morning.State.QUIET


def test_a_link_keeps_no_word_and_no_token(
    world: World, bluesky: Channel, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.praised(bluesky, now=clock())
    [path] = links_in(mailed())
    row = ActLink.objects.get()
    assert path.strip("/").split("/")[-1] not in str(vars(row))
    assert WORD not in str(row.seen)
    assert row.expires_at == clock() + timedelta(hours=48)
