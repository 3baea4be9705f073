from __future__ import annotations

import pytest

from beffroi.networks.addresses import joined

_BASE = "https://a.example/blog/"


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("feed.xml", "https://a.example/blog/feed.xml"),
        ("/feed.xml", "https://a.example/feed.xml"),
        ("//b.example/x", "https://b.example/x"),
        (" HTTP://b.example:8080/x ", "HTTP://b.example:8080/x"),
        ("", _BASE),
    ],
)
def test_an_address_is_made_whole(told: str, whole: str) -> None:
    assert joined(_BASE, told) == whole


@pytest.mark.parametrize(
    "told",
    [
        "http://[x",
        "http://x]/",
        "http://[::g]/",
        "http://a.example:99999/",
        "http://a.example:port/",
        "http://a.example:0/",
        "http://\u2100.example/",
        "http:///x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@b.example",
    ],
)
def test_what_is_no_address_of_the_web_is_none(told: str) -> None:
    assert not joined(_BASE, told)
