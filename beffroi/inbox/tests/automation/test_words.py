from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.automation.words import entries, meaningless, read, understand


@pytest.mark.parametrize(
    ("typed", "text", "is_held"),
    [
        ("devis", "Un DEVIS pour 80 personnes ?", True),
        ("remboursement", "Je veux être remboursée", True),
        ("remboursement", "Je paie tout de suite", False),
        ("pas content", "Je ne suis pas content du tout", True),
        ("pas content", "Content, pas comme l’autre fois", False),
        ("gâteau", "des gateaux", True),
        ("😡", "Encore en retard 😡", True),
        ("面包", "我喜欢面包", True),
        ("devis, facture", "Ma facture ?", True),
        ("", "N’importe quoi", True),
        ("vis", "Un devis", False),
        ("devis", "", False),
    ],
)
def test_a_message_holds_one_of_the_words_whatever_their_dress(
    typed: str, text: str, is_held: bool
) -> None:
    assert understand(typed, needs_all=False).are_in(read(text)) is is_held


def test_all_of_them_are_asked_for() -> None:
    wanted = understand("devis; mariage", needs_all=True)
    assert wanted.are_in(read("Un devis pour un mariage"))
    assert not wanted.are_in(read("Un devis"))


def test_entries_are_cut_at_commas_semicolons_and_lines_each_once() -> None:
    assert entries(" devis,\n pas  content ;devis,, \0") == ("devis", "pas content")
    assert meaningless("devis, !!!, …") == ("!!!", "…")


@pytest.mark.parametrize("word", ["ah ", "好"])
def test_a_long_entry_is_looked_for_in_long_messages_without_long_work(word: str) -> None:
    wanted = understand(word * (1_400 // len(word)) + "oh", needs_all=False)
    message = read(word * (20_000 // len(word)))
    begun = time.process_time()
    assert not any(wanted.are_in(message) for _ in range(500))
    assert time.process_time() - begun < 2


@given(st.text(), st.text())
def test_whatever_is_typed_and_said_gives_an_answer(typed: str, text: str) -> None:
    wanted = understand(typed, needs_all=False)
    assert wanted.are_in(read(text)) in {True, False}
    if wanted.entries:
        assert wanted.are_in(wanted.entries[0])
