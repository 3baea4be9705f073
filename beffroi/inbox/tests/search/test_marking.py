from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.search.marking import Piece, excerpt, holds
from beffroi.inbox.search.wanted import understand


def drawn(typed: str, *texts: str) -> str:
    pieces = excerpt(texts, understand(typed))
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("commande", "Ma COMMANDÉE, où ?", "Ma [COMMANDÉE], où ?"),
        ("epi", "À l’Épiphanie", "À l’[Épiphanie]"),
        ('"pain aux noix"', "Du pain aux noix", "Du [pain] [aux] [noix]"),
        ("pain", "Un\n  pain", "Un [pain]"),
        ("東京", "私は東京に", "私は[東][京]に"),
        ("❤", "Merci ❤️", "Merci [❤]\ufe0f"),
        ("absent", "Rien", ""),
    ],
)
def test_what_was_found_is_marked(typed: str, text: str, shown: str) -> None:
    assert drawn(typed, text) == shown


def test_a_long_text_is_shown_around_the_first_word_found() -> None:
    text = "avant " * 60 + "le pain " + "après " * 60
    shown = drawn("pain", text)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "[pain]" in shown[:40]
    assert len(shown) < 150


def test_the_message_that_holds_most_of_it_is_shown() -> None:
    assert drawn("pain noix", "Du pain", "Du pain aux noix") == "Du [pain] aux [noix]"


def test_nothing_is_changed_but_blanks() -> None:
    pieces = excerpt(["<b>pain</b> & \"'"], understand("pain"))
    assert pieces == (Piece("<b>"), Piece("pain", is_found=True), Piece("</b> & \"'"))


def test_a_phrase_stands_in_one_message() -> None:
    phrase = ("pain", "aux", "noix")
    assert holds(["Du Pain aux-noix !"], phrase)
    assert not holds(["pain aux", "noix"], phrase)


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_is_a_part_of_its_text(text: str, typed: str) -> None:
    pieces = excerpt([text], understand(typed))
    shown = "".join(piece.text for piece in pieces).strip("…")
    assert shown in " ".join(text.split())
