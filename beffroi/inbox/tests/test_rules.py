from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox import rules

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
ANY_TEXT = st.text(st.characters())  # lone surrogates too


class TestExcerpt:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ""),
            ("Bonjour", "Bonjour"),
            ("  two\n\nlines\t and   spaces ", "two lines and spaces"),
            ("x" * 140, "x" * 140),
            ("x" * 141, "x" * 139 + "…"),
            ("mot " * 40, "mot " * 33 + "mot…"),
        ],
    )
    def test_it_is_the_beginning_on_one_line(self, text: str, expected: str) -> None:
        assert rules.excerpt(text) == expected

    @given(ANY_TEXT)
    def test_it_is_never_longer_than_its_column(self, text: str) -> None:
        assert len(rules.excerpt(text)) <= rules.EXCERPT_LENGTH
        assert "\n" not in rules.excerpt(text)

    @given(ANY_TEXT)
    def test_it_only_leaves_out_the_end(self, text: str) -> None:
        line = " ".join(text.split())
        assert line.startswith(rules.excerpt(text).removesuffix("…"))


class TestIdentifiers:
    @pytest.mark.parametrize("text", ["1", "at://did:plc:a/app.bsky.feed.post/3k", "é", "x" * 500])
    def test_what_can_be_kept_as_it_is_is_one(self, text: str) -> None:
        assert rules.is_identifier(text)

    @pytest.mark.parametrize(
        "text",
        ["", "a\0b", "\ud800", "x" * 501, "é" * 251],
        ids=["empty", "nul", "half", "long", "bytes"],
    )
    def test_what_would_be_changed_or_too_long_is_none(self, text: str) -> None:
        assert not rules.is_identifier(text)

    def test_a_shorter_limit_counts_bytes_too(self) -> None:
        assert rules.is_identifier("é" * 127, longest=255)
        assert not rules.is_identifier("é" * 128, longest=255)

    @given(ANY_TEXT)
    def test_an_identifier_can_be_written_down(self, text: str) -> None:
        if rules.is_identifier(text):
            assert len(text.encode()) <= rules.IDENTIFIER_MAX


class TestNames:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Odile Garnier", "Odile Garnier"),
            ("  Odile\n Garnier ", "Odile Garnier"),
            ("\u202eeliдO", "eliдO"),
            ("\u2066Odile\u2069", "Odile"),
            ("Odile\0", "Odile"),
            ("🍞", "🍞"),
            ("עודיל", "עודיל"),
            ("", "odile.example"),
            ("   ", "odile.example"),
            ("\u200b\u200d\ufeff", "odile.example"),
            ("\u202e\u202c", "odile.example"),
        ],
    )
    def test_a_name_is_one_line_that_is_seen_or_the_handle(self, name: str, expected: str) -> None:
        assert rules.shown_name(name, handle="odile.example") == expected

    @given(ANY_TEXT)
    def test_no_name_turns_what_follows_it_round(self, name: str) -> None:
        shown = rules.shown_name(name, handle="h")
        assert not any(
            unicodedata.bidirectional(sign)
            in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
            for sign in shown
        )
        assert 0 < len(shown) <= rules.NAME_MAX
        assert shown == " ".join(shown.split())


class TestDates:
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            (NOW - timedelta(hours=1), NOW - timedelta(hours=1)),
            (NOW + timedelta(seconds=1), NOW),
            (datetime.max.replace(tzinfo=UTC), NOW),
            (datetime.min.replace(tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)),
        ],
    )
    def test_nothing_was_said_tomorrow_or_before_there_were_networks(
        self, moment: datetime, expected: datetime
    ) -> None:
        assert rules.plausible(moment, now=NOW) == expected


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Émile ŒUVRARD", "emile oeuvrard"),
            ("STRASSE Straße", "strasse strasse"),
            ("œuf, Æther", "oeuf, aether"),
            ("Zoe\u0308  \n Vasseur", "zoe vasseur"),
            ("ﬁn ①", "fin 1"),
            ("㎒", "mhz"),
            ("a\0b", "ab"),
            ("\u0301", ""),
        ],
    )
    def test_words_are_compared_without_case_accents_or_ligatures(
        self, text: str, folded: str
    ) -> None:
        assert rules.fold(text) == folded

    @given(ANY_TEXT)
    def test_what_is_folded_folds_no_further(self, text: str) -> None:
        assert rules.fold(rules.fold(text)) == rules.fold(text)


class TestEchoes:
    @pytest.mark.parametrize(
        ("heard", "said", "expected"),
        [
            ("Oui, à 7 h", "Oui, à 7 h", True),
            ("@odile.example Oui,\nà 7 h", "Oui, à 7 h", True),
            ("Non", "Oui", False),
            ("Oui, à 7 h, et dimanche", "Oui, à 7 h", False),
        ],
    )
    def test_our_answer_comes_back_perhaps_behind_a_handle(
        self, heard: str, said: str, expected: bool
    ) -> None:
        assert rules.is_echo(heard, said=said) is expected


class TestPolling:
    @pytest.mark.parametrize(
        ("failures", "minutes"), [(0, 2), (1, 4), (2, 8), (3, 16), (4, 30), (8, 30), (40_000, 30)]
    )
    def test_reads_that_fail_are_spaced_out_and_never_given_up(
        self, failures: int, minutes: int
    ) -> None:
        assert rules.next_poll(failures=failures, now=NOW) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [("  Oui \n", "Oui"), ("Oui\r\nNon", "Oui\nNon"), ("Oui\rNon", "Oui\nNon"), (" \r\n ", "")],
)
def test_what_is_typed_leaves_with_plain_ends_of_lines(typed: str, leaves: str) -> None:
    assert rules.typed_text(typed) == leaves


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        (" 7", None),
        ("٧", None),
        ("²", None),
    ],
)
def test_an_id_is_digits_that_a_column_holds(typed: str, number: int | None) -> None:
    assert rules.typed_id(typed) == number
