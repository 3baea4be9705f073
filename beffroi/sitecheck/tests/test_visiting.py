from __future__ import annotations

import gzip
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.outbound import Response
from beffroi.core.tests.hostile_urls import (
    INSIDE_IPV4,
    INSIDE_REDIRECTS,
    INSIDE_URLS,
    disguises,
)
from beffroi.core.tests.internet import PUBLIC, Server, make_certificate, reply, watched_sockets
from beffroi.sitecheck import visiting
from beffroi.sitecheck.backlinks import leads_back
from beffroi.sitecheck.gathering import facts_of
from beffroi.sitecheck.profiles import Profile
from beffroi.sitecheck.rules import Unseen, judge
from beffroi.sitecheck.tests.places import AGENT, Places
from beffroi.sitecheck.tests.recorded import BOMB, FULL, PAGES, Recorded, page
from beffroi.sitecheck.visiting import REQUESTS_MAX, Kind, Trouble

HOME = "http://site.test/"
#: What a profile shows that leads back, on a network that lets anybody look.
SHOWN = "<title>Chez Lou (@chezlou)</title><p>{}</p>"


def to(address: str) -> dict[str, str]:
    return {"Location": address}


def test_a_site_is_read_with_what_it_leads_to(places: Places) -> None:
    places.put("site.test/", FULL)
    places.put("site.test/mentions-legales", page("<p>SIRET 1</p>"))
    places.put("site.test/contact", page("<p>Ouvert le lundi</p>"))
    found = places.visit(HOME)
    assert found.trouble is None
    assert (found.legal is not None, found.contact is not None) == (True, True)
    assert len(found.seconds) == 2
    assert not found.is_https
    assert places.asked[:2] == ["site.test/robots.txt", "site.test/"]
    assert places.asked.count("site.test/") == 2
    assert places.agents == {AGENT}


@pytest.mark.parametrize("recorded", PAGES, ids=lambda one: one.name)
def test_every_recorded_page_gives_a_verdict_over_the_wire(
    places: Places, recorded: Recorded
) -> None:
    headers = {"Content-Type": recorded.content_type, **recorded.headers}
    places.put("site.test/", recorded.content, headers=headers)
    found = places.visit(HOME)
    verdict = judge(facts_of(found, site=HOME))
    assert found.requests <= REQUESTS_MAX
    assert len(verdict.answers) == 11
    assert verdict.points is None or verdict.confidence > 0


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        (SHOWN.format("https://www.site.test/"), 200, True),
        (SHOWN.format("https%3A%2F%2Fsite.test%2F"), 200, True),
        (SHOWN.format("https:\\/\\/site.test\\/fr"), 200, True),
        (SHOWN.format("notsite.test, site.test.evil.example, my-site.test"), 200, False),
        (SHOWN.format("bonjour"), 200, False),
        ("<title>Social</title><div id=app></div>", 200, None),
        ("<title>chezlou</title>Log in to see this", 200, None),
        (SHOWN.format("bonjour"), 403, None),
        (SHOWN.format("bonjour"), 429, None),
        (SHOWN.format("bonjour"), 999, None),
        ("", 302, None),
    ],
)
def test_no_is_only_said_of_a_profile_that_is_shown(
    places: Places, body: str, status: int, answer: bool | None
) -> None:
    places.put("site.test/", page('<a rel="me" href="http://www.social.test/@chezlou">x</a>'))
    places.put("www.social.test/@chezlou", body, status=status)
    found = places.visit(HOME)
    assert list(found.back.values()) == [answer]


def test_a_profile_that_moved_is_followed(places: Places) -> None:
    places.put("site.test/", page('<a rel="me" href="https://a.social.test/@chezlou">x</a>'))
    places.put("a.social.test/@chezlou", status=301, headers=to("https://b.social.test/@chezlou"))
    places.put("b.social.test/@chezlou", SHOWN.format("site.test"))
    assert list(places.visit(HOME).back.values()) == [True]
    assert "b.social.test/robots.txt" in places.asked


