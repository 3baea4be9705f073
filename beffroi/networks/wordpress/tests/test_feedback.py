from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beffroi.networks.errors import NotFound, PermissionLost, UnexpectedResponse
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.feedback_contract import walk
from beffroi.networks.wordpress.tests.world import WordPressWorld


@pytest.fixture
def ours(world: WordPressWorld) -> str:
    return str(world.channel().publish(world.post("Dites")).remote_id)


def test_a_held_comment_waits_for_us(world: WordPressWorld, ours: str) -> None:
    world.set_up(holds_comments=True)
    theirs = world.stranger_replies(ours, "Première visite")
    (found,) = world.channel().read_feedback(None).items
    assert (found.remote_id, found.is_held, found.is_hidden) == (theirs, True, True)
    world.channel().show(theirs)
    shown = world.channel().read_again([theirs])[theirs]
    assert (shown.is_held, shown.is_hidden) == (False, False)


def test_who_may_not_settle_comments_sees_the_public_ones(world: WordPressWorld, ours: str) -> None:
    channel = world.channel()
    public = world.stranger_replies(ours, 'L\'été, <3 "oui"...')
    world.set_up(holds_comments=True)
    held = world.stranger_replies(ours, "En attente")
    world.set_up(role="author")
    (found,) = channel.read_feedback(None).items
    assert (found.remote_id, found.text) == (public, "L’été, <3 “oui“…")
    assert not found.is_held
    assert [item.remote_id for item in channel.read_thread(ours)] == [public]
    assert set(channel.read_again([public, held])) == {public}
    for settle in (channel.hide, channel.show, channel.remove):
        with pytest.raises(PermissionLost):
            settle(held)


def test_what_the_filter_took_is_seen_once_somebody_frees_it(
    world: WordPressWorld, ours: str
) -> None:
    channel = world.channel()
    freed = world.stranger_replies(ours, "Pas un robot")
    world.act("spam", id=freed)
    world.simulator.clock.advance(timedelta(minutes=5))
    seen = world.stranger_replies(ours, "Vu")
    items, cursor = walk(channel)
    assert [item.remote_id for item in items] == [seen]
    world.act("approve", id=freed)
    items, _ = walk(channel, cursor)
    assert freed in [item.remote_id for item in items]


def test_spam_is_hidden_and_trash_is_gone(world: WordPressWorld, ours: str) -> None:
    channel = world.channel()
    spam = world.stranger_replies(ours, "Pilules")
    trash = world.stranger_replies(ours, "Oubliez")
    world.act("spam", id=spam)
    world.act("trash", id=trash)
    again = channel.read_again([spam, trash])
    assert (again[spam].is_hidden, again[spam].can_answer) == (True, False)
    assert again[trash] is None
    channel.hide(spam)
    assert channel.read_again([spam])[spam].is_hidden


def test_nothing_new_leaves_the_reading_where_it_is(world: WordPressWorld, ours: str) -> None:
    channel = world.channel()
    _, first = walk(channel)
    assert walk(channel, first) == ([], first)
    world.stranger_replies(ours, "Enfin")
    _, second = walk(channel, first)
    assert walk(channel, second)[1] == second


def test_many_comments_of_one_second_are_all_read(world: WordPressWorld, ours: str) -> None:
    channel = world.channel()
    world.simulator.clock.freeze()
    world.small_pages(3)
    expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(11)]
    items, _ = walk(channel)
    assert [item.remote_id for item in items] == expected


def test_a_comment_that_goes_between_two_pages_hides_no_other(
    world: WordPressWorld, ours: str
) -> None:
    channel = world.channel()
    world.small_pages(2)
    expected = []
    for n in range(6):
        expected.append(world.stranger_replies(ours, f"Réponse {n}"))
        world.let_time_pass()
    page = channel.read_feedback(None)
    world.stranger_deletes(expected[0])
    items, _ = walk(channel, page.cursor)
    assert [item.remote_id for item in (*page.items, *items)] == expected


def test_a_site_that_does_not_count_its_pages_is_read_whole(
    world: WordPressWorld, ours: str
) -> None:
    world.set_up(counts_pages=False)
    world.simulator.clock.freeze()
    expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(120)]
    items, _ = walk(world.channel())
    assert [item.remote_id for item in items] == expected
    assert len(world.channel().read_thread(ours)) == 120


def test_only_the_last_month_is_read_at_first(world: WordPressWorld, ours: str) -> None:
    world.stranger_replies(ours, "Il y a longtemps")
    world.simulator.clock.advance(timedelta(days=40))
    recent = world.stranger_replies(ours, "Hier")
    assert [item.remote_id for item in walk(world.channel())[0]] == [recent]


def test_a_thread_may_begin_at_a_comment(world: WordPressWorld, ours: str) -> None:
    top = world.stranger_replies(ours, "Question")
    world.stranger_replies(ours, "Autre chose")
    below = world.stranger_replies(top, "Précision")
    deeper = world.stranger_replies(below, "Encore")
    thread = world.channel().read_thread(top)
    assert [item.remote_id for item in thread] == [below, deeper]
    assert [item.parent_id for item in thread] == [top, below]


