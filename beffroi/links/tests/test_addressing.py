from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.links.addressing import Campaign, NotAnAddress, host_of, normal, with_campaign


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.com", "https://example.com/"),
        ("  boulangerie.example/offre ", "https://boulangerie.example/offre"),
        ("https://crémerie.example/à-emporter", "https://xn--crmerie-cya.example/%C3%A0-emporter"),
        ("https://example.com/a%20b?q=%C3%A9", "https://example.com/a%20b?q=%C3%A9"),
        ("https://example.com:8443/x?y=é#là", "https://example.com:8443/x?y=%C3%A9#l%C3%A0"),
        ("HTTPS://EXAMPLE.com/Pain", "https://example.com/Pain"),
    ],
)
def test_addresses_travel_in_ascii(given: str, address: str) -> None:
    assert normal(given) == address
    assert normal(address) == address


@pytest.mark.parametrize(
    "given",
    [
        "",
        "pain",
        "javascript:alert(1)",
        "ftp://example.com/",
        "https://",
        "https://user:secret@example.com/",
        "https://localhost/",
        "https://example.com/\r\nSet-Cookie: a=b",
        "https://example.com:99999/",
        f"https://{'a' * 70}.example/",
        "https://example.com/" + "a" * 2000,
        "https://example.com/" + "é" * 500,
    ],
)
def test_what_is_no_page_is_refused(given: str) -> None:
    with pytest.raises(NotAnAddress):
        normal(given)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_ascii_address_or_refused(text: str) -> None:
    try:
        address = normal(text)
    except NotAnAddress:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert host_of(address)


def test_a_shop_is_told_whence_visitors_come() -> None:
    address = with_campaign(
        "https://example.com/pain?size=2#top", Campaign("bluesky", "fête"), code="abcdefg"
    )
    parts = urlsplit(address)
    assert parse_qs(parts.query) == {
        "size": ["2"],
        "utm_source": ["bluesky"],
        "utm_medium": ["social"],
        "utm_campaign": ["fête"],
        "utm_content": ["abcdefg"],
    }
    assert parts.fragment == "top"


def test_what_its_owner_wrote_stays() -> None:
    address = with_campaign(
        "https://example.com/?utm_source=lettre&utm_campaign=", Campaign("x", "y"), code="abcdefg"
    )
    assert parse_qs(urlsplit(address).query, keep_blank_values=True) == {
        "utm_source": ["lettre"],
        "utm_campaign": [""],
        "utm_medium": ["social"],
        "utm_content": ["abcdefg"],
    }


def test_an_address_that_would_be_too_long_stays_as_it_is() -> None:
    long = "https://example.com/" + "a" * 1960
    assert with_campaign(long, Campaign("bluesky", "fête"), code="abcdefg") == long
