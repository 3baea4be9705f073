from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from beffroi.company.clauses import Text
from beffroi.sales.contests import rules_text
from beffroi.sales.contests.rules import Missing, Prize
from beffroi.sales.contests.rules_text import Organiser, Told

ORGANISER = Organiser("Atelier Martin", "3 rue du Four\n59500 Douai", "a@example.org", "03 27")
WHOLE = Told(
    name="Le coffret",
    organiser=ORGANISER,
    zone=ZoneInfo("Europe/Paris"),
    begins_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    ends_at=datetime(2026, 12, 10, 22, 59, tzinfo=UTC),
    draw_at=datetime(2026, 12, 11, 9, tzinfo=UTC),
    who="toute personne qui habite en France.",
    how="Commentez notre publication.",
    prizes=(Prize("un coffret", 4500), Prize("une tarte", 1800, 2)),
    substitute_count=2,
    told_how="par un message privé",
    networks=("Facebook", "Instagram"),
    mediator="CM2C, cm2c.net",
)


def words(text: Text) -> str:
    parts = (part for one in text.clauses for part in (*one.sentences, *one.points, *one.after))
    return " ".join(parts).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "sentence",
    [
        "par Atelier Martin, 3 rue du Four, 59500 Douai.",
        "du 1er décembre 2026 à 9 h au 10 décembre 2026 à 23 h 59",
        "Europe/Paris",
        "toute personne qui habite en France.",
        "au moins 18 ans",
        "Commentez notre publication.",
        "gratuit",
        "3 lots",
        "81,00 €",
        "2 × une tarte, d’une valeur de 18,00 € chacun",
        "à partir du 11 décembre 2026 à 10 h",
        "2 suppléants",
        "par un message privé.",
        "14 jours",
        "11 mars 2027",
        "ni organisé, ni parrainé, ni approuvé par Facebook ou Instagram",
        "médiateur",
        "CM2C, cm2c.net.",
    ],
)
def test_french_rules_say(sentence: str) -> None:
    assert sentence in words(rules_text.text_of(WHOLE))


@pytest.mark.parametrize(
    "sentence",
    [
        "organised by Atelier Martin, 3 rue du Four, 59500 Douai.",
        "from 1 December 2026 at 9:00 to 10 December 2026 at 23:59",
        "3 prizes are drawn, worth €81.00 in all with tax:",
        "2 × une tarte, worth €18.00 each",
        "un coffret, worth €45.00",
        "from 11 December 2026 at 10:00 on",
        "2 substitutes are drawn",
        "by 11 March 2027",
        "neither run, sponsored nor endorsed by Facebook or Instagram",
    ],
)
def test_english_rules_say(sentence: str) -> None:
    assert sentence in words(rules_text.text_of(replace(WHOLE, language="en")))


def test_whole_rules_miss_nothing() -> None:
    assert rules_text.missing(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"organiser": replace(ORGANISER, address="")}, Missing.ADDRESS),
        ({"organiser": replace(ORGANISER, email="", phone="")}, Missing.CONTACT),
        ({"begins_at": None}, Missing.DATES),
        ({"ends_at": None}, Missing.DATES),
        ({"who": ""}, Missing.WHO),
        ({"how": ""}, Missing.HOW),
        ({"prizes": ()}, Missing.PRIZES),
        ({"draw_at": None}, Missing.DRAW),
        ({"told_how": ""}, Missing.TOLD),
    ],
)
def test_what_is_not_said_is_asked_for(change: dict[str, object], what: Missing) -> None:
    assert rules_text.missing(replace(WHOLE, **change)) == [what]  # type: ignore[arg-type]


def test_rules_of_which_nothing_is_known_can_be_read() -> None:
    bare = Told(name="x", organiser=Organiser("y"), zone=ZoneInfo("Europe/Paris"))
    keys = [one.key for one in rules_text.text_of(bare).clauses]
    assert keys == ["organiser", "free", "data", "networks", "complaints"]
    assert len(rules_text.missing(bare)) == len(Missing)


def test_a_person_changes_a_clause_and_no_other() -> None:
    own = replace(WHOLE, own={"who": "Tout le monde.\n\n Sauf nous. "})
    before = {one.key: one for one in rules_text.text_of(WHOLE).clauses}
    after = {one.key: one for one in rules_text.text_of(own).clauses}
    assert after["who"].sentences == ("Tout le monde.", "Sauf nous.")
    assert after["who"].title == before["who"].title
    assert {key for key in after if after[key] != before[key]} == {"who"}


def test_without_substitutes_a_prize_is_lost() -> None:
    text = words(rules_text.text_of(replace(WHOLE, language="en", substitute_count=0)))
    assert "after that they lose their prize." in text
    assert "substitute" not in text
