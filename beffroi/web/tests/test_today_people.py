"""What people wrote, on the page of the day: whose it is, what comes first, and that it is once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.inbox import deeds, escalations, notes, sweeping
from beffroi.inbox.models import Conversation, Nudge, Rule, Sweep
from beffroi.web import queries
from beffroi.web.cards import Card
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX
from beffroi.web.tests import morning
from beffroi.web.tests.test_today import ROWS, in_front, many, page_of, queries_for
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """The real time: requests read the clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    made = people_and_places(now=SETTLED_AT)
    User.objects.update(language="en")
    return made


@pytest.fixture
def bluesky(world: World, now: datetime) -> Channel:
    return morning.channel(world.atelier, now=now)


def cards_of(world: World, person: User, role: Role = Role.OWNER) -> list[Card]:
    """Return all cards, which are as many as are counted."""
    now = utc_now()
    with translation.override("en"):
        day = queries.today(world.atelier, user=person, role=role, now=now, shown=COUNT_MAX)
    assert day.count == len(day.cards)
    return list(day.cards)


def keys_of(world: World, person: User, role: Role = Role.OWNER) -> list[str]:
    return [card.key for card in cards_of(world, person, role)]


def kinds_of(world: World, person: User, role: Role = Role.OWNER) -> list[str]:
    return [card.kind.value for card in cards_of(world, person, role)]


def give(row: Conversation, world: World, *, now: datetime) -> None:
    """Have Claire give it to Karim."""
    deed = deeds.give(world.atelier, world.karim.pk, note="", actor=world.claire, now=now)
    sweeping.sweep(world.atelier, [row.pk], deed, actor=world.claire, now=now)


def settle(row: Conversation, world: World, *, now: datetime) -> Sweep:
    deed = deeds.settle(actor=world.claire, now=now)
    return sweeping.sweep(world.atelier, [row.pk], deed, actor=world.claire, now=now)


