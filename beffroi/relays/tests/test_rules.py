from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.channels import gateway
from beffroi.networks import registry
from beffroi.networks.declarations import ShareWindow
from beffroi.relays import rules

DAY = date(2026, 9, 14)
PAGE = "https://atelier.example/a?b=c&d=é"


def test_a_text_says_for_whom_its_author_works_and_ends_with_the_page() -> None:
    text = rules.said(" Venez ! ", disclosure="Je travaille ici.", page=PAGE)
    assert text == f"Venez !\n\nJe travaille ici.\n\n{PAGE}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_is_said_arrives_whole_in_the_window_of_each_network(text: str) -> None:
    windows = {
        "words": ("Words", ShareWindow("https://a.example/?text=", True, "")),
        "page": ("Page", ShareWindow("https://b.example/?u=", False, "")),
    }
    words, page = rules.windows(text, PAGE, windows)
    assert parse_qs(urlsplit(words.address).query, keep_blank_values=True) == {"text": [text]}
    assert parse_qs(urlsplit(page.address).query) == {"u": [PAGE]}


def test_windows_of_networks_are_addresses_that_end_in_what_is_shared() -> None:
    declared = [one.declaration for one in map(gateway.network, registry.keys())]
    windows = {one.key: one.share_window for one in declared if one.share_window}
    assert set(windows) == {"facebook", "linkedin", "x", "bluesky"}
    for window in windows.values():
        parts = urlsplit(window.address)
        assert (parts.scheme, parts.query[-1]) == ("https", "=")
        assert window.source_url.startswith("https://")


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_last_day_is_today_or_within_two_months(days: int, may: bool) -> None:
    assert rules.is_day(DAY + timedelta(days=days), today=DAY) is may
