from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.inbox import erasing
from beffroi.inbox.models import Erasure, Feedback, Suppression
from beffroi.inbox.people import erasure, export, holders, keeping, ledger, suppression
from beffroi.inbox.people.who import Who
from beffroi.inbox.tests.desk import US
from beffroi.sales.contests import deciding, drawing, entering, gathering, queries, taking
from beffroi.sales.contests.picking import Conditions, Judged, Why
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import LeftOut, Typed
from beffroi.sales.contests.tests.commented import carried, comment
from beffroi.sales.contests.tests.conftest import again
from beffroi.sales.contests.tests.test_pages import Browse, browse, text
from beffroi.sales.models import Contest, ContestEntry
from tests.clock import FrozenClock
from tests.world import World

__all__ = ["browse"]
EACH_ONCE = Conditions()
CANARY = "zorglubique"
pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(contest: Contest, clock: FrozenClock) -> Channel:
    return carried(contest, now=clock())


def look(contest: Contest, conditions: Conditions = EACH_ONCE) -> list[Judged]:
    return gathering.look(contest, gathering.places_of(contest), conditions)


def take(
    contest: Contest, world: World, clock: FrozenClock, conditions: Conditions = EACH_ONCE
) -> int:
    shown = sum(one.why is None for one in look(contest, conditions))
    return taking.take(contest, conditions, shown=shown, actor=world.claire, now=clock())


def person(world: World, name: str = CANARY) -> Who:
    return Who(world.atelier.pk, "bluesky", "", f"did:plc:{name}000000000")


def erase(who: Who, world: World, clock: FrozenClock) -> Erasure:
    row = erasure.ask(who, actor=world.claire, now=clock())
    clock.advance(minutes=11)
    erasure.erase_due(row.pk, clock=clock)
    row.refresh_from_db()
    return row


def tables_with_the_canary() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(CANARY in str(row).lower() for row in cursor.fetchall()):
                found.append(table)
    return found


