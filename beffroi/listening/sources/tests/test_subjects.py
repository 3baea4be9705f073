from __future__ import annotations

import pytest

from beffroi.listening.sources.places import place_of
from beffroi.listening.sources.subjects import (
    NoSubject,
    is_of_reddit,
    reddit_search,
    subject_of,
)
from beffroi.networks.declarations import SourceKind


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (SourceKind.FEED, "  lavoixdunord.example/rss ", "https://lavoixdunord.example/rss"),
        (SourceKind.FEED, "http://a.fr/", "http://a.fr/"),
        (SourceKind.FEED, "\u200bhttps://a.fr/", "https://a.fr/"),
        (SourceKind.HASHTAG, "#Pain", "pain"),
        (SourceKind.HASHTAG, "boulangerie_d_à_côté", "boulangerie_d_à_côté"),
        (SourceKind.SEARCH, " boulangerie   martin ", "boulangerie martin"),
        (SourceKind.ACCOUNT, "@voisin.example", "voisin.example"),
    ],
)
def test_what_is_typed_is_kept_in_one_spelling(kind: SourceKind, typed: str, kept: str) -> None:
    assert subject_of(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (SourceKind.FEED, ""),
        (SourceKind.FEED, "deux mots"),
        (SourceKind.FEED, "http://[::1"),
        (SourceKind.FEED, "https://"),
        (SourceKind.FEED, "a.fr/" + "a" * 1000),
        (SourceKind.HASHTAG, "#"),
        (SourceKind.HASHTAG, "deux mots"),
        (SourceKind.HASHTAG, "2026"),
        (SourceKind.HASHTAG, "a" * 101),
        (SourceKind.SEARCH, "   "),
        (SourceKind.SEARCH, "a" * 101),
        (SourceKind.ACCOUNT, "@"),
        (SourceKind.ACCOUNT, "deux mots"),
    ],
)
def test_what_cannot_be_read_is_no_subject(kind: SourceKind, typed: str) -> None:
    with pytest.raises(NoSubject):
        subject_of(kind, typed)


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("https://www.reddit.com/r/pain/.rss", True),
        ("https://old.reddit.com/r/pain", True),
        ("https://notreddit.com/", False),
        ("https://a.fr/reddit.com", False),
    ],
)
def test_pages_of_reddit_are_known(address: str, is_theirs: bool) -> None:
    assert is_of_reddit(address) is is_theirs
    assert is_of_reddit(reddit_search("pain & beurre"))


def test_words_for_reddit_stand_in_an_address_as_one_phrase() -> None:
    assert reddit_search("a&b=c d").endswith("search.rss?q=%22a%26b%3Dc%20d%22&sort=new")


@pytest.mark.parametrize(
    ("kind", "subject", "channel_id", "place"),
    [
        ("feed", "https://www.a.fr/rss", None, "host:a.fr"),
        ("feed", "https://A.fr/autre", None, "host:a.fr"),
        ("search", "pain", None, "network:feeds"),
        ("search", "pain", 7, "channel:7"),
    ],
)
def test_two_sources_of_one_place_are_known(
    kind: str, subject: str, channel_id: int | None, place: str
) -> None:
    assert place_of(kind, "feeds", subject, channel_id=channel_id) == place