def test_the_thread_of_a_post_erased_for_ever_is_not_found(
    world: WordPressWorld, ours: str
) -> None:
    world.act("erase_post", id=ours)
    with pytest.raises(NotFound):
        world.channel().read_thread(ours)
    assert world.channel().read_again([ours]) == {ours: None}


def test_a_guest_stays_the_same_and_no_address_of_theirs_is_kept(
    world: WordPressWorld, ours: str
) -> None:
    for text in ("Un", "Deux"):
        world.stranger_replies(ours, text)
    one, two = world.channel().read_feedback(None).items
    assert one.author == two.author
    assert one.author.account_id.startswith("guest-")
    assert "@" not in repr(one.author)


def test_a_comment_that_is_malformed_hides_no_other(world: WordPressWorld) -> None:
    good = {"id": 9, "post": 5, "date_gmt": "2099-11-22T09:00:00", "content": {"raw": "Oui"}}
    world.answer_once("comments", [{"id": 8}, good, "x", {**good, "id": None}])
    items = world.channel().read_feedback(None).items
    assert [(item.remote_id, item.text, item.author.account_id) for item in items] == [
        ("comment-9", "Oui", "")
    ]


@pytest.mark.parametrize("cursor", ["", "[]", "{}", '{"after": 1, "seen": []}', "null", "x" * 999])
def test_a_cursor_that_is_not_ours_has_a_name(world: WordPressWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_settling_what_is_settled_calls_nothing_that_a_site_refuses(
    world: WordPressWorld, ours: str
) -> None:
    theirs = world.stranger_replies(ours, "Bonjour")
    world.channel().show(theirs)
    assert "settle" not in world.simulator.calls


_NEVER = {"id": 9, "post": 5, "date_gmt": "2999-01-01T00:00:00", "content": {"raw": "Demain"}}


def test_a_comment_dated_in_the_future_silences_no_later_one(
    world: WordPressWorld, ours: str
) -> None:
    channel = world.channel()
    world.answer_once("comments", [_NEVER])
    page = channel.read_feedback(None)
    assert [item.remote_id for item in page.items] == ["comment-9"]
    theirs = world.stranger_replies(ours, "Aujourd’hui")
    assert theirs in [item.remote_id for item in walk(channel, page.cursor)[0]]


def test_many_comments_dated_in_the_future_are_read_page_by_page(
    world: WordPressWorld, ours: str
) -> None:
    channel = world.channel()
    world.small_pages(2)
    theirs = [world.stranger_replies(ours, f"Réponse {n}") for n in range(5)]
    for one in world.simulator.state.comments.values():
        one.date += timedelta(days=9000)
    items, cursor = walk(channel)
    assert [item.remote_id for item in items] == theirs
    late = world.stranger_replies(ours, "Enfin")
    assert late in [item.remote_id for item in walk(channel, cursor)[0]]


@pytest.mark.parametrize("seen", [[], ["9"]])
def test_a_reading_that_a_date_in_the_future_had_silenced_goes_on(
    world: WordPressWorld, ours: str, seen: list[str]
) -> None:
    channel = world.channel()
    cursor = json.dumps({"after": "2998-12-31T00:00:00+00:00", "seen": seen})
    theirs = world.stranger_replies(ours, "Il y a quelqu’un ?")
    first, cursor = walk(channel, cursor)
    second, _ = walk(channel, cursor)
    assert theirs in [item.remote_id for item in (*first, *second)]


@pytest.mark.parametrize("number", ["abc", "-1", "1" * 5000, "٣"])
def test_a_comment_without_a_number_hides_no_other(
    world: WordPressWorld, ours: str, number: str
) -> None:
    channel = world.channel()
    good = {**_NEVER, "date_gmt": "2026-11-22T09:00:00"}
    for broken in ({"id": number}, {"post": number}):
        world.answer_once("comments", [{**good, **broken}, good])
        thread = channel.read_thread(ours)
        assert [item.remote_id for item in thread] == ["comment-9"]


def test_a_cursor_that_holds_no_number_forgets_it(world: WordPressWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Bonjour")
    cursor = json.dumps({"after": "2020-01-01T00:00:00+00:00", "seen": ["abc", "9" * 5000]})
    assert [item.remote_id for item in walk(world.channel(), cursor)[0]] == [theirs]


def test_a_number_of_pages_that_nobody_can_count_is_none(world: WordPressWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Bonjour")
    headers = {"X-WP-TotalPages": "9" * 5000}
    raw = {**_NEVER, "date_gmt": "2026-11-22T09:00:00"}
    fault = Fault(FaultKind.ERROR_BEFORE, status=200, body=json.dumps([raw]), headers=headers)
    world.simulator.faults.add("comments", fault)
    assert not world.channel().read_feedback(None).has_more
    assert theirs in [item.remote_id for item in world.channel().read_feedback(None).items]