@pytest.mark.parametrize(
    ("answer", "unseen"),
    [
        ({"hangs": True}, Unseen.NO_ANSWER),
        ({"status": 500}, Unseen.NO_ANSWER),
        ({"status": 429}, Unseen.NO_ANSWER),
        ({"status": 401}, Unseen.SIGN_IN),
        ({"status": 302, "headers": {"Location": "/accounts/login/"}}, Unseen.SIGN_IN),
        ({"body": "<title>chezlou</title>Log in to see this"}, Unseen.SIGN_IN),
        ({"body": "<title>Social</title><div id=app></div>"}, Unseen.HIDDEN),
        ({"status": 403}, Unseen.REFUSED),
        ({"status": 999}, Unseen.REFUSED),
        ({"status": 404}, Unseen.GONE),
    ],
)
def test_a_profile_that_did_not_answer_is_told_apart_from_one_that_asks_to_sign_in(
    places: Places, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], unseen: Unseen
) -> None:
    monkeypatch.setattr(visiting, "_ONE_REQUEST_SECONDS", 0.5)
    places.put("site.test/", page('<a rel="me" href="http://www.social.test/@chezlou">x</a>'))
    places.put("www.social.test/accounts/login/", SHOWN.format("Log in to continue"))
    places.put("www.social.test/@chezlou", **answer)
    (profile,) = facts_of(places.visit(HOME), site=HOME).profiles or ()
    assert (profile.leads_back, profile.unseen) == (None, unseen)


@pytest.mark.parametrize(
    ("status", "robots", "unseen"),
    [
        (200, "User-agent: *\nDisallow: /", Unseen.ROBOTS),
        (200, "User-agent: *\nDisallow: /accounts/", Unseen.SIGN_IN),
        (503, "", Unseen.NO_ANSWER),
    ],
)
def test_what_robots_txt_says_of_a_profile_is_not_what_it_leads_to(
    places: Places, status: int, robots: str, unseen: Unseen
) -> None:
    places.put("site.test/", page('<a rel="me" href="http://www.social.test/@chezlou">x</a>'))
    places.put("www.social.test/robots.txt", robots, status=status)
    places.put("www.social.test/@chezlou", status=302, headers=to("/accounts/login/"))
    (profile,) = facts_of(places.visit(HOME), site=HOME).profiles or ()
    assert profile.unseen == unseen


def test_what_was_not_asked_did_not_fail_to_answer(places: Places) -> None:
    own = '<a href="https://linkedin.com/in/lou">x</a><a href="https://wa.me/33612345678">x</a>'
    links = "".join(f'<a rel="me" href="https://s{n}.social.test/@lou">x</a>' for n in range(25))
    places.put("site.test/", page(own + links))
    for n in range(25):
        places.put(f"s{n}.social.test/@lou", SHOWN)
    profiles = facts_of(places.visit(HOME), site=HOME).profiles or ()
    by_network = {one.network: one.unseen for one in profiles if one.network != "mastodon"}
    assert by_network == {"linkedin": Unseen.PERSON, "whatsapp": Unseen.NO_PAGE}
    others = {one.unseen for one in profiles if one.network == "mastodon"}
    assert Unseen.UNASKED in others
    assert Unseen.NO_ANSWER not in others


@pytest.mark.parametrize(
    ("network", "answer"),
    [("mastodon", False), ("youtube", False), ("instagram", None), ("facebook", None)],
)
def test_no_is_only_said_where_a_network_shows_links_to_strangers(
    network: str, answer: bool | None
) -> None:
    profile = Profile(network, "https://social.test/chezlou", "chezlou")
    shown = Response(200, {}, SHOWN.format("bonjour").encode(), profile.address)
    assert leads_back(shown, profile=profile, host="site.test") is answer
    leading = Response(200, {}, SHOWN.format("site.test").encode(), profile.address)
    assert leads_back(leading, profile=profile, host="site.test") is True


