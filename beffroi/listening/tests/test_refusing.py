from __future__ import annotations

import pytest

from beffroi.listening import rules, sensitive
from beffroi.listening.refusing import Problem, refusals, tidied
from beffroi.listening.rules import Subject
from beffroi.listening.sensitive import Theme
from beffroi.listening.sought import Pair, Sought


@pytest.mark.parametrize(
    ("sought", "problem", "field"),
    [
        (Sought(), Problem.EMPTY, "any_of"),
        (Sought(none_of=("recette",)), Problem.EMPTY, "any_of"),
        (Sought(any_of=("le", "la")), Problem.STOP_WORDS, "any_of"),
        (Sought(all_of=("pour tous",)), Problem.STOP_WORDS, "any_of"),
        (Sought(any_of=("levain", "le")), Problem.TOO_WIDE, "any_of"),
        (Sought(any_of=("x" * 101,)), Problem.TOO_LONG, "any_of"),
        (Sought(any_of=("levain",), none_of=("!!!",)), Problem.NO_WORD, "none_of"),
        (Sought(any_of=("#",)), Problem.NO_WORD, "any_of"),
        (Sought(any_of=("levain",), none_of=("Levain",)), Problem.CONTRADICTORY, "none_of"),
        (Sought(near=(Pair("хлеб", "pain"),)), Problem.NEAR_OTHER_SCRIPT, "near"),
        (
            Sought(any_of=tuple(f"mot{n}" for n in range(rules.TERMS_MAX + 1))),
            Problem.TOO_MANY,
            "any_of",
        ),
    ],
)
def test_what_cannot_be_looked_for_is_refused(sought: Sought, problem: Problem, field: str) -> None:
    found = refusals(sought, subject=Subject.BRAND)
    assert [(one.problem, one.field) for one in found] == [(problem, field)]


@pytest.mark.parametrize(
    "sought",
    [
        Sought(any_of=("levain",)),
        Sought(any_of=("le", "la"), all_of=("levain",)),
        Sought(all_of=("atelier martin",), none_of=("recette",)),
        Sought(near=(Pair("pain", "levain"),)),
        Sought(any_of=("パン屋", "хлеб")),
        Sought(any_of=("#douai", "@atelier.example")),
    ],
)
def test_what_can_be_is_not(sought: Sought) -> None:
    assert refusals(sought, subject=Subject.TOPIC) == []


def test_what_is_protected_most_is_noticed() -> None:
    found = sensitive.themes(["pharmacie", "cancer du sein", "la CGT", "#Ramadan", "transport"])
    assert found == {
        Theme.HEALTH: "cancer du sein",
        Theme.UNIONS: "la CGT",
        Theme.RELIGION: "#Ramadan",
    }


def test_of_a_person_it_may_not_be_followed() -> None:
    sought = Sought(any_of=("Karim Benali",), beside=("syndicat", "boulanger"))
    for subject in Subject:
        refused = refusals(sought, subject=subject)
        assert [(one.problem, one.terms) for one in refused] == [(Problem.PERSONAL, ("syndicat",))]


@pytest.mark.parametrize(
    "sought",
    [
        Sought(any_of=("Emmanuel Dupont est malade",)),
        Sought(any_of=("emmanuel dupont",), all_of=("cancer",)),
        Sought(any_of=("malade",), beside=("Marie-Claude Lefebvre",)),
        Sought(near=(Pair("Emmanuel", "Dupont"),), any_of=("gay",)),
        Sought(all_of=("Emmanuel", "Dupont", "musulman")),
        Sought(any_of=("@emmanuel_dupont",), all_of=("grossesse",)),
    ],
)
@pytest.mark.parametrize("subject", [Subject.BRAND, Subject.TOPIC])
def test_a_name_beside_what_is_protected_is_refused_whatever_it_is_called(
    sought: Sought, subject: Subject
) -> None:
    assert [one.problem for one in refusals(sought, subject=subject)] == [Problem.PERSONAL]


@pytest.mark.parametrize(
    "sought",
    [Sought(any_of=("gay",)), Sought(any_of=("Malade",)), Sought(any_of=("Levain", "cancer"))],
)
def test_alone_it_is_followed_as_a_subject_or_a_product(sought: Sought) -> None:
    assert [one.problem for one in refusals(sought, subject=Subject.BRAND)] == [Problem.PROTECTED]
    for subject in (Subject.TOPIC, Subject.PRODUCT):
        assert refusals(sought, subject=subject) == []


@pytest.mark.parametrize(
    "sought",
    [
        Sought(any_of=("Atelier Martin",), all_of=("malade",)),
        Sought(any_of=("Mosquée de Douai", "Église Saint-Pierre")),
        Sought(any_of=("vélo santé",)),
        Sought(any_of=("Institut Curie",), all_of=("cancer",)),
    ],
)
def test_a_house_may_hear_of_what_happens_in_it(sought: Sought) -> None:
    assert refusals(sought, subject=Subject.BRAND, house="Vélo Santé") == []


def test_beside_nothing_is_what_is_looked_for() -> None:
    assert tidied(Sought(beside=("Douai",))) == Sought(any_of=("Douai",))
