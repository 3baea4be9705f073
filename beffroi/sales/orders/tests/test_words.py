from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.orders.bodies import JSON, TEXT_MAX, email, header, identifier, text
from beffroi.sales.orders.codes import CODE_MAX, CODES_MAX, normal_code, normal_codes
from beffroi.sales.orders.hearing import is_question, said_in
from beffroi.sales.orders.landings import landing_of
from beffroi.sales.orders.problems import Refused, shown


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("brioche10", "BRIOCHE10"),
        ("  Brioche10 ", "BRIOCHE10"),
        ("NOËL", "NOËL"),
        ("noe\u0308l", "NOËL"),
        ("ＢＲＩＯ", "BRIO"),
        ("noel\u200b2026", "NOEL2026"),
        ("noel\t2026", "NOEL 2026"),
        ("straße", "STRASSE"),
        ("\u0000", ""),
        ("", ""),
    ],
)
def test_a_code_is_compared_whoever_wrote_it(written: str, code: str) -> None:
    assert normal_code(written) == code


@given(st.text(max_size=200))
def test_a_code_is_normal_once_for_all(written: str) -> None:
    once = normal_code(written)
    assert normal_code(once) == once
    assert len(once) <= CODE_MAX


def test_codes_are_told_once_and_not_without_end() -> None:
    assert normal_codes(["a", "A", " ", "b"]) == ("A", "B")
    assert len(normal_codes(str(n) for n in range(1000))) == CODES_MAX


def test_the_address_of_a_visit_says_nothing_of_who_came() -> None:
    found = landing_of(
        "https://lea:secret@fournil.example:8443/offre/?email=lea@example.fr"
        "&utm_source=facebook&utm_medium=social&utm_campaign=no%C3%ABl&utm_content=p7#lea"
    )
    assert found.address == "https://fournil.example/offre/"
    assert (found.source, found.medium, found.campaign, found.content) == (
        "facebook", "social", "noël", "p7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "click"),
    [
        ("https://fournil.example/?bf=aB3dE5g", "aB3dE5g"),
        ("/offre?bf=aB3dE5g", "aB3dE5g"),
        ("https://fournil.example/?bf=aB3dE5", ""),
        ("https://fournil.example/?bf=aB3dE50", ""),  # 0 is no sign of a code
        ("https://fournil.example/?bf=<script>", ""),
        ("", ""),
    ],
)
def test_the_code_of_our_link_is_found_in_the_address(address: str, click: str) -> None:
    assert landing_of(address).click == click


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.test", "http://[::1", "ftp://a.b/", "x",
     "https://", "https://a\r\nb/", "\ud83d"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_not_kept(address: str) -> None:
    found = landing_of(address).address
    assert found == "" or found.startswith(("https://", "/"))
    assert "\n" not in found


@given(st.text(max_size=300))
def test_no_address_breaks_it(address: str) -> None:
    found = landing_of(address)
    assert found.address.isprintable()


def test_a_query_without_end_tells_nothing() -> None:
    assert landing_of("/?" + "a=1&" * 1000 + "utm_source=x").source == ""


@pytest.mark.parametrize(
    "name",
    ["Comment nous avez-vous connus ?", "_comment_nous_avez_vous_connu",
     "How did you hear about us?", "billing_how_did_you_hear", "HDYHAU",
     "Où nous avez-vous découverts ?"],
)  # fmt: skip
def test_the_question_is_known_however_a_form_spells_it(name: str) -> None:
    assert is_question(name)


@pytest.mark.parametrize("name", ["", "connu", "Votre message", "billing_email", "hear"])
def test_other_questions_are_not_taken_for_it(name: str) -> None:
    assert not is_question(name)


def test_the_first_answer_that_says_something_is_taken() -> None:
    answers = [" ", 5, " Par\nAna ", "b"]
    fields = [("note", "x"), *(("HDYHAU", answer) for answer in answers)]
    assert said_in(fields) == "Par Ana"
    assert said_in([]) == ""


def test_texts_are_cut_and_can_be_stored() -> None:
    assert text("a" * 10_000) == "a" * TEXT_MAX
    assert text("a\0b\ud83d\nc") == "ab? c"
    assert text(None) == ""
    assert text(5) == ""


def test_an_id_is_a_number_or_a_text() -> None:
    assert identifier(1042) == "1042"
    assert identifier(" R-7 ") == "R-7"
    wrong: list[JSON] = [None, "", " ", 0, -1, True, Decimal("1.5"), [], {}, "x" * 101]
    for one in wrong:
        with pytest.raises(Refused):
            identifier(one)


def test_an_address_of_mail_has_its_sign() -> None:
    assert email(" Lea@Example.FR ") == "lea@example.fr"
    for wrong in (None, "", "lea", "a b@c", "a@" + "b" * 300):
        assert email(wrong) == ""


def test_a_header_is_found_in_any_case() -> None:
    assert header({"x-shopify-topic": "a"}, "X-Shopify-Topic") == "a"
    assert header({}, "X-Shopify-Topic") == ""


def test_what_is_shown_to_people_is_short_and_seen() -> None:
    assert shown("a\tb\x07" + "c" * 500) == "a b\ufffd" + "c" * 76
