from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.contests.picking import (
    Comment,
    Conditions,
    Known,
    Person,
    Setting,
    Why,
    entry_key,
    friends_in,
    holds_word,
    judge,
    plain_name,
)
from beffroi.sales.contests.rules import NAME_MAX
from beffroi.sales.contests.tests.commented import told

BEGIN = datetime(2026, 9, 14, 7, 0, tzinfo=UTC)
END = BEGIN + timedelta(days=7)
OPEN = Setting(begins_at=BEGIN, ends_at=END)
DURING = BEGIN + timedelta(days=1)


def why(comment: Comment, setting: Setting = OPEN, **conditions: object) -> Why | None:
    asked = Conditions(**conditions)  # type: ignore[arg-type]
    return judge([comment], conditions=asked, setting=setting)[0].why


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, None),
        ({"is_ours": True}, Why.OURS),
        ({"is_gone": True}, Why.GONE),
        ({"is_hidden": True}, Why.HIDDEN),
        ({"person": Person("facebook", "", "")}, Why.NAMELESS),
        ({"name": "", "handle": ""}, Why.NAMELESS),
        ({"name": "Karim"}, Why.COLLEAGUE),
        ({"at": BEGIN - timedelta(seconds=1)}, Why.EARLY),
        ({"at": BEGIN}, None),
        ({"at": END - timedelta(microseconds=1)}, None),
        ({"at": END}, Why.LATE),
        ({"edited_at": END}, None),
    ],
)
def test_a_comment_is_an_entry_or_says_why_not(
    more: dict[str, object], expected: Why | None
) -> None:
    setting = Setting(begins_at=BEGIN, ends_at=END, colleagues=frozenset({"karim"}))
    values = {"at": DURING} | more
    assert why(told(1, "odile", **values), setting) is expected  # type: ignore[arg-type]


def test_a_comment_that_was_changed_after_the_end_proves_no_word() -> None:
    late = told(1, "odile", at=DURING, edited_at=END, text="tarte")
    assert why(late, words=("tarte",)) is Why.EDITED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Je joue #Noël", True),
        ("NOEL !", True),
        ("@noel", True),
        ("#Noël2026", False),
        ("noelle", False),
        ("", False),
    ],
)
def test_a_word_is_found_whatever_its_accents(text: str, found: bool) -> None:
    assert holds_word(text, ["noël"]) is found


def test_a_hashtag_that_is_asked_for_is_no_mere_word() -> None:
    assert holds_word("Vive #tarte", ["#tarte"])
    assert not holds_word("Vive la tarte", ["#tarte"])
    assert why(told(1, "odile", at=DURING), words=("#tarte",)) is Why.NO_WORD


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("@nour.example @NOUR.example, @paul.example.", 2),
        ("@us.example @odile.example je joue", 0),
        ("@us @nour@piaille.fr", 1),
        ("nour@example.org", 0),
        ("https://example.org/@nour", 0),
        ("@", 0),
    ],
)
def test_friends_are_counted_once_without_us_nor_the_author(text: str, number: int) -> None:
    own = {"us.example", "us@piaille.fr"}
    assert friends_in(text, own=own, author="odile.example") == number


def test_friends_are_asked_for_only_where_words_tell_them() -> None:
    alone = told(1, "odile", at=DURING)
    assert why(alone, friends=1) is Why.FEW_FRIENDS
    elsewhere = told(1, "odile", at=DURING, person=Person("facebook", "", "7"))
    assert why(elsewhere, friends=1) is None


def test_of_two_people_of_one_name_both_count_and_a_typed_name_meets_either() -> None:
    first = told(1, "marie", at=DURING, handle="", person=Person("facebook", "", "1"))
    second = told(2, "marie", at=DURING, handle="", person=Person("facebook", "", "2"))
    keys = [entry_key(one, is_once=True) for one in (first, second)]
    assert keys[0] != keys[1]
    assert [plain_name(key) for key in keys] == ["marie", "marie"]
    known = Known(keys[:1])
    assert keys[1] not in known
    assert "marie" in known
    assert keys[0] in Known(["marie"])
    setting = Setting(begins_at=BEGIN, ends_at=END, names=frozenset({"marie"}))
    assert why(first, setting) is Why.TAKEN


def test_a_key_is_never_longer_than_its_column() -> None:
    long = told(1, "odile", at=DURING, name="x" * 255, handle="", person=Person("y" * 20, "", "z"))
    assert len(entry_key(long, is_once=False)) <= NAME_MAX
    assert len(long.shown_name) <= NAME_MAX


_COMMENTS = st.lists(
    st.builds(
        lambda number, who, hours, hidden: told(
            number, who, at=BEGIN + timedelta(hours=hours), is_hidden=hidden
        ),
        st.integers(1, 10_000),
        st.sampled_from(["odile", "nour", "paul", "inès"]),
        st.integers(-30, 24 * 9),
        st.booleans(),
    ),
    unique_by=lambda one: one.number,
    max_size=30,
)


@given(_COMMENTS, st.randoms(use_true_random=False))
def test_whatever_comes_each_counts_once_and_nothing_after_the_end(
    comments: list[Comment], random: object
) -> None:
    judged = judge(comments, conditions=Conditions(), setting=OPEN)
    mixed = list(comments)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert judge(mixed, conditions=Conditions(), setting=OPEN) == judged
    chosen = [one.comment for one in judged if one.why is None]
    assert len({one.person for one in chosen}) == len(chosen)
    assert all(BEGIN <= one.at < END and not one.is_hidden for one in chosen)
    assert len(judged) == len(comments)
    valid = {one.person for one in comments if BEGIN <= one.at < END and not one.is_hidden}
    assert {one.person for one in chosen} == valid