@pytest.mark.parametrize(
    "piece",
    ["&#1", "&#" + "9" * 6_000, "<title>", "og:title' ", "%", "&", "site.test.", "\\/", "/login"],
)
def test_no_profile_takes_long_or_raises(piece: str) -> None:
    profile = Profile("mastodon", "https://social.test/@chezlou", "chezlou")
    content = (piece * (1_900_000 // len(piece))).encode()
    started = time.thread_time()
    answer = leads_back(
        Response(200, {}, content, profile.address), profile=profile, host="site.test"
    )
    assert answer is not False
    assert time.thread_time() - started < 10


@given(st.binary(max_size=500))
def test_no_profile_of_random_bytes_raises(content: bytes) -> None:
    profile = Profile("mastodon", "https://social.test/@chezlou", "chezlou")
    answer = Response(200, {}, content, profile.address)
    assert leads_back(answer, profile=profile, host="site.test") is None


def test_a_person_s_own_page_is_left_alone(places: Places) -> None:
    places.put("site.test/", page('<a href="http://www.linkedin.com/in/lou-martin">x</a>'))
    places.put("www.linkedin.com/in/lou-martin", SHOWN)
    found = places.visit(HOME)
    assert [one.is_person for one in found.home.profiles] == [True]  # type: ignore[union-attr]
    assert found.back == {}
    assert not [one for one in places.asked if "linkedin" in one]


# robots.txt


def test_a_site_that_wants_no_robot_is_not_read(places: Places) -> None:
    places.put("site.test/", FULL)
    places.put("site.test/robots.txt", f"User-agent: {visiting.ROBOT}\nDisallow: /")
    assert places.visit(HOME).trouble is Trouble.ROBOTS
    assert places.asked == ["site.test/robots.txt"]


def test_a_page_that_wants_no_robot_is_left_out(places: Places) -> None:
    places.put("site.test/", FULL)
    places.put("site.test/robots.txt", "User-agent: *\nDisallow: /mentions")
    found = places.visit(HOME)
    assert found.legal_trouble is Trouble.ROBOTS
    assert "site.test/mentions-legales" not in places.asked
    assert facts_of(found, site=HOME).has_legal is True


def test_a_network_that_wants_no_robot_is_not_asked_for_the_profile(places: Places) -> None:
    places.put("site.test/", page('<a rel="me" href="http://www.social.test/@chezlou">x</a>'))
    places.put("www.social.test/robots.txt", "User-agent: *\nDisallow: /")
    found = places.visit(HOME)
    assert list(found.back.values()) == [None]
    assert "www.social.test/@chezlou" not in places.asked


@pytest.mark.parametrize(
    ("status", "trouble"), [(404, None), (403, None), (500, "robots"), (429, "robots")]
)
def test_a_robots_txt_that_fails_closes_the_site_and_one_that_is_not_there_opens_it(
    places: Places, status: int, trouble: str | None
) -> None:
    places.put("site.test/", FULL)
    places.put("site.test/robots.txt", b"", status=status)
    assert places.visit(HOME).trouble == trouble


def test_each_redirect_is_asked_of_its_own_robots_txt(places: Places) -> None:
    places.put("site.test/", status=301, headers=to("http://other.test/"))
    places.put("other.test/robots.txt", "User-agent: *\nDisallow: /")
    places.put("other.test/", FULL)
    assert places.visit(HOME).trouble is Trouble.ROBOTS
    assert "other.test/" not in places.asked


# Bounds


def test_a_visit_never_makes_more_requests_than_it_may(places: Places) -> None:
    own = page("<a href=/mentions-legales>Mentions légales</a><a href=/contact>Contact</a>")
    links = "".join(f'<a rel="me" href="https://s{n}.social.test/@lou">x</a>' for n in range(25))
    places.put("site.test/", own + links.encode())
    for n in range(25):
        places.put(f"s{n}.social.test/@lou", SHOWN)
    found = places.visit(HOME)
    assert found.trouble is None
    assert len(places.asked) == found.requests == REQUESTS_MAX


def test_a_visit_ends_in_time_whatever_hangs(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "SECONDS_MAX", 1.0)
    places.put("site.test/", FULL)
    for path in ("mentions-legales", "contact"):
        places.put(f"site.test/{path}", hangs=True)
    started = time.monotonic()
    found = places.visit(HOME)
    assert time.monotonic() - started < 3
    assert found.home is not None
    assert found.legal_trouble is Trouble.SLOW


def test_a_home_page_that_hangs_is_given_up(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "SECONDS_MAX", 0.6)
    places.put("site.test/", hangs=True)
    assert places.visit(HOME).trouble is Trouble.SLOW


def test_five_redirects_are_followed_and_no_sixth(places: Places) -> None:
    for n in range(7):
        places.put(f"site.test/{n or ''}", status=302, headers=to(f"/{n + 1}"))
    assert places.visit(HOME).trouble is Trouble.LOOP
    places.put("site.test/5", FULL)
    assert places.visit(HOME).trouble is None


# What sites do


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.FORBIDDEN),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.GONE),
        (410, Trouble.GONE),
        (429, Trouble.BUSY),
        (500, Trouble.BROKEN),
        (503, Trouble.BROKEN),
        (304, Trouble.NO_PAGE),
    ],
)
def test_what_a_site_answers_is_named(places: Places, status: int, trouble: Trouble) -> None:
    places.put("site.test/", FULL if status != 304 else b"", status=status)
    assert places.visit(HOME).trouble is trouble


