from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sitecheck.robots import may_read

AGENT = "BeffroiSiteCheck"


@pytest.mark.parametrize(
    ("text", "path", "answer"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/", True),
        ("user-agent: beffroisitecheck\ndisallow: /\n\nuser-agent: *\nallow: /", "/", False),
        ("User-agent: BeffroiSiteCheck\nAllow: /\n\nUser-agent: *\nDisallow: /", "/", True),
        ("User-agent: Other\nDisallow: /", "/", True),
        ("User-agent: Other\nUser-agent: BeffroiSiteCheck\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?1", True),
        ("User-agent: *\nDisallow: /*?", "/x?a", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\r\nDisallow: / # all\r\n", "/x", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /x$", "/x", False),
        ("User-agent: *\nDisallow: /x$", "/xy", True),
        ("Disallow: /", "/", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nSitemap: https://a/b\nDisallow: /", "/", False),
    ],
)
def test_a_robots_txt_is_read_as_its_rule_says(text: str, path: str, answer: bool) -> None:
    assert may_read(text, path, agent=AGENT) is answer


@given(st.text(max_size=500), st.text(max_size=100))
def test_no_robots_txt_raises(text: str, path: str) -> None:
    may_read(text, f"/{path}", agent=AGENT)


def test_patterns_that_want_much_trying_take_no_time() -> None:
    text = "User-agent: *\n" + ("Disallow: /" + "*a" * 20 + "$\n") * 2_000
    started = time.thread_time()
    may_read(text, "/" + "a" * 2_000 + "b", agent=AGENT)
    assert time.thread_time() - started < 5