class TestFirst:
    @pytest.fixture(autouse=True)
    def troubles(self, world: World, bluesky: Channel, now: datetime) -> None:
        morning.lost_channel(world.atelier, now=now)
        morning.delivery(bluesky, now=now)
        morning.conversation(bluesky, now=now, person="Marc Tison")

    def test_what_is_urgent_stands_before_a_lost_channel_and_a_doubt(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        before, soon = now - timedelta(days=365), now + timedelta(hours=1)
        morning.conversation(bluesky, now=now, urgency="health", presses_at=before, due_at=soon)
        assert kinds_of(world, world.claire) == ["answer", "reconnect", "check", "answer"]
        page = page_of(world.claire)
        assert in_front(page) == "Léa Bonnet"
        assert "Health and safety: the delay runs while you are closed, too." in page

    def test_an_open_alert_stands_first_for_whoever_raised_it(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        before = now - timedelta(days=365)
        morning.conversation(bluesky, now=now, urgency="safety", presses_at=before)
        row = morning.conversation(bluesky, now=now, person="Odile Garnier")
        escalations.alert(row, why="", actor=world.claire, now=now)
        page = page_of(world.claire)
        assert in_front(page) == "Odile Garnier"
        assert "Crisis team alerted" in page
        kinds = ["answer", "answer", "reconnect", "check", "answer"]
        assert kinds_of(world, world.claire) == kinds

    def test_what_a_person_may_not_settle_is_never_before_what_they_may(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        morning.conversation(bluesky, now=now, urgency="health", presses_at=now)
        morning.post(bluesky, author=world.karim, now=now)
        assert kinds_of(world, world.ines, Role.APPROVER)[0] == "approve"


class TestOnce:
    def test_an_alerted_exchange_is_one_card_for_whoever_is_told(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        row = morning.conversation(bluesky, now=now)
        escalations.alert(row, why="", actor=world.claire, now=now)
        nudge = Nudge.objects.get(user=world.sophie)
        assert keys_of(world, world.sophie, Role.MANAGER) == [f"alert-{nudge.pk}"]
        notes.see(nudge, now=now)
        assert keys_of(world, world.sophie, Role.MANAGER) == [f"answer-{row.pk}"]

    def test_what_is_given_to_somebody_is_one_card_of_theirs(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        row = morning.conversation(bluesky, now=now)
        give(row, world, now=now)
        nudge = Nudge.objects.get()
        assert keys_of(world, world.karim, Role.EDITOR) == [f"nudge-{nudge.pk}"]
        assert keys_of(world, world.claire) == []
        notes.see(nudge, now=now)
        [card] = cards_of(world, world.karim, Role.EDITOR)
        assert (card.key, card.notes) == (f"answer-{row.pk}", ())

    def test_who_may_no_longer_answer_still_reads_what_they_were_told_of(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        row = morning.conversation(bluesky, now=now)
        give(row, world, now=now)
        assert keys_of(world, world.karim, Role.READER) == [f"answer-{row.pk}"]


class TestGiven:
    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"urgency": "press"}, "it stays here because it is urgent."),
            ({"due_at": timedelta(hours=-25)}, "more than a day late."),
            ({"escalated_at": timedelta()}, "while the crisis team is alerted."),
        ],
    )
    def test_it_stays_with_the_others_while_it_presses_and_says_why(
        self,
        world: World,
        bluesky: Channel,
        now: datetime,
        values: dict[str, str | timedelta],
        why: str,
    ) -> None:
        row = morning.conversation(bluesky, now=now)
        give(row, world, now=now)
        for name, value in values.items():
            instant = now + value if isinstance(value, timedelta) else value
            Conversation.objects.filter(pk=row.pk).update(**{name: instant})
        [card] = cards_of(world, world.claire)
        assert card.key == f"answer-{row.pk}"
        assert card.notes[0].startswith("Assigned to Karim Benali; it ")
        assert card.notes[0].endswith(why)
        assert card.notes[0] in page_of(world.claire)

    def test_it_is_not_back_for_being_a_little_late(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        row = morning.conversation(bluesky, now=now, due_at=now - timedelta(hours=23))
        give(row, world, now=now)
        assert keys_of(world, world.claire) == []

    def test_whoever_only_reads_sees_what_waits_for_anybody(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        row = morning.conversation(bluesky, now=now)
        give(row, world, now=now)
        [card] = cards_of(world, world.lucas, Role.READER)
        assert card.notes == ("Assigned to Karim Benali.",)


class TestColleagues:
    def test_their_words_stand_before_messages_that_wait(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        for place in range(CARDS_SHOWN + 3):
            morning.conversation(bluesky, now=now, person=f"Personne {place}", hours=9)
        given = morning.conversation(bluesky, now=now, hours=1)
        give(given, world, now=now)
        named = morning.conversation(bluesky, now=now, person="Odile Garnier", hours=1)
        notes.write(named, text="@Karim ?", actor=world.claire, now=now)
        morning.delivery(bluesky, now=now)
        kinds = kinds_of(world, world.karim, Role.EDITOR)
        assert kinds[:4] == ["check", "nudge", "nudge", "answer"]
        assert len(kinds) == CARDS_SHOWN + 3 + 3

    def test_a_word_about_what_is_urgent_is_urgent(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        for place in range(CARDS_SHOWN):
            told = morning.conversation(bluesky, now=now, person=f"Personne {place}")
            give(told, world, now=now - timedelta(hours=1))
        morning.delivery(bluesky, now=now)
        row = morning.conversation(bluesky, now=now, person="Odile Garnier", urgency="law")
        notes.write(row, text="@Karim ?", actor=world.claire, now=now)
        day = queries.today(world.atelier, user=world.karim, role=Role.EDITOR, now=utc_now())
        assert day.cards[0].who == "Odile Garnier"


class TestPraise:
    @pytest.mark.parametrize(
        ("more", "word"),
        [({}, "when you can"), ({"wants_check": True}, "late"), ({"tone": "negative"}, "late")],
    )
    def test_it_is_late_without_alarm(
        self, world: World, bluesky: Channel, now: datetime, more: dict[str, Any], word: str
    ) -> None:
        said: dict[str, Any] = {
            "intent": "praise",
            "tone": "positive",
            "due_at": now - timedelta(hours=1),
        }
        morning.conversation(bluesky, now=now, **(said | more))
        assert f">{word}</time>" in page_of(world.claire)


class TestSettled:
    @pytest.fixture
    def row(self, world: World, bluesky: Channel, now: datetime) -> Conversation:
        return morning.conversation(bluesky, now=now)

    def test_what_was_settled_since_is_no_card(
        self, world: World, row: Conversation, now: datetime
    ) -> None:
        give(row, world, now=now)
        notes.write(row, text="@Karim ?", actor=world.claire, now=now)
        rule = Rule.objects.create(workspace=world.atelier, name="Blé", changed_at=now)
        told = {"workspace": world.atelier, "user": world.karim, "conversation": row}
        Nudge.objects.create(**told, kind=Nudge.Kind.TOLD, rule=rule, told_at=now)
        assert kinds_of(world, world.karim, Role.EDITOR) == ["nudge"] * 3
        later = now + timedelta(seconds=1)
        done = settle(row, world, now=later)
        assert kinds_of(world, world.karim, Role.EDITOR) == []
        sweeping.undo(done, actor=world.claire, now=later)
        assert kinds_of(world, world.karim, Role.EDITOR) == ["nudge"] * 3

    def test_what_is_said_about_it_afterwards_is(
        self, world: World, row: Conversation, now: datetime
    ) -> None:
        settle(row, world, now=now)
        notes.write(row, text="@Karim bravo", actor=world.claire, now=now + timedelta(seconds=1))
        [card] = cards_of(world, world.karim, Role.EDITOR)
        assert card.why == "@Karim bravo"

    def test_an_alert_is_open_until_it_is_closed(
        self, world: World, row: Conversation, now: datetime
    ) -> None:
        alert = escalations.alert(row, why="", actor=world.claire, now=now)
        settle(row, world, now=now + timedelta(seconds=1))
        assert kinds_of(world, world.sophie, Role.MANAGER) == ["alert"]
        escalations.close(alert, actor=world.claire, now=now + timedelta(seconds=2))
        assert kinds_of(world, world.sophie, Role.MANAGER) == []


class TestAll:
    def test_a_link_shows_every_card_and_each_stays_within_reach(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        last = [
            morning.conversation(bluesky, now=now, person=f"Personne {place}", hours=30 - place)
            for place in range(CARDS_SHOWN + 4)
        ][-1]
        page = page_of(world.claire)
        assert len(ROWS.findall(page)) == CARDS_SHOWN - 1
        assert "See all 10 cards" in page
        page = page_of(world.claire, "/?cards=all")
        assert page.count('<a class="row" href="?cards=all&amp;card=answer-') == CARDS_SHOWN + 3
        assert "See all" not in page
        assert "The others move up" not in page
        page = page_of(world.claire, f"/?cards=all&card=answer-{last.pk}")
        assert in_front(page) == last.person_name

    def test_a_short_day_needs_no_link(self, world: World, bluesky: Channel, now: datetime) -> None:
        for place in range(CARDS_SHOWN):
            morning.conversation(bluesky, now=now, person=f"Personne {place}")
        assert "See all" not in page_of(world.claire)

    def test_all_cards_cost_as_many_queries_as_a_few(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        many(world, bluesky, now, 1)
        few = queries_for(world.claire)
        many(world, bluesky, now, 9)
        assert queries_for(world.claire, "/?cards=all") == few

    def test_words_of_colleagues_cost_no_more_for_being_many(
        self, world: World, bluesky: Channel, now: datetime
    ) -> None:
        def told(number: int) -> int:
            for place in range(number):
                row = morning.conversation(bluesky, now=now, person=f"P{place}", urgency="law")
                give(row, world, now=now)
                row = morning.conversation(bluesky, now=now, person=f"Q{place}")
                notes.write(row, text="@Karim ?", actor=world.claire, now=now)
                escalations.alert(row, why="", actor=world.claire, now=now)
            return queries_for(world.karim)

        assert told(1) == told(CARDS_SHOWN + 2)


def test_a_card_says_by_when_an_answer_is_due(
    world: World, bluesky: Channel, now: datetime
) -> None:
    far, late = now + timedelta(days=30), now - timedelta(hours=1)
    morning.conversation(bluesky, now=now, presses_at=late, due_at=late)
    morning.conversation(bluesky, now=now, person="Marc Tison", presses_at=far, due_at=far)
    client = Client()
    client.force_login(world.claire)
    front, _, rows = client.get(reverse("today")).content.decode().partition('<ol class="rows">')
    assert ">late</time>" in front
    assert "5 h ago" in front
    assert ">before " in rows
