from __future__ import annotations

from time import process_time

import pytest

from beffroi.networks.page_links import read_links, relations

_SIZE = 500_000
#: Far above what a machine's mood changes, far below what one more power of the length costs.
_TIMES_MAX = 40


def test_the_attributes_of_links_are_read_however_they_are_written() -> None:
    page = b"""<html><link REL = 'Alternate  feed' href="/a?b=1&amp;c=2"><LINK href=x rel=icon/>
        <link
        rel="alternate" title='a "b"'><linked rel=none><p rel=none>"""
    assert list(read_links(page)) == [
        {"rel": "Alternate  feed", "href": "/a?b=1&c=2"},
        {"href": "x", "rel": "icon/"},
        {"rel": "alternate", "title": 'a "b"'},
    ]
    [told] = read_links(b"<link rel=icon href='/a&#" + b"9" * 3_900 + b";'>")
    assert told == {"rel": "icon", "href": "/a\ufffd"}
    assert relations({"rel": "Alternate  feed"}) == ["alternate", "feed"]
    assert relations({}) == []


@pytest.mark.parametrize(
    "page",
    [
        b"<link " + b"a" * _SIZE + b">",
        b"<link " + b"a" * _SIZE,
        b"<link " * (_SIZE // 6),
        b"<link\n" + b"a \t" * (_SIZE // 3) + b">",
        (b"<link " + b"a" * 3_990 + b">") * (_SIZE // 4_000),
        (b"<link a" + b" " * 3_990 + b">") * (_SIZE // 4_000),
        (b"<link " + b"a='" * 1_330 + b">") * (_SIZE // 4_000),
        b"<link " + b"https://api.w.org/ " * (_SIZE // 19),
    ],
    ids=lambda page: repr(page[:20]),
)
def test_a_hostile_page_takes_hardly_longer_than_another(page: bytes) -> None:
    harmless = b'<link rel="stylesheet" href="/a.css"><p>Bonjour tout le monde</p>'
    usual = _seconds(harmless * (_SIZE // len(harmless)))
    assert _seconds(page) < usual * _TIMES_MAX


def _seconds(page: bytes) -> float:
    """Return how long a page takes at best."""
    times = []
    for _ in range(3):
        begun = process_time()
        list(read_links(page))
        times.append(process_time() - begun)
    return min(times)