@pytest.mark.parametrize(
    ("body", "headers", "trouble"),
    [
        (b"%PDF-1.7 x", {"Content-Type": "application/pdf"}, Trouble.NO_PAGE),
        (b"%PDF-1.7 x", {"Content-Type": "text/html"}, Trouble.NO_PAGE),
        (b"{}", {"Content-Type": "application/json"}, Trouble.NO_PAGE),
        (b"a" * 10_000_000, {"Content-Type": "text/html"}, Trouble.TOO_LARGE),
        (BOMB, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, Trouble.TOO_LARGE),
        (b"not gzip", {"Content-Type": "text/html", "Content-Encoding": "gzip"}, Trouble.BROKEN),
        (
            gzip.compress(gzip.compress(FULL)),
            {"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"},
            Trouble.BROKEN,
        ),
    ],
)
def test_what_is_no_page_of_a_site_is_named(
    places: Places, body: bytes, headers: dict[str, str], trouble: Trouble
) -> None:
    places.put("site.test/", body, headers=headers)
    assert places.visit(HOME).trouble is trouble


def test_a_page_that_comes_packed_is_read(places: Places) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    places.put("site.test/", gzip.compress(FULL), headers=headers)
    assert places.visit(HOME).home is not None


def test_a_loop_of_redirects_is_named(places: Places) -> None:
    places.put("site.test/", status=301, headers=to("/a"))
    places.put("site.test/a", status=301, headers=to("/"))
    assert places.visit(HOME).trouble is Trouble.LOOP
    assert len(places.asked) == 3


def test_a_site_that_moved_is_read_where_it_is(places: Places) -> None:
    places.put("site.test/", status=301, headers=to("http://neuf.test/"))
    places.put("neuf.test/", FULL)
    facts = facts_of(places.visit(HOME), site=HOME)
    assert facts.moved_to == "http://neuf.test/"


def test_a_site_that_only_leads_to_a_profile_says_so(places: Places) -> None:
    places.put("site.test/", status=302, headers=to("https://www.facebook.com/chezlou"))
    found = places.visit(HOME)
    assert found.trouble is Trouble.PROFILE
    facts = facts_of(found, site=HOME)
    assert [one.network for one in facts.profiles or ()] == ["facebook"]
    assert not [one for one in places.asked if "facebook" in one]


def test_frames_and_pages_that_lead_on_by_themselves_are_followed(places: Places) -> None:
    places.put("site.test/", '<frameset><frame src="/in.htm"></frameset>')
    places.put("site.test/in.htm", FULL)
    assert places.visit(HOME).home.has_phone  # type: ignore[union-attr]
    places.put("site.test/", '<meta http-equiv="refresh" content="0;url=/in.htm">')
    assert places.visit(HOME).home.has_phone  # type: ignore[union-attr]
    places.put("site.test/", '<frameset><frame src="/not-there.htm"></frameset>')
    assert places.visit(HOME).trouble is None


