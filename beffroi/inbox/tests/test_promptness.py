from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from beffroi.company.models import Company
from beffroi.company.rules import Kind
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions
from beffroi.inbox.models import Answer
from beffroi.inbox.promptness import promptness
from beffroi.inbox.tests.desk import NOUR, Desk, said
from beffroi.networks.contracts import Author
from beffroi.workspaces.models import User
from tests.world import World

pytestmark = pytest.mark.django_db

UMA = Author("did:uma", "uma.example", "Uma Roy")
ILL = "Mon fils est à l'hôpital depuis hier, intoxication après avoir mangé chez vous"


def answered_after_all(desk: Desk, world: World, **wait: float) -> None:
    desk.clock.advance(**wait)
    actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
    Delivery.objects.update(status="published", remote_id="a1", published_at=desk.clock())


def answered_after(desk: Desk, world: World, author: Author, **wait: float) -> None:
    now = desk.clock()
    desk.hear(said(f"{author.account_id}-{now}", author=author, created_at=now))
    desk.clock.advance(**wait)
    row = desk.conversation(author)
    answer = actions.answer(row, text="Oui", actor=world.claire, now=desk.clock())
    Delivery.objects.filter(pk=answer.delivery_id).update(
        status="published", remote_id=f"a{answer.pk}", published_at=desk.clock()
    )


def test_the_middle_of_three_is_the_median(desk: Desk, world: World) -> None:
    for author, minutes in ((NOUR, 5), (UMA, 20), (Author("did:x", "x", "X"), 240)):
        answered_after(desk, world, author, minutes=minutes)
    found = promptness(world.atelier, now=desk.clock())
    assert (found.whole.middle, found.whole.number) == (timedelta(minutes=20), 3)


def test_who_waits_is_told_apart_and_not_counted(desk: Desk, world: World) -> None:
    desk.hear(said())
    found = promptness(world.atelier, now=desk.clock())
    assert (found.whole.middle, found.whole.share_in_time, found.waiting) == (None, None, 1)
    assert found.oldest_since == desk.feedback().written_at


def test_hours_in_which_nobody_works_are_not_counted(desk: Desk, world: World) -> None:
    week = [[[8 * 60, 18 * 60]] for _ in range(7)]
    Company.objects.create(workspace=world.atelier, week=week, changed_at=desk.clock())
    answered_after(desk, world, NOUR, days=1)
    assert promptness(world.atelier, now=desk.clock()).whole.middle == timedelta(hours=10)


def test_a_danger_is_counted_by_the_clock_though_the_doors_are_closed(
    desk: Desk, world: World
) -> None:
    week = [[[8 * 60, 18 * 60]] for _ in range(7)]
    Company.objects.create(workspace=world.atelier, week=week, changed_at=desk.clock())
    desk.clock.advance(hours=11)
    desk.hear(said("f1", ILL, created_at=desk.clock()))
    assert desk.conversation().due_at == desk.clock() + timedelta(hours=1)
    answered_after_all(desk, world, hours=3)
    danger = promptness(world.atelier, now=desk.clock()).by_kind[0]
    assert (danger.middle, danger.in_time) == (timedelta(hours=3), 0)


def test_what_came_later_than_promised_is_not_in_time(desk: Desk, world: World) -> None:
    answered_after(desk, world, NOUR, hours=1)
    answered_after(desk, world, UMA, days=2)
    found = promptness(world.atelier, now=desk.clock())
    assert found.whole.share_in_time == 50
    by_kind = {row.kind: row.number for row in found.by_kind}
    assert by_kind == {Kind.DANGER: 0, Kind.URGENT: 0, Kind.LEAD: 0, Kind.REVIEW: 0, Kind.OTHER: 2}


def test_a_word_to_somebody_who_did_not_wait_is_no_first_answer(desk: Desk, world: World) -> None:
    answered_after(desk, world, NOUR, hours=1)
    actions.answer(desk.conversation(NOUR), text="Encore", actor=world.claire, now=desk.clock())
    assert Answer.objects.filter(waited_since__isnull=False).count() == 1


def test_the_page_says_it(
    desk: Desk, world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.inbox.views.promptness.utc_now", desk.clock)
    User.objects.update(language="en")
    client.force_login(world.claire)
    page = client.get("/inbox/delays/").content.decode()
    assert "No answer yet" in page
    answered_after(desk, world, NOUR, minutes=35)
    page = client.get("/inbox/delays/").content.decode()
    assert "35 min" in page
    assert "few: read with care" in page
    assert "promised opening hours or open days, by the clock where you promised that" in page


def test_another_workspace_counts_none_of_it(desk: Desk, world: World) -> None:
    answered_after(desk, world, NOUR, hours=1)
    assert promptness(world.garage, now=desk.clock()).whole.number == 0


def test_what_never_left_was_no_answer(desk: Desk, world: World) -> None:
    desk.hear(said())
    actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
    Delivery.objects.update(status="failed", reason="refused")
    assert promptness(world.atelier, now=desk.clock()).whole.number == 0


def test_the_promise_is_that_of_what_pressed_most(desk: Desk, world: World) -> None:
    now = desk.clock()
    desk.hear(said("f1", ILL, created_at=now), said("f2", "Merci", created_at=now))
    answered_after_all(desk, world, hours=3)
    danger = promptness(world.atelier, now=desk.clock()).by_kind[0]
    assert (danger.kind, danger.number, danger.in_time) == (Kind.DANGER, 1, 0)
