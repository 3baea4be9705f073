from __future__ import annotations

import pytest

from beffroi.core.foreign import ADDRESS_MAX, storable, web_address


@pytest.mark.parametrize(
    "given",
    [
        "https://bsky.app/profile/lea.test/post/3k",
        "http://127.0.0.1:8801/@lea/1",
        "https://exemple.fr/é?q=pain#sel",
        "HTTPS://EXAMPLE.ORG",
    ],
)
def test_a_web_address_may_be_linked(given: str) -> None:
    assert web_address(given) == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "\tjavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.test/x",
        "/inbox/",
        "https://",
        "https:///x",
        "http://[",
        "https://a b.test/",
        "https://evil.test/\u202egnp.exe",
        "https://evil.test/\ud800",
        "https://evil.test/\0",
        "java\nscript:alert(1)",
        "https://example.org/" + "a" * ADDRESS_MAX,
    ],
)
def test_anything_else_is_no_link(given: str) -> None:
    assert web_address(given) == ""


def test_an_address_longer_than_its_place_is_no_link() -> None:
    assert web_address("https://example.org/" + "a" * 90, longest=100) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("pain\0 bis", "pain bis"),
        ("seul \ud83d ici", "seul ? ici"),
        ("\u202eà l’envers", "\u202eà l’envers"),
        ("é" * 12, "é" * 10),
    ],
)
def test_what_is_kept_fits_every_database(text: str, kept: str) -> None:
    assert storable(text, longest=10 if len(text) == 12 else 100) == kept
    storable(text, longest=100).encode()
