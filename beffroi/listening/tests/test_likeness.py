from __future__ import annotations

import pytest

from beffroi.listening.likeness import fingerprint, is_alike, near, words_of

SAID = "La file du samedi chez Martin n'avance plus, une heure pour une baguette"


@pytest.mark.parametrize(
    "copied",
    [
        SAID.upper(),
        f"{SAID} 😡😡",
        f"{SAID} https://example.com/abc",
        f"@claire @karim {SAID} !!!",
        SAID.replace("une heure", "1 heure"),
        f"RT {SAID}",
    ],
)
def test_a_copy_is_found_and_alike(copied: str) -> None:
    one, other = words_of(SAID), words_of(copied)
    first, second = fingerprint(one), fingerprint(other)
    assert first is not None
    assert second is not None
    assert near([second], [first]) == [[0]]
    assert is_alike(one, other)


@pytest.mark.parametrize(
    "said",
    [
        "Le samedi chez Martin il y a du monde mais le pain vaut bien une petite attente",
        "Quelqu'un sait si la boulangerie du centre est ouverte demain matin à sept heures ?",
    ],
)
def test_others_on_the_same_subject_are_not(said: str) -> None:
    assert not is_alike(words_of(SAID), words_of(said))


def test_few_words_are_alike_by_chance() -> None:
    assert fingerprint(words_of("Bravo Martin !")) is None
    assert fingerprint(words_of("")) is None


def test_other_scripts_are_compared_by_their_signs() -> None:
    one = words_of("土曜日のパン屋の行列は長すぎます")
    assert is_alike(one, words_of("土曜日のパン屋の行列は長すぎます。"))
    assert not is_alike(one, words_of("今日はとてもいい天気ですね"))


def test_fingerprints_fit_the_column() -> None:
    for number in range(200):
        found = fingerprint(words_of(f"un deux trois quatre cinq six sept huit mot{number}"))
        assert found is not None
        assert 0 <= found < 2**63


def test_any_number_of_fingerprints_is_compared() -> None:
    known = [key << 40 for key in range(300)]
    assert all(place in found for place, found in enumerate(near(known, known)))
    assert near([5], []) == [[]]
    assert near([], known) == []
