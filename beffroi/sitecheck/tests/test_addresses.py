from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sitecheck.addresses import Mistake, NotASite, readable_host, site_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("atelier-martin.fr", "https://atelier-martin.fr/"),
        ("  www.Atelier-Martin.fr/ ", "https://www.atelier-martin.fr/"),
        ("http://atelier-martin.fr", "http://atelier-martin.fr/"),
        ("HTTPS://ATELIER-MARTIN.FR/Fr?a=1#b", "https://atelier-martin.fr/Fr?a=1"),
        ("crêperie-été.fr", "https://crêperie-été.fr/"),
        ("127.0.0.1:8000", "https://127.0.0.1:8000/"),
        ("//atelier-martin.fr", "https://atelier-martin.fr/"),
    ],
)
def test_what_people_type_is_understood(typed: str, address: str) -> None:
    assert site_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", Mistake.EMPTY),
        ("   ", Mistake.EMPTY),
        ("contact@atelier-martin.fr", Mistake.MAIL),
        ("mailto:contact@atelier-martin.fr", Mistake.MAIL),
        ("https://www.facebook.com/ateliermartin", Mistake.PROFILE),
        ("instagram.com/atelier.martin", Mistake.PROFILE),
        ("boulangerie", Mistake.NO_ADDRESS),
        ("ftp://atelier-martin.fr/", Mistake.NO_ADDRESS),
        ("javascript:alert(1)", Mistake.NO_ADDRESS),
        ("file:///etc/passwd", Mistake.NO_ADDRESS),
        ("https://a:b@atelier-martin.fr/", Mistake.NO_ADDRESS),
        ("http://[::1", Mistake.NO_ADDRESS),
        ("https://atelier-martin.fr:99999/", Mistake.NO_ADDRESS),
        ("https://" + "a" * 600 + ".fr", Mistake.NO_ADDRESS),
        ("https://%31%32.7.0.0.1/", Mistake.NO_ADDRESS),
        ("https://<b>.fr", Mistake.NO_ADDRESS),
    ],
)
def test_what_is_no_site_is_named(typed: str, mistake: Mistake) -> None:
    with pytest.raises(NotASite) as refused:
        site_address(typed)
    assert refused.value.mistake is mistake


@given(st.text(max_size=200))
def test_nothing_that_is_typed_raises_anything_else(typed: str) -> None:
    with suppress(NotASite):
        assert site_address(typed).startswith(("http://", "https://"))


def test_a_name_in_its_own_letters_is_shown_so() -> None:
    assert readable_host("https://xn--crperie-kya.fr/") == "crêperie.fr"
    assert readable_host("https://www.crêperie.fr/") == "crêperie.fr"
    assert readable_host("https://xn--\x00/") == "xn--\x00"