def test_a_legal_notice_that_is_not_there_is_none(places: Places) -> None:
    places.put("site.test/", FULL)
    assert facts_of(places.visit(HOME), site=HOME).has_legal is False


def test_a_site_that_is_not_there_is_named(places: Places) -> None:
    places.internet.names["nowhere.test"] = [[PUBLIC]]
    del places.internet.ports[PUBLIC, 80]
    assert places.visit("http://nowhere.test/").trouble is Trouble.ABSENT


def test_http_is_tried_where_https_was_not_asked_for(places: Places) -> None:
    places.put("site.test/", FULL)
    assert places.visit("https://site.test/", may_fall_back=True).trouble is None
    assert places.visit("https://site.test/").trouble is Trouble.UNSAFE


def test_a_certificate_of_another_name_is_named(places: Places, tmp_path: Path) -> None:
    served, _trusted = make_certificate(tmp_path, "other.test")
    places.put("site.test/", FULL)
    server = Server(reply(FULL), tls=served)
    places.internet.ports[PUBLIC, 443] = server.port
    found = places.visit("https://site.test/")
    server.stop()
    assert found.trouble is Trouble.UNSAFE


def test_a_name_in_its_own_letters_is_called_by_its_other_name(places: Places) -> None:
    places.put("xn--crperie-kya.test/", FULL)
    assert places.visit("http://crêperie.test/").trouble is None


# Never inside


@pytest.mark.parametrize("address", INSIDE_IPV4)
def test_no_disguise_of_an_inside_address_is_visited(places: Places, address: str) -> None:
    with watched_sockets() as connected:
        for host in disguises(address):
            found = places.visit(f"http://{host}/")
            assert found.home is None
    assert (places.internet.dialled, connected) == ([], [])


@pytest.mark.parametrize("url", INSIDE_URLS)
def test_no_hostile_address_is_visited(places: Places, url: str) -> None:
    with watched_sockets() as connected:
        assert places.visit(url).home is None
    assert (places.internet.dialled, connected) == ([], [])


@pytest.mark.parametrize(
    "target", [one for one in INSIDE_REDIRECTS if "\r" not in one and "\x00" not in one]
)
def test_no_redirect_leads_inside(places: Places, target: str) -> None:
    places.put("site.test/", status=302, headers=to(quote(target, safe="/:@?#[]\\.")))
    found = places.visit(HOME)
    assert found.home is None
    assert {address for address, _port in places.internet.dialled} == {PUBLIC}


@pytest.mark.parametrize("inside", [*INSIDE_URLS[:12], "http://127.0.0.1/", "http://10.0.0.1/"])
def test_no_link_of_a_page_leads_inside(places: Places, inside: str) -> None:
    links = (
        f'<a href="{inside}">Mentions légales</a><a rel="me" href="{inside}@lou">x</a>'
        f'<a href="{inside}">Contact</a>'
    )
    places.put("site.test/", page(f"<p>{'x' * 300}</p>{links}"))
    assert places.visit(HOME).home is not None
    assert {address for address, _port in places.internet.dialled} == {PUBLIC}
    places.put("site.test/", page("", f'<meta http-equiv="refresh" content="0;url={inside}">'))
    places.visit(HOME)
    places.put("site.test/", f'<frameset><frame src="{inside}"></frameset>')
    places.visit(HOME)
    places.put("site.test/robots.txt", status=302, headers=to("http://127.0.0.1/robots.txt"))
    places.visit(HOME)
    assert {address for address, _port in places.internet.dialled} == {PUBLIC}


def test_what_was_tried_is_told(places: Places) -> None:
    places.put("site.test/", FULL)
    kinds = [(one.kind, one.trouble) for one in places.visit(HOME).steps]
    assert (Kind.HOME, "") in kinds
    assert (Kind.LEGAL, Trouble.GONE) in kinds
