from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.listening import setting_aside
from beffroi.listening.models import Mention, Watch
from beffroi.listening.room import filters, listing, marking
from beffroi.listening.room.filters import Filters, Period
from beffroi.listening.sought import Pair, Sought
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from tests.world import World

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def brand(world: World) -> Watch:
    return make_watch(world.atelier, "atelier martin", now=NOW)


def listed(world: World, **chosen: object) -> list[int]:
    page = listing.page(world.atelier, Filters().but(**chosen), now=NOW)
    return [row.mention.pk for row in page.rows]


def test_a_list_is_walked_through_without_a_gap_or_a_repeat(
    world: World, brand: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    made = [speak(world.atelier, brand, at=NOW - timedelta(hours=n // 2)).pk for n in range(8)]
    seen: list[int] = []
    after = None
    while True:
        page = listing.page(world.atelier, Filters(), now=NOW, after=after)
        seen += [row.mention.pk for row in page.rows]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(made)
    assert [made.index(pk) // 2 for pk in seen] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_each_filter_keeps_what_it_says(world: World, brand: Watch) -> None:
    other = make_watch(world.atelier, "levain", now=NOW, subject="product")
    plain = speak(world.atelier, brand, at=NOW)
    special = speak(
        world.atelier, other, at=NOW - timedelta(days=9), tone="negative", intent="question",
        network="mastodon", language="en",
    )  # fmt: skip
    unsure = speak(world.atelier, brand, at=NOW, tone="negative", wants_check=True, language="")
    old = speak(world.atelier, brand, at=NOW - timedelta(days=60))
    assert listed(world) == [unsure.pk, plain.pk, special.pk]
    assert listed(world, period=Period.WEEK) == [unsure.pk, plain.pk]
    assert listed(world, period=Period.ALL)[-1] == old.pk
    for chosen in (
        {"watch": other.pk},
        {"tone": "negative"},  # what is unsure is in no tone
        {"intent": "question"},
        {"network": "mastodon"},
        {"language": "en"},
    ):
        assert listed(world, **chosen) == [special.pk], chosen
    assert listed(world, language="other") == [unsure.pk]
    assert listed(world, tone="check") == [unsure.pk]
    assert filters.read({"check": "1", "tone": "negative"}).tone == "check"


def test_mentions_that_say_the_same_are_one_row_with_their_number(
    world: World, brand: Watch
) -> None:
    first = speak(world.atelier, brand, at=NOW - timedelta(hours=5))
    copies = [
        speak(
            world.atelier, brand, at=NOW - timedelta(hours=n), first=first,
            network="mastodon" if n else "bluesky",
        )
        for n in range(3)
    ]  # fmt: skip
    alone = speak(world.atelier, brand, at=NOW - timedelta(hours=4))
    page = listing.page(world.atelier, Filters(), now=NOW)
    assert [(row.mention.pk, row.alike) for row in page.rows] == [(copies[0].pk, 3), (alone.pk, 0)]
    # Of what a filter leaves, the newest stands for all.
    assert listed(world, network="mastodon") == [copies[1].pk]
    whole = [*(one.pk for one in copies), first.pk]
    assert listed(world, group=first.pk) == whole


def test_what_is_set_aside_leaves_with_its_like_and_comes_back(world: World, brand: Watch) -> None:
    first = speak(world.atelier, brand, at=NOW - timedelta(hours=5))
    copy = speak(world.atelier, brand, at=NOW, first=first)
    other = speak(world.atelier, brand, at=NOW - timedelta(hours=1))
    assert setting_aside.set_aside(copy, by=world.claire, now=NOW) == 2
    assert listed(world) == [other.pk]
    assert listed(world, set_aside=True) == [copy.pk]
    assert Mention.objects.get(pk=first.pk).set_aside_by == world.claire
    assert setting_aside.take_back(first) == 2
    assert listed(world) == [copy.pk, other.pk]


def test_another_workspace_is_never_listed(world: World, brand: Watch) -> None:
    elsewhere = make_watch(world.flowers, "fleurs", now=NOW)
    theirs = speak(world.flowers, elsewhere, at=NOW)
    assert listed(world) == []
    assert listed(world, watch=elsewhere.pk) == []
    assert listed(world, group=theirs.pk) == []
    assert listing.some(world.atelier, [theirs.pk]) == []


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"period": "7", "watch": "3", "tone": "negative", "intent": "lead"},
        {"tone": "check", "network": "bluesky", "language": "other", "aside": "1", "group": "9"},
    ],
)
def test_an_address_keeps_its_filters(query: dict[str, str]) -> None:
    assert filters.read(query).query == "&".join(f"{name}={value}" for name, value in query.items())


def test_what_cannot_be_read_of_an_address_is_passed_over() -> None:
    odd = {"period": "x", "watch": "1e9", "tone": "'", "network": "a.b", "language": "de"}
    assert filters.read(odd) == Filters()


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("L’Atelier Martin de Douai", Sought(any_of=("atelier martin",)), ["Atelier Martin"]),
        ("#Levain et levains", Sought(any_of=("#levain",)), ["Levain", "levains"]),
        (
            "Vu chez @martin.bsky.example",
            Sought(all_of=("@martin.bsky.example",)),
            ["martin.bsky.example"],
        ),
        ("Pain froid, pain dur", Sought(near=(Pair("pain", "dur"),)), ["Pain", "pain", "dur"]),
        (
            "ATELIER-MARTIN martin",
            Sought(any_of=("martin", "atelier martin")),
            ["ATELIER-MARTIN", "martin"],
        ),
        ("Rien de tout cela", Sought(any_of=("atelier",)), []),
        ("面包很好", Sought(any_of=("面包",)), ["面包"]),
    ],
)
def test_the_words_of_a_watch_are_marked(text: str, sought: Sought, found: list[str]) -> None:
    pieces = marking.marked(text, sought.wanted)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_found] == found


def test_a_long_message_is_cut_between_words() -> None:
    pieces = marking.marked("pain " * 500, ["pain"])
    text = "".join(piece.text for piece in pieces)
    assert text.endswith("pain…")
    assert len(text) <= marking.SHOWN_MAX + 1
