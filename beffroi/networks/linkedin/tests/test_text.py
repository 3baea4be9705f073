"""Texts to "little" text and back: vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.networks.linkedin import text
from beffroi.networks.linkedin.simulator_wire import visible
from beffroi.networks.tests.world import HOSTILE_TEXTS

LITTLE = [
    ("Bonjour", "Bonjour"),
    ("", ""),
    ("Pain (bio)", r"Pain \(bio\)"),
    ("a@b.fr", r"a\@b.fr"),
    (r"C:\pain", r"C:\\pain"),
    ("* un\n* deux", "\\* un\n\\* deux"),
    ("{x} [y] <z> ~_|", r"\{x\} \[y\] \<z\> \~\_\|"),
    ("#pme", r"{hashtag|\#|pme}"),
    ("Le #Pain2026, #été !", r"Le {hashtag|\#|Pain2026}, {hashtag|\#|été} !"),
    ("(#pain)", r"\({hashtag|\#|pain}\)"),
    ("#un#deux", r"{hashtag|\#|un}\#deux"),
    ("n°#3", r"n°\#3"),
    ("# titre", r"\# titre"),
    ("#mon_tag", r"\#mon\_tag"),
    ("#Zoe\u0308", "\\#Zoe\u0308"),
    ("C# et F#", r"C\# et F\#"),
    ("https://a.test/p#bas_de_page", r"https://a.test/p\#bas\_de\_page"),
    ("a&#39;", r"a&\#39;"),
    ("Avec @[Acme Corp](urn:li:organization:1)", "Avec @[Acme Corp](urn:li:organization:1)"),
    ("@[Zoé](urn:li:person:a-B_1)", "@[Zoé](urn:li:person:a-B_1)"),
    ("@[Acme (FR)](urn:li:organization:1)", r"@[Acme \(FR\)](urn:li:organization:1)"),
    ("@[x](javascript:1)", r"\@\[x\]\(javascript:1\)"),
    ("@[x](urn:li:group:1)", r"\@\[x\]\(urn:li:group:1\)"),
]


@pytest.mark.parametrize(("plain", "little"), LITTLE)
def test_everything_reserved_is_escaped_but_hashtags_and_mentions(plain: str, little: str) -> None:
    assert text.to_little(plain) == little


PLAIN = [
    (r"{hashtag|\#|pme}", "#pme"),
    ("{hashtag|#|pme}", "#pme"),
    ("{hashtag|＃|pme}", "＃pme"),
    (r"{hashtag|\#|mon\_tag}", "#mon_tag"),
    ("Avec @[Acme Corp](urn:li:organization:1) !", "Avec Acme Corp !"),
    (r"@[Acme \(FR\)](urn:li:organization:1)", "Acme (FR)"),
    (r"\\n \(a\)", r"\n (a)"),
    ("#nu", "#nu"),
    ("{hashtag|broken", "{hashtag|broken"),
    ("\\", "\\"),
]


@pytest.mark.parametrize(("little", "plain"), PLAIN)
def test_what_people_read_is_read_back(little: str, plain: str) -> None:
    assert text.to_plain(little) == plain


def test_each_sign_that_means_something_can_be_escaped() -> None:
    signs = "\\|{}@[]()<>#*_~"
    assert text.escape(signs) == "".join(f"\\{sign}" for sign in signs)
    assert text.hashtag("pain") == r"{hashtag|\#|pain}"
    assert text.mention("A*", "urn:li:organization:1") == r"@[A\*](urn:li:organization:1)"


@given(st.text(alphabet=st.sampled_from("ab#@[](){}<>|*_~\\ \né🥐:1-urnliorgazt")))
def test_any_text_comes_back_whole(written: str) -> None:
    little = text.to_little(written)
    assert text.to_plain(little) == visible(little)
    if "urn:li:" not in written:
        assert text.to_plain(little) == written


@pytest.mark.parametrize("written", HOSTILE_TEXTS)
def test_hostile_texts_come_back_whole(written: str) -> None:
    assert visible(text.to_little(written)) == written


COUNTS = [
    ("", 0),
    ("abc", 3),
    ("é", 1),
    ("e\u0301", 2),
    ("🥐", 2),
    ("👨‍👩‍👧‍👦", 11),
    ("(#pain)", 7),
    ("\ud83d", 1),
]


@pytest.mark.parametrize(("written", "expected"), COUNTS)
def test_text_is_counted_in_utf_16_units_as_people_see_it(written: str, expected: int) -> None:
    assert text.count(written, limit=3000).used == expected


SAME = [
    ("Bonjour", "Bonjour", True),
    ("Bonjour  à\ntous ", "Bonjour à tous", True),
    ("Zoe\u0308", "Zoë", True),
    ("Bonjour", "Bonsoir", False),
    ("Voir https://a.test/1", "Voir https://lnkd.in/eXyZ", True),
    ("Voir https://a.test/1", "Voir https://a.test/2", False),
    ("Voir ici", "Voir https://lnkd.in/eXyZ", False),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), SAME)
def test_a_text_is_known_again_whatever_linkedin_did_to_it(
    ours: str, theirs: str, expected: bool
) -> None:
    assert text.is_same(ours, theirs) is expected


LINKS = [
    ("Voir https://a.test/p.", "https://a.test/p"),
    ("(https://a.test/p)", "https://a.test/p"),
    ("un http://a.test et https://b.test", "http://a.test"),
    ("ftp://a.test", ""),
    ("rien", ""),
]


@pytest.mark.parametrize(("written", "link"), LINKS)
def test_the_first_link_is_the_one_of_the_card(written: str, link: str) -> None:
    assert text.first_link(written) == link