def test_comments_under_the_post_become_entries_once(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    comment(channel, "nour", at=clock.advance(hours=1))
    comment(channel, "odile", at=clock.advance(hours=1))
    comment(channel, "paul", at=clock(), root_id="another-post", parent_id="another-post")
    assert [one.why for one in look(contest)] == [None, None, Why.TWICE]
    assert take(contest, world, clock) == 2
    names = list(contest.entries.values_list("name", "left_out", "contact"))
    assert [name for name, *_ in names] == ["@odile.example", "@nour.example"]
    assert all(contact.startswith("https://network.example/") for *_, contact in names)
    assert take(contest, world, clock) == 0
    comment(channel, "ines", at=clock.advance(hours=1))
    assert take(contest, world, clock) == 1


def test_each_comment_counts_where_that_is_chosen(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    for _ in range(3):
        comment(channel, "odile", at=clock.advance(hours=1))
    every = Conditions(is_once=False)
    assert take(contest, world, clock, every) == 3
    assert take(contest, world, clock, every) == 0
    assert queries.counts_of(contest).counted == 3


def test_what_was_shown_is_what_is_taken(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    with pytest.raises(CannotGoOn) as refused:
        taking.take(contest, Conditions(), shown=2, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.COMMENTS_CHANGED
    assert not contest.entries.exists()


def test_deleted_hidden_own_and_late_comments_stay_out(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    for who in ("odile", "nour"):
        comment(channel, who, at=clock.advance(hours=1), remote_id=who)
    Feedback.objects.filter(remote_id="odile").wipe(deleted_at=clock())
    Feedback.objects.filter(remote_id="nour").update(is_hidden=True)
    comment(channel, "zoe", at=clock.advance(hours=1), remote_id="zoe")
    Feedback.objects.filter(remote_id="zoe").update(author_id=US.account_id)
    assert contest.ends_at
    clock.now = contest.ends_at
    comment(channel, "paul", at=clock())
    assert {one.why for one in look(contest)} == {Why.GONE, Why.HIDDEN, Why.OURS, Why.LATE}
    assert take(contest, world, clock) == 0


def test_a_closed_list_takes_no_comment(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    comment(channel, "nour", at=clock.advance(hours=1))
    clock.advance(days=8)
    deciding.freeze(contest, actor=world.claire, now=clock())
    with pytest.raises(CannotGoOn) as refused:
        take(contest, world, clock)
    assert refused.value.problem is Problem.FIXED
    assert contest.entries.count() == 1


def test_whoever_was_left_out_by_hand_does_not_come_back_by_another_comment(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    entry = contest.entries.get()
    entering.leave_out(entry, why=LeftOut.COLLEAGUE, actor=world.claire, now=clock())
    comment(channel, "odile", at=clock.advance(hours=1))
    assert take(contest, world, clock) == 0
    assert take(contest, world, clock, Conditions(is_once=False)) == 0


def test_a_name_that_is_typed_later_meets_its_comment(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    typed = [Typed("@Odile.example")]
    (made,) = entering.add(contest, typed, entered_at=clock(), actor=world.claire, now=clock())
    assert made.left_out == LeftOut.TWICE.value
    entering.judge_again(contest)
    assert queries.counts_of(contest).counted == 1


def test_a_person_erased_from_the_inbox_is_nowhere_and_the_draw_can_still_be_checked(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    for who in (CANARY, "odile", "nour"):
        comment(channel, who, at=clock.advance(hours=1))
    take(contest, world, clock)
    clock.advance(days=8)
    deciding.freeze(contest, actor=world.claire, now=clock())
    before = queries.digests_of(contest)
    assert "sales_contestentry" in tables_with_the_canary()
    receipt = erase(person(world), world, clock)
    assert (receipt.state, receipt.words) == ("done", 2)
    assert tables_with_the_canary() == []
    assert queries.digests_of(contest) == before
    drawn = deciding.draw(again(contest), actor=world.claire, now=clock())
    assert drawing.list_digest(before) == drawn.list_digest
    ranks = {one.digest: one.rank for one in drawing.draw(before, seed=drawn.seed)}
    assert dict(contest.entries.values_list("digest", "rank")) == ranks
    assert contest.entries.filter(name="").count() == 1


def test_erased_before_the_closing_they_are_not_drawn(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    for who in (CANARY, "odile"):
        comment(channel, who, at=clock.advance(hours=1))
    take(contest, world, clock)
    erase(person(world), world, clock)
    assert contest.entries.get(name="").left_out == LeftOut.ASKED.value
    assert queries.counts_of(contest).counted == 1


def test_whoever_is_erased_from_the_contest_alone_is_not_taken_in_again(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    entering.erase(contest.entries.get(), actor=world.claire, now=clock())
    assert [one.why for one in look(contest)] == [Why.SILENT]
    assert take(contest, world, clock) == 0
    clock.advance(days=200)
    entering.erase_due(now=clock())
    assert not ContestEntry.objects.exclude(who="").exists()


def test_whoever_objects_is_no_entry(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    keeping.object_(person(world, "odile"), actor=world.claire, now=clock())
    assert contest.entries.get().name == ""
    assert [one.why for one in look(contest)] == [Why.SILENT]


def test_a_network_that_asks_has_the_entry_erased_too(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, CANARY, at=clock.advance(hours=1), text="Je joue")
    take(contest, world, clock)
    erasing.forget_person(channel, person(world).person_id, now=clock())
    assert contest.entries.get().name == ""


def test_what_a_backup_brings_back_is_erased_again(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, CANARY, at=clock.advance(hours=1))
    take(contest, world, clock)
    kept = list(ContestEntry.objects.values())
    erase(person(world), world, clock)
    ContestEntry.objects.all().delete()
    ContestEntry.objects.bulk_create(ContestEntry(**row) for row in kept)
    ledger.follow()
    erasure.erase_again(now=clock())
    assert "sales_contestentry" not in tables_with_the_canary()


def test_their_copy_says_in_which_contests_they_take_part(
    world: World, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1))
    take(contest, world, clock)
    who = person(world, "odile")
    assert holders.count(who) == 1
    (held,) = holders.told(who, is_allowed=True)
    assert ("Le coffret" in held.text, held.name) == (True, "@odile.example")
    assert holders.told(who, is_allowed=False)[0].left_out
    assert export is not None
    assert suppression.objecting(world.atelier.pk) == frozenset()
    assert not Suppression.objects.exists()


def test_the_page_shows_who_would_enter_and_takes_them(
    world: World, browse: Browse, contest: Contest, channel: Channel, clock: FrozenClock
) -> None:
    comment(channel, "odile", at=clock.advance(hours=1), text="Je joue #tarte <b>")
    comment(channel, "nour", at=clock.advance(hours=1))
    browser = browse(world.claire)
    address = reverse("contest_comments", args=[contest.offer_id])
    shown = text(browser.get(address))
    assert "Take 2 entries" in shown
    shown = text(browser.get(address, {"words_asked": "#tarte", "friends": "0"}))
    assert "Take 1 entry" in shown
    assert "Without the word asked for" in shown
    table = browser.get(
        reverse("contest_comments_table", args=[contest.offer_id]), {"words_asked": "#tarte"}
    )
    lines = table.getvalue().decode().splitlines()
    assert len(lines) == 3
    assert sum("Without the word" in line for line in lines) == 1
    given = {"each": "person", "words_asked": "#tarte", "friends": "0", "shown": "1"}
    assert browser.post(address, given).status_code == 302
    assert contest.entries.get().name == "@odile.example"
    assert "Take" not in text(browser.get(address, {"words_asked": "#tarte"}))


def test_the_page_asks_a_fixed_number_of_queries(
    world: World,
    contest: Contest,
    channel: Channel,
    clock: FrozenClock,
    django_assert_num_queries: object,
) -> None:
    for number in range(20):
        comment(channel, f"client{number}", at=clock.advance(minutes=1))
    with django_assert_num_queries(5):  # type: ignore[operator]
        look(contest)


def test_a_post_of_another_contest_is_not_looked_at(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    assert gathering.places_of(contest) == []
    assert look(contest) == []
    other = carried(contest, now=clock(), network="mastodon")
    comment(other, "odile", at=clock() + timedelta(hours=1))
    assert len(look(contest)) == 1
