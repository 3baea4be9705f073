from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.sales.contests import rules
from beffroi.sales.contests.rules import Doubt, LeftOut, Prize, Typed

BEGIN = datetime(2026, 12, 1, 8, tzinfo=UTC)
END = BEGIN + timedelta(days=7)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoé  Durand", "zoe durand"),
        ("@LaBoulange", "laboulange"),
        (" Émile ", "émile"),
        ("ＭＡＲＩＥ", "marie"),
    ],
)
def test_one_person_written_twice_is_one(one: str, other: str) -> None:
    assert rules.key_of(one) == rules.key_of(other)


def test_others_stay_others() -> None:
    assert rules.key_of("Marie Martin") != rules.key_of("Marie Martin (Douai)")


def test_a_pasted_list_has_one_a_line() -> None:
    text = "Zoé Durand; zoe@example.org\n\n  @boulange \n ; nobody\nMarie\tmarie@example.org"
    assert rules.pasted(text) == [
        Typed("Zoé Durand", "zoe@example.org"),
        Typed("@boulange"),
        Typed("Marie", "marie@example.org"),
    ]


def test_names_beyond_the_list_are_named() -> None:
    assert rules.too_long([Typed("x" * 121), Typed("Marie")]) == ["x" * 40 + "…"]
    assert rules.too_long([Typed("ﷺ" * 6), Typed("ﷺ" * 7)]) == ["ﷺ" * 7 + "…"]


@pytest.mark.parametrize(
    ("at", "key", "why"),
    [
        (BEGIN, "marie", None),
        (BEGIN - timedelta(seconds=1), "marie", LeftOut.EARLY),
        (END - timedelta(seconds=1), "marie", None),
        (END, "marie", LeftOut.LATE),
        (BEGIN, "zoe", LeftOut.TWICE),
        (BEGIN, "karim", LeftOut.COLLEAGUE),
        (END, "zoe", LeftOut.LATE),
    ],
)
def test_an_entry_counts_or_says_why_not(at: datetime, key: str, why: LeftOut | None) -> None:
    found = rules.left_out(
        key, at=at, begins_at=BEGIN, ends_at=END, colleagues={"karim"}, known={"zoe"}
    )
    assert found is why


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Commentez notre publication.", []),
        ("Partagez cette publication.", [Doubt.SHARE]),
        ("Identifiez deux amis en commentaire.", [Doubt.SHARE]),
        ("Tag a friend to win.", [Doubt.SHARE]),
        ("Share this post and buy a cake.", [Doubt.SHARE, Doubt.PAY]),
        ("Pour tout achat d’un pain.", [Doubt.PAY]),
        ("Sans obligation d’achat.", []),
        ("No purchase necessary.", []),
        ("Inutile de partager ou d’acheter.", []),
        ("Ne partagez rien. Achetez un pain.", [Doubt.PAY]),
    ],
)
def test_what_networks_and_the_law_would_not_have_is_doubted(
    words: str, found: list[Doubt]
) -> None:
    assert rules.doubts(words) == found


def test_prizes_are_given_in_their_order() -> None:
    prizes = (Prize("box", 4500), Prize("cake", 1800, 2))
    assert rules.prize_count(prizes) == 3
    assert rules.total_value(prizes) == 8100
    won = [rules.prize_of(prizes, place=place) for place in (1, 2, 3, 4)]
    assert [one and one.what for one in won] == ["box", "cake", "cake", None]
