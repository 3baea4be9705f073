from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from beffroi.core.models import AuditEntry
from beffroi.links.addressing import NotAnAddress
from beffroi.links.models import Link, VisitCount
from beffroi.links.rules import Device, Visitor
from beffroi.publishing.models import Post
from beffroi.relays import actions, queries
from beffroi.relays.actions import BadDay, NotOurs, TooManyProposals
from beffroi.relays.models import Board, Proposal
from beffroi.relays.rules import OPEN_MAX, TOLD_MAX
from beffroi.relays.tests.conftest import TODAY, Propose
from tests.clock import FrozenClock
from tests.world import World


def test_the_same_form_sent_twice_proposes_once(propose: Propose, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://social.atelier-martin.fr"
    key = uuid.uuid4()
    assert propose(key=key) == propose(key=key)
    assert (Proposal.objects.count(), Link.objects.count()) == (1, 1)


def test_the_same_form_sent_twice_is_no_sixth(propose: Propose) -> None:
    key = uuid.uuid4()
    for number in range(OPEN_MAX - 1):
        propose(f"Words {number}")
    assert propose(key=key) == propose(key=key)


def test_a_form_that_is_sent_again_with_other_words_proposes_them(propose: Propose) -> None:
    key = uuid.uuid4()
    first, second = propose(key=key), propose("Three apprentices for September", key=key)
    assert (first.words, second.words) == (
        "Two apprentices for September",
        "Three apprentices for September",
    )


def test_a_form_that_is_sent_again_after_its_withdrawal_proposes_anew(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    key = uuid.uuid4()
    actions.withdraw(propose(key=key), actor=world.claire, now=clock())
    assert propose(key=key).ended_at is None


def test_a_form_that_was_sent_in_another_company_before_proposes_here_too(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    row = propose()
    wish = actions.Wish(key=row.form_key, words=row.words, page=row.page, last_day=row.last_day)
    made = actions.propose(world.flowers, wish, actor=world.claire, now=clock())
    assert made.workspace == world.flowers


def test_at_most_five_are_open_and_one_that_is_over_makes_room(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    for number in range(OPEN_MAX):
        propose(f"Words {number}")
    with pytest.raises(TooManyProposals):
        propose()
    clock.now += timedelta(days=1)
    propose(last_day=TODAY + timedelta(days=1))
    assert [row.proposal.last_day for row in queries.open_rows(world.atelier, now=clock())] == [
        TODAY + timedelta(days=1)
    ]
    assert len(queries.ended_rows(world.atelier, now=clock())) == OPEN_MAX


def test_the_database_refuses_a_sixth(world: World, propose: Propose, clock: FrozenClock) -> None:
    row = propose()
    copied = {"workspace": world.atelier, "words": "x", "page": "y", "last_day": TODAY}
    for place in (row.place, 0, OPEN_MAX + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(**copied, place=place, made_at=clock())


def test_the_last_day_counts_in_the_zone_of_the_company(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    propose(last_day=TODAY)
    clock.now = clock.now.replace(hour=21, minute=59)  # a minute to midnight in Paris
    assert queries.open_rows(world.atelier, now=clock())
    clock.now += timedelta(minutes=1)
    assert not queries.open_rows(world.atelier, now=clock())


@pytest.mark.parametrize("days", [-1, 61])
def test_a_day_that_is_over_or_far_is_refused(propose: Propose, days: int) -> None:
    with pytest.raises(BadDay):
        propose(last_day=TODAY + timedelta(days=days))
    assert not Proposal.objects.exists()


def test_the_post_of_another_workspace_is_refused(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    post = Post.objects.create(
        workspace=world.flowers, text="Roses", created_at=clock(), changed_at=clock()
    )
    with pytest.raises(NotOurs):
        propose(post=post)


@pytest.mark.parametrize("page", ["", "javascript:alert(1)", "ftp://a.example", "chez nous"])
def test_what_is_no_page_is_refused(propose: Propose, page: str) -> None:
    with pytest.raises(NotAnAddress):
        propose(page=page)
    assert not Proposal.objects.exists()
    assert not Link.objects.exists()


def test_visits_are_counted_by_a_short_link_where_the_world_can_follow_it(
    world: World, propose: Propose, clock: FrozenClock, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://social.atelier-martin.fr"
    row = propose()
    assert row.link is not None
    assert "utm_campaign=relays" in row.link.target
    for visitor in (Visitor.PERSON, Visitor.ROBOT):
        VisitCount.objects.create(
            link=row.link, day=TODAY, visitor=visitor.value, device=Device.PHONE.value, visits=3
        )
    assert [one.visits for one in queries.open_rows(world.atelier, now=clock())] == [3]


def test_without_a_public_address_nothing_says_that_visits_are_counted(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    propose()
    assert [one.visits for one in queries.open_rows(world.atelier, now=clock())] == [None]


def test_withdrawing_is_undone_and_a_link_that_was_shared_goes_on(
    world: World, propose: Propose, clock: FrozenClock, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://social.atelier-martin.fr"
    row = propose()
    actions.withdraw(row, actor=world.claire, now=clock())
    assert not queries.open_rows(world.atelier, now=clock())
    assert row.link is not None
    row.link.refresh_from_db()
    assert row.link.stopped_at is None
    actions.bring_back(row, actor=world.claire, now=clock())
    assert queries.open_rows(world.atelier, now=clock())
    actions.bring_back(row, actor=world.claire, now=clock())  # twice is once
    assert Proposal.objects.filter(place__isnull=False).count() == 1


def test_what_is_over_is_not_brought_back(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    row = propose()
    actions.withdraw(row, actor=world.claire, now=clock())
    clock.now += timedelta(days=1)
    with pytest.raises(BadDay):
        actions.bring_back(row, actor=world.claire, now=clock())


def test_shares_are_counted_without_anybody_and_in_bounds(propose: Propose) -> None:
    row = propose()
    actions.tell_share(row)
    row.refresh_from_db()
    assert row.shares_told == 1
    Proposal.objects.update(shares_told=TOLD_MAX)
    actions.tell_share(row)
    row.refresh_from_db()
    assert row.shares_told == TOLD_MAX


def test_a_new_address_makes_the_old_one_lead_nowhere(
    world: World, board: Board, clock: FrozenClock
) -> None:
    assert queries.public_board(board.address) == board
    actions.move_board(board, actor=world.claire, now=clock())
    assert queries.public_board(board.address) is None
    board.refresh_from_db()
    assert queries.public_board(board.address) == board
    actions.close_board(board, actor=world.claire, now=clock())
    assert queries.public_board(board.address) is None


def test_the_last_month_is_what_others_may_count(
    world: World, propose: Propose, clock: FrozenClock, django_assert_num_queries: Any
) -> None:
    row = propose()
    actions.tell_share(row)
    with django_assert_num_queries(1):
        assert queries.recent(world.atelier, now=clock()) == queries.Recent(1, 1)
    later = clock() + queries.RECENT
    assert queries.recent(world.atelier, now=later) == queries.Recent(0, 0)


def test_each_gesture_is_on_record(
    world: World, board: Board, propose: Propose, clock: FrozenClock
) -> None:
    row = propose()
    actions.withdraw(row, actor=world.claire, now=clock())
    actions.bring_back(row, actor=world.claire, now=clock())
    wish = actions.Settings("en", "I work there.")
    actions.change_board(board, wish, actor=world.claire, now=clock())
    done = AuditEntry.objects.values_list("action", flat=True)
    wanted = {"board.opened", "board.changed"}
    wanted |= {f"proposal.{what}" for what in ("made", "withdrawn", "returned")}
    assert wanted <= set(done)
