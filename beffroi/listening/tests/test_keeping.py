from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.inbox.people.who import Who
from beffroi.listening import retention, rules
from beffroi.listening.forgetting import forget_accounts, forget_posts
from beffroi.listening.keeping import keep
from beffroi.listening.models import (
    Catch,
    Competitor,
    CompetitorPost,
    Mention,
    Surplus,
    Watch,
)
from beffroi.listening.people import Mentions
from beffroi.listening.preparing import Caught
from beffroi.listening.signals import mentions_kept
from beffroi.listening.tests.makers import make_watch, post
from beffroi.networks.listening import PublicPost
from tests.clock import FrozenClock
from tests.world import World

QUEUE = "Une heure de file chez Martin ce samedi, et plus une seule baguette à la fin"


def caught(said: PublicPost, *watches: Watch) -> Caught:
    by_workspace: dict[int, list[int]] = {}
    for watch in watches:
        by_workspace.setdefault(watch.workspace_id, []).append(watch.pk)
    return Caught(said, by_workspace)


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock())


def test_what_is_heard_is_kept_and_understood(watch: Watch, clock: FrozenClock) -> None:
    assert keep([caught(post(1, QUEUE, now=clock()), watch)], now=clock()) == 1
    mention = Mention.objects.get()
    assert mention.text == QUEUE
    assert mention.tone == "negative"
    assert mention.language == "fr"
    assert mention.who == "Zoe"
    assert list(mention.catches.values_list("watch", flat=True)) == [watch.pk]


def test_hearing_twice_changes_nothing(watch: Watch, clock: FrozenClock) -> None:
    said = caught(post(1, QUEUE, now=clock()), watch)
    keep([said, said], now=clock())
    assert keep([said], now=clock()) == 0
    assert Mention.objects.count() == Catch.objects.count() == 1


def test_each_workspace_has_its_own_row(world: World, watch: Watch, clock: FrozenClock) -> None:
    other = make_watch(world.flowers, "baguette", now=clock())
    second = make_watch(world.atelier, "file", now=clock())
    said = post(1, QUEUE, now=clock())
    assert keep([caught(said, watch, other), caught(said, second)], now=clock()) == 2
    ours = Mention.objects.get(workspace=world.atelier)
    assert set(ours.catches.values_list("watch", flat=True)) == {watch.pk, second.pk}


def test_an_edit_is_followed_and_an_older_copy_is_not(watch: Watch, clock: FrozenClock) -> None:
    said = post(1, QUEUE, now=clock())
    keep([caught(said, watch)], now=clock())
    edited = replace(said, text="Finalement, merci !", edited_at=clock() + timedelta(minutes=2))
    clock.advance(minutes=5)
    keep([caught(edited, watch)], now=clock())
    keep([caught(said, watch)], now=clock())
    mention = Mention.objects.get()
    assert (mention.text, mention.tone) == ("Finalement, merci !", "positive")


def test_what_is_deleted_goes_and_never_comes_again(watch: Watch, clock: FrozenClock) -> None:
    said = post(1, QUEUE, now=clock())
    keep([caught(said, watch)], now=clock())
    assert forget_posts("bluesky", [said.remote_id, "at://another"], now=clock()) == 1
    assert keep([caught(said, watch)], now=clock()) == 0
    mention = Mention.objects.get()
    assert (mention.text, mention.author_id, mention.url, mention.who) == ("", "", "", "")
    assert not Catch.objects.exists()


def test_a_closed_account_takes_all_its_words_along(watch: Watch, clock: FrozenClock) -> None:
    keep([caught(post(one, f"{QUEUE} {one}", now=clock()), watch) for one in (1, 2)], now=clock())
    keep([caught(post(3, "Martin !", now=clock(), author="ana"), watch)], now=clock())
    assert forget_accounts("bluesky", ["did:plc:zoe", ""], now=clock()) == 2
    assert Mention.objects.there().get().who == "Ana"


def test_a_closed_account_takes_its_words_along_though_names_are_gone(
    watch: Watch, clock: FrozenClock
) -> None:
    keep([caught(post(1, QUEUE, now=clock()), watch)], now=clock())
    keep([caught(post(2, "Martin", now=clock(), author="zoey"), watch)], now=clock())
    theirs = ("zoe", "zoey")
    clock.advance(days=91)
    retention.unname(now=clock())
    rival = Competitor.objects.create(
        workspace=watch.workspace, name="Delattre", watch=watch, added_at=clock()
    )
    for author in theirs:
        said = post(3, "Tarte", now=clock(), author=author)
        CompetitorPost.objects.create(
            competitor=rival, network="bluesky", remote_id=said.remote_id, format="text",
            written_at=clock(), seen_at=clock(),
        )  # fmt: skip
    assert forget_accounts("bluesky", ["did:plc:zoe"], now=clock()) == 1
    assert Mention.objects.there().get().text == "Martin"
    assert "zoey" in CompetitorPost.objects.get().remote_id


