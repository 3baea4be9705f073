"""Cards that wait until tomorrow, and routines on the page of the day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.crisis.models import Room
from beffroi.inbox.models import Conversation
from beffroi.publishing.models import Post
from beffroi.routines import rules as routine_rules
from beffroi.routines.models import HandlingTime, PutOff, Routine
from beffroi.routines.rules import Kind as Routines
from beffroi.sales import spending
from beffroi.sales.models import Cost
from beffroi.sales.rules import CostKind
from beffroi.sales.spending import Purpose
from beffroi.web import queries, waiting
from beffroi.web.cards import Clock
from beffroi.web.rules import Kind
from beffroi.web.tests import morning
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

LATER = "/today/tomorrow/"
OVER = "C’est fini pour aujourd’hui"


@pytest.fixture
def now() -> datetime:
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def bluesky(world: World, now: datetime) -> Channel:
    return morning.channel(world.atelier, now=now)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def get(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def post(client: Client, path: str, **data: str) -> str:
    return client.post(path, data, follow=True).content.decode()


def far(now: datetime) -> datetime:
    return now + timedelta(days=3)


def routine(world: World, kind: Routines, *, now: datetime) -> Routine:
    today = now.astimezone(world.atelier.zone).date()
    period = routine_rules.period_of(kind, day=today)
    first = min(period.first, today)
    return Routine.objects.create(
        workspace=world.atelier,
        kind=kind.value,
        first_day=first,
        last_day=period.last,
        opened_at=now,
        ends_at=routine_rules.midnight(period.last + timedelta(days=1), zone=world.atelier.zone),
    )


# Tomorrow


def test_a_card_that_is_put_off_is_gone_today_and_can_be_taken_back(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now, due_at=far(now))
    client = signed_in(world.claire)
    page = post(client, LATER, card=f"answer-{row.pk}")
    assert OVER in page
    assert "Vous avez remis une carte à demain" in page
    [undo] = re.findall(r'action="(/today/tomorrow/return/[^"]+)"', page)
    assert "Léa Bonnet" in post(client, undo)
    assert not PutOff.objects.exists()


def test_several_that_are_put_off_come_back_in_their_place(
    world: World, bluesky: Channel, now: datetime
) -> None:
    client = signed_in(world.claire)
    rows = [morning.conversation(bluesky, now=now, due_at=far(now)) for _ in range(2)]
    post(client, LATER, card=f"answer-{rows[0].pk}")
    page = post(client, LATER, card=f"answer-{rows[1].pk}")
    assert "Vous avez remis 2 cartes à demain" in page
    assert "Elles reviendront à leur place" in page


def test_what_is_put_off_comes_back_tomorrow_in_its_place(
    world: World, bluesky: Channel, now: datetime
) -> None:
    first = morning.conversation(bluesky, now=now, hours=9, due_at=far(now))
    morning.conversation(bluesky, now=now, person="Marc Tison", hours=2, due_at=far(now))
    client = signed_in(world.claire)
    post(client, LATER, card=f"answer-{first.pk}")

    def cards(at: datetime) -> list[int]:
        day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=at)
        return [card.id for card in day.cards]

    assert first.pk not in cards(now)
    assert cards(now + timedelta(days=1, hours=1))[0] == first.pk


@pytest.mark.parametrize("kind", ["approve", "renew", "reconnect", "check", "mend"])
def test_each_kind_that_may_wait_is_counted_and_shown_no_more(
    world: World, bluesky: Channel, now: datetime, kind: str
) -> None:
    row_id = {
        "approve": lambda: morning.post(bluesky, author=world.karim, now=now).pk,
        "renew": lambda: morning.ending_channel(world.atelier, now=now).pk,
        "reconnect": lambda: morning.lost_channel(world.atelier, now=now).pk,
        "check": lambda: morning.delivery(bluesky, now=now).pk,
        "mend": lambda: morning.channel_to_mend(world.atelier, now=now).pk,
    }[kind]()
    assert f'name="card" value="{kind}-{row_id}"' in get(signed_in(world.claire))
    post(signed_in(world.claire), LATER, card=f"{kind}-{row_id}")
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=utc_now())
    assert (day.count, day.cards) == (0, ())


def test_only_the_cards_of_its_kind_are_made_to_find_one(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.delivery(bluesky, now=now)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            card = waiting.find_card(
                world.atelier,
                f"check-{row.pk}",
                role=Role.OWNER,
                clock=Clock(now, world.atelier.zone),
                user_id=world.claire.pk,
            )
        assert card is not None
        assert card.id == row.pk
        return len(found)

    alone = asked()
    morning.conversation(bluesky, now=now, due_at=far(now))
    morning.post(bluesky, author=world.karim, now=now)
    routine(world, Routines.MONDAY, now=now)
    assert asked() == alone


def test_colleagues_still_see_what_one_person_put_off(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now, due_at=far(now))
    post(signed_in(world.claire), LATER, card=f"answer-{row.pk}")
    assert "Léa Bonnet" in get(signed_in(world.karim))


def test_what_is_due_today_and_crises_stay(world: World, bluesky: Channel, now: datetime) -> None:
    due = morning.conversation(bluesky, now=now, due_at=now - timedelta(minutes=1))
    room = Room.objects.create(
        workspace=world.atelier, name="Rappel", opened_at=now, since=now, opened_by=world.claire
    )
    client = signed_in(world.claire)
    assert 'form="tomorrow"' not in get(client, f"/?card=answer-{due.pk}")
    for key in (f"answer-{due.pk}", f"crisis-{room.pk}"):
        assert "ne peut pas attendre demain" in post(client, LATER, card=key)
    assert not PutOff.objects.exists()


def test_two_tabs_put_a_card_off_once(world: World, bluesky: Channel, now: datetime) -> None:
    row = morning.conversation(bluesky, now=now, due_at=far(now))
    client = signed_in(world.claire)
    post(client, LATER, card=f"answer-{row.pk}")
    page = post(client, LATER, card=f"answer-{row.pk}")
    assert "n’attend plus" in page
    assert PutOff.objects.count() == 1


def test_what_was_settled_meanwhile_is_no_longer_told_as_put_off(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now, due_at=far(now))
    client = signed_in(world.claire)
    post(client, LATER, card=f"answer-{row.pk}")
    Conversation.objects.update(waiting_since=None)
    assert "remis" not in get(client)


@pytest.mark.parametrize(
    "card", ["", "answer-0", "answer-²", "lies-1", "answer-" + "9" * 40, "\x00"]
)
def test_a_card_that_is_not_there_changes_nothing(
    world: World, bluesky: Channel, card: str
) -> None:
    client = signed_in(world.claire)
    assert OVER in post(client, LATER, card=card)
    assert client.post(f"{LATER}return/", query_params={"card": card}).status_code == 302


def test_nobody_puts_off_a_card_of_another_workspace_or_one_they_may_not_settle(
    world: World, bluesky: Channel, now: datetime
) -> None:
    theirs = morning.conversation(morning.channel(world.flowers, now=now), now=now, due_at=far(now))
    ours = morning.conversation(bluesky, now=now, due_at=far(now))
    post(signed_in(world.claire), LATER, card=f"answer-{theirs.pk}")
    post(signed_in(world.lucas), LATER, card=f"answer-{ours.pk}")
    assert not PutOff.objects.exists()


# Routines


def test_a_routine_is_one_card_beside_the_quarter_of_an_hour(
    world: World, bluesky: Channel, now: datetime
) -> None:
    routine(world, Routines.MONDAY, now=now)
    page = get(signed_in(world.claire))
    assert "Routine de la semaine" in page
    assert "15\u00a0min" in page
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=now)
    assert day.minutes is not None
    assert day.minutes.waiting == 0
    assert [card.minutes for card in day.cards] == [15]


def test_its_steps_lead_to_pages_and_are_ticked_where_the_facts_say_so(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = routine(world, Routines.MONTH, now=now)
    client = signed_in(world.claire)
    page = get(client, f"/?card=steering-{row.pk}")
    for name in ("reports", "offers", "conversions", "costs"):
        assert f'href="{reverse(name)}"' in page
    before = page.count("t-ok")
    today = now.astimezone(world.atelier.zone).date()
    spending.note_cost(
        world.atelier,
        kind=CostKind.TOOLS,
        cents=1900,
        days=(today, today),
        note="",
        purpose=Purpose(),
        actor=world.claire,
        now=now,
    )
    assert Cost.objects.count() == 1
    assert get(client, f"/?card=steering-{row.pk}").count("t-ok") == before + 1


def test_a_quarter_asks_for_a_drill_only_when_the_last_is_a_year_ago(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = routine(world, Routines.QUARTER, now=now)
    client = signed_in(world.claire)
    assert "exercice de crise" in get(client)
    drill = {
        "workspace": world.atelier,
        "name": "Essai",
        "is_drill": True,
        "opened_by": world.claire,
    }
    at = routine_rules.midnight(row.first_day, zone=world.atelier.zone) - timedelta(days=90)
    held = Room.objects.create(**drill, opened_at=at, since=at, closed_at=at, learned_at=at)
    assert "exercice de crise" not in get(client)
    held.opened_at = now - timedelta(days=500)
    held.save()
    assert "exercice de crise" in get(client)


@pytest.mark.parametrize(("path", "outcome"), [("done", "done"), ("skipping", "skipped")])
def test_a_routine_is_settled_once_and_can_be_taken_back(
    world: World, bluesky: Channel, now: datetime, path: str, outcome: str
) -> None:
    row = routine(world, Routines.MONDAY, now=now)
    client = signed_in(world.karim)
    page = post(client, f"/routines/{row.pk}/{path}/")
    row.refresh_from_db()
    assert (row.outcome, row.settled_by) == (outcome, world.karim)
    assert OVER in page
    assert "avant vous" in post(client, f"/routines/{row.pk}/done/")
    post(client, f"/routines/{row.pk}/return/")
    row.refresh_from_db()
    assert (row.outcome, row.settled_at) == ("", None)


def test_what_is_over_cannot_be_taken_back(world: World, bluesky: Channel, now: datetime) -> None:
    row = routine(world, Routines.MONDAY, now=now)
    Routine.objects.update(ends_at=now, outcome="done", settled_at=now)
    page = post(signed_in(world.claire), f"/routines/{row.pk}/return/")
    assert OVER in page
    assert Routine.objects.get().outcome == "done"


def test_the_months_routine_is_for_whoever_runs_the_company(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = routine(world, Routines.MONTH, now=now)
    client = signed_in(world.karim)
    assert OVER in get(client)
    assert client.post(f"/routines/{row.pk}/done/").status_code == 403
    assert signed_in(world.lucas).post(f"/routines/{row.pk}/done/").status_code == 403


def test_a_routine_left_alone_breaks_nothing_and_goes_with_its_period(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = routine(world, Routines.MONDAY, now=now)
    at = row.ends_at
    counted = waiting.count(world.atelier, role=Role.OWNER, now=at, user_id=world.claire.pk)
    assert counted.by_kind[Kind.WEEKLY] == 0


def test_on_its_last_day_a_routine_says_so_and_is_not_put_off(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = routine(world, Routines.QUARTER, now=now)
    today, zone = now.astimezone(world.atelier.zone).date(), world.atelier.zone
    client = signed_in(world.claire)

    def lasts(until: date) -> None:
        ends_at = routine_rules.midnight(until + timedelta(days=1), zone=zone)
        Routine.objects.update(last_day=until, ends_at=ends_at)

    lasts(today + timedelta(days=1))
    page = get(client)
    assert "choisissez votre jour" in page
    assert 'form="tomorrow"' in page
    lasts(today)
    page = get(client)
    assert "jusqu’à ce soir" in page
    assert 'form="tomorrow"' not in page
    assert "ne peut pas attendre demain" in post(client, LATER, card=f"steering-{row.pk}")
    assert not PutOff.objects.exists()


def test_a_quarter_is_named_in_words(world: World, bluesky: Channel, now: datetime) -> None:
    routine(world, Routines.QUARTER, now=now)
    first = date(2026, 10, 1)
    Routine.objects.update(first_day=first)
    assert "quatrième trimestre 2026" in get(signed_in(world.claire))


# Minutes


def test_a_card_says_where_its_minutes_come_from(
    world: World, bluesky: Channel, now: datetime
) -> None:
    morning.conversation(bluesky, now=now)
    client = signed_in(world.claire)
    assert "2\u00a0min (estimation)" in get(client)
    HandlingTime.objects.create(workspace=world.atelier, act="answered", seconds=190, n=43)
    assert "4\u00a0min (d’après vos 90 derniers jours, n = 43)" in get(client).replace(
        "n\u00a0=\u00a043", "n = 43"
    )


def test_the_end_tells_answers_posts_alerts_and_the_time_as_measured(
    world: World, bluesky: Channel, now: datetime
) -> None:
    for _ in range(2):
        morning.did(world.claire, "conversation.answered", workspace=world.atelier, at=utc_now())
    page = get(signed_in(world.claire))
    told = re.findall(r'<dt class="meta">(.*?)</dt><dd class="figure">(.*?)</dd>', page)
    assert dict(told) == {
        "Réponses": "2",
        "Publication": "0",
        "Alerte": "0",
        "Temps mesuré": "3\u00a0min",
    }
    assert Post.objects.count() == 0
