from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.places import PLACES, filled, first_name, signature, unknown

ODILE = {"prenom": "Odile", "entreprise": "Atelier Martin"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour {prenom} !", "Bonjour Odile !"),
        ("Bonjour { prenom } !", "Bonjour Odile !"),
        ("{prenom}{prenom}", "OdileOdile"),
        ("Bonjour {nom}, merci", "Bonjour, merci"),
        ("L’équipe de {entreprise}", "L’équipe d’Atelier Martin"),
        ("Que {prenom} dise", "Qu’Odile dise"),
        ("Merci de {moi}", "Merci de"),
        ("Le code {entreprise}", "Le code Atelier Martin"),
        ("made {prenom}", "made Odile"),
        ("{inconnu} et {", "{inconnu} et {"),
        ("rien", "rien"),
    ],
)
def test_places_are_filled(text: str, expected: str) -> None:
    assert filled(text, ODILE) == expected


def test_what_is_filled_in_is_no_template() -> None:
    assert filled("Bonjour {prenom}", {"prenom": "{entreprise}"}) == "Bonjour {entreprise}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{prenom} {nom} {entreprise} {reseau} {moi}", ()),
        ("{firstname} {prenom} {firstname} {}", ("firstname", "")),
        ("{PRENOM}", ("PRENOM",)),
        ("un { seul", ()),
    ],
)
def test_what_is_no_place_is_named(text: str, found: tuple[str, ...]) -> None:
    assert unknown(text) == found


@given(st.text(), st.dictionaries(st.sampled_from(PLACES), st.text()))
def test_any_text_can_be_filled(text: str, values: dict[str, str]) -> None:
    filled(text, values)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        *(("Odile Garnier", "Odile"), ("@x", ""), ("", ""), ("مخبز النور", "مخبز")),
        *(("Boulangerie Martin", ""), ("Les Trois Frères", ""), ("sandrine_59", "")),
    ],
)
def test_people_are_greeted_by_their_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("chosen", "writer", "signed"),
    [
        ("", "Karim Benali", "Karim"),
        ("Claire", "Karim Benali", "Claire"),
        ("", "Team Atelier", "Team"),
        ("", "", ""),
    ],
)
def test_whoever_writes_signs_unless_the_company_chose_a_name(
    chosen: str, writer: str, signed: str
) -> None:
    assert signature(chosen, writer_name=writer) == signed
