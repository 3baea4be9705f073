"""What a server counts, whom it notifies, and which two texts are one."""

from __future__ import annotations

import dataclasses
import time

import pytest

from beffroi.networks.mastodon.limits import DEFAULTS
from beffroi.networks.mastodon.text import clean, comparable, count, with_mention


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("Bonjour", 7),
        ("Noël", 4),
        ("Noe\u0308l", 4),
        ("👩‍👩‍👧‍👦 🇫🇷", 3),
        ("https://a.fr", 23),
        ("https://example.com/" + "x" * 300, 23),
        ("Voir https://example.com/a?b=c#d !", 30),
        ("(https://example.com/a)", 25),
        ("https://fr.wikipedia.org/wiki/Beffroi_(tour).", 24),
        ("https://a.fr https://b.fr", 47),
        ("https://localhost/abc", 21),
        ("http://127.0.0.1/abc", 20),
        ("example.com/abc", 15),
        ("xhttps://example.com", 20),
        ("https://example.com:8080/é", 23),
        ("https://moncafé.fr/menu", 23),
        ("@ada@mastodon.example merci", 10),
        ("@ada merci", 10),
        ("ecrire@exemple.fr@autre.fr", 26),
        ("https://mastodon.example/@ada@autre.example", 23),
        ("a\nb", 3),
    ],
)
def test_a_text_is_counted_as_the_server_counts_it(text: str, used: int) -> None:
    assert count(text, limits=DEFAULTS).used == used


def test_a_content_warning_counts_too() -> None:
    assert count("texte", limits=DEFAULTS, content_warning="Noël").used == 9


def test_the_length_of_an_address_is_the_one_that_the_instance_announces() -> None:
    limits = dataclasses.replace(DEFAULTS, link_length=30, text_max=31)
    counted = count("x https://example.com/", limits=limits)
    assert (counted.used, counted.limit, counted.excess) == (32, 31, 1)


@pytest.mark.parametrize(
    ("text", "handle", "expected"),
    [
        ("Merci !", "zoe@ailleurs.example", "@zoe@ailleurs.example Merci !"),
        ("Merci !", "zoe", "@zoe Merci !"),
        ("", "zoe", "@zoe"),
        ("Merci !", "", "Merci !"),
        ("Merci @zoe@ailleurs.example.", "zoe@ailleurs.example", "Merci @zoe@ailleurs.example."),
        ("@ZOE@Ailleurs.example merci", "zoe@ailleurs.example", "@ZOE@Ailleurs.example merci"),
        ("@zoe merci", "zoe", "@zoe merci"),
        ("@zoe@ici.example merci", "zoe", "@zoe@ici.example merci"),
        ("@zoe merci", "zoe@ici.example", "@zoe@ici.example @zoe merci"),
        ("@zoe merci", "zoe@ailleurs.example", "@zoe@ailleurs.example @zoe merci"),
        ("@zoelle merci", "zoe", "@zoe @zoelle merci"),
        ("@zoe@ailleurs.example merci", "zoe", "@zoe @zoe@ailleurs.example merci"),
        (
            "@zoe@ici.example.org merci",
            "zoe@ici.example",
            "@zoe@ici.example @zoe@ici.example.org merci",
        ),
        ("https://ici.example/@zoe", "zoe", "@zoe https://ici.example/@zoe"),
        ("@zoe: merci", "zoe", "@zoe: merci"),
    ],
)
def test_the_person_answered_is_mentioned_exactly_once(
    text: str, handle: str, expected: str
) -> None:
    once = with_mention(text, handle=handle, own_host="ici.example")
    assert once == expected
    assert with_mention(once, handle=handle, own_host="ici.example") == once


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Bonjour\n\n\ntout  le monde ", "Bonjour\n\ntout le monde"),
        ("@zoe@ailleurs.example merci", "@zoe merci"),
        ("Noe\u0308l", "Noël"),
        ("**Nouveau** pain", "Nouveau pain"),
        ("a\r\nb", "a b"),
        ("Prix :\u00a02\u00a0€", "Prix : 2 €"),
    ],
)
def test_what_a_server_changes_does_not_make_another_text(ours: str, theirs: str) -> None:
    assert comparable(ours) == comparable(theirs)


def test_another_word_makes_another_text() -> None:
    assert comparable("Bonjour") != comparable("bonjour")


def test_what_no_database_stores_is_dropped() -> None:
    assert clean("a\x00b\ud800c\x1bd\re\tf") == "abcd\ne\tf"


@pytest.mark.parametrize(
    "piece", ["https://a", "a.", "@a", "@a@b", "(", ")", "@a ", "https://a.fr/ ", "@", "-a"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = "https://" + piece * 20_000
    started = time.thread_time()
    count(text, limits=DEFAULTS)
    comparable(text)
    with_mention(text, handle="a", own_host="b")
    assert time.thread_time() - started < 5