@pytest.mark.parametrize("broken", ["\0", "\ud800", "x" * 150_000], ids=["nul", "half", "long"])
def test_ids_that_can_be_none_are_passed_by_and_the_others_honoured(
    watch: Watch, broken: str, clock: FrozenClock
) -> None:
    posts = [post(one, "Martin", now=clock(), author=f"a{one}") for one in range(3)]
    keep([caught(one, watch) for one in posts[:2]], now=clock())
    clock.advance(days=91)
    retention.unname(now=clock())
    keep([caught(posts[2], watch)], now=clock())
    begins = f"did:plc:{broken}"
    assert forget_posts("bluesky", [f"at://{begins}/1", posts[0].remote_id], now=clock()) == 1
    assert forget_accounts("bluesky", [begins, "did:plc:a1"], now=clock()) == 1
    assert Mention.objects.there().get().remote_id == posts[2].remote_id


def test_the_oldest_copy_stands_for_the_others_once_the_first_is_gone(
    watch: Watch, clock: FrozenClock
) -> None:
    posts = [post(one, f"{QUEUE} {'!' * one}", now=clock(), author=f"a{one}") for one in range(4)]
    for one in posts:
        keep([caught(one, watch)], now=clock())
    forget_posts("bluesky", [posts[0].remote_id, posts[1].remote_id], now=clock())
    head = Mention.objects.there().get(first__isnull=True)
    assert head.remote_id == posts[2].remote_id
    assert head.alike.get().remote_id == posts[3].remote_id
    Mentions().erase(Who(watch.workspace_id, "bluesky", "", "did:plc:a2"), now=clock())
    assert Mention.objects.there().get().first is None


def test_copies_are_grouped_under_the_first(watch: Watch, clock: FrozenClock) -> None:
    keep([caught(post(1, QUEUE, now=clock()), watch)], now=clock())
    first = Mention.objects.get()
    copies = [post(2, f"{QUEUE} !!", now=clock()), post(3, f"RT {QUEUE}", now=clock())]
    keep([caught(one, watch) for one in copies], now=clock())
    other = post(4, "Martin a rouvert, avec des croissants tout frais ce matin", now=clock())
    shared = post(5, "", now=clock(), repeats=other.remote_id)
    keep([caught(other, watch)], now=clock())
    keep([caught(shared, watch)], now=clock())
    heads = Mention.objects.filter(first__isnull=True)
    assert {head.remote_id[-4:]: head.alike.count() for head in heads} == {"0001": 2, "0004": 1}
    assert first in heads


def test_copies_that_come_together_are_grouped_too(watch: Watch, clock: FrozenClock) -> None:
    posts = [post(one, f"{QUEUE} {'!' * one}", now=clock()) for one in range(1, 4)]
    keep([caught(one, watch) for one in posts], now=clock())
    head = Mention.objects.get(first__isnull=True)
    assert head.remote_id.endswith("0001")
    assert head.alike.count() == 2


def test_an_hour_too_full_is_counted_but_not_kept(
    watch: Watch, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "KEPT_PER_HOUR", 3)
    quiet = [post(one, f"Martin {one}", now=clock()) for one in range(5)]
    loud = post(9, "Martin : ma fille a été hospitalisée, intoxication", now=clock())
    assert keep([caught(one, watch) for one in [*quiet, loud]], now=clock()) == 4
    keep([caught(post(10, "Martin encore", now=clock()), watch)], now=clock())
    assert Surplus.objects.get().missed == 3
    keep([caught(one, watch) for one in [*quiet, loud]], now=clock())  # a stream is resumed
    assert Surplus.objects.get().missed == 3
    assert Mention.objects.filter(urgency="health").exists()
    later = clock() + timedelta(hours=1)
    assert keep([caught(post(11, "Martin", now=later), watch)], now=later) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"remote_id": ""},
        {"remote_id": "x" * 600},
        {"remote_id": "a\0b"},
    ],
)
def test_an_id_that_is_none_is_passed_over(
    watch: Watch, clock: FrozenClock, odd: dict[str, Any]
) -> None:
    good = post(1, QUEUE, now=clock())
    bad = replace(good, **odd)
    assert keep([caught(bad, watch), caught(good, watch)], now=clock()) == 1


def test_dates_and_addresses_of_strangers_are_brought_to_reason(
    watch: Watch, clock: FrozenClock
) -> None:
    late = clock() + timedelta(days=4000)
    said = post(1, "Martin \0 \ud83d", now=late, url="javascript:alert(1)")
    keep([caught(said, watch)], now=clock())
    mention = Mention.objects.get()
    assert mention.written_at == clock()
    assert mention.url == ""
    assert "\0" not in mention.text


def test_others_are_told_inside_the_transaction(watch: Watch, clock: FrozenClock) -> None:
    told = []

    def hear(*, mentions: list[Mention], **_more: Any) -> None:
        told.append([row.pk for row in mentions])

    mentions_kept.connect(hear)
    try:
        keep([caught(post(1, QUEUE, now=clock()), watch)], now=clock())
        keep([caught(post(1, QUEUE, now=clock()), watch)], now=clock())
    finally:
        mentions_kept.disconnect(hear)
    assert told == [[Mention.objects.get().pk]]
