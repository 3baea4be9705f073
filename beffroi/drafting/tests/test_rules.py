from __future__ import annotations

import pytest

from beffroi.drafting import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://api.example.org/v1", "https://api.example.org/v1"),
        (" https://API.example.org/v1/ ", "https://api.example.org/v1"),
        ("api.example.org/v1", "https://api.example.org/v1"),
        ("https://api.example.org/v1/chat/completions", "https://api.example.org/v1"),
        ("https://api.example.org:443", "https://api.example.org"),
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://model:80/a/b", "http://model/a/b"),
    ],
)
def test_an_address_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert rules.clean_address(typed) == kept
    assert rules.clean_address(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "https://", "ftp://example.org", "javascript:alert(1)", "file:///etc/passwd"),
        *("https://a:b@example.org/v1", "https://example.org/v1?key=x", "https://example.org/#a"),
        *("https://exa mple.org", "https://example.org:99999", "https://example.org/%2e%2e/"),
        *("https://example.org/\\evil", "https://-", "https://[::1", "https://ex\u0000ample.org"),
        *("https://example.org/v1\nHost: evil", "http://{{7*7}}", "https://<b>.org"),
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(rules.InvalidAddress):
        rules.clean_address(typed)


@pytest.mark.parametrize(
    ("address", "pair"),
    [
        ("https://api.example.org/v1", "api.example.org:443"),
        ("http://model/v1", "model:80"),
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434"),
        ("http://[::1]:8080", "[::1]:8080"),
    ],
)
def test_only_the_very_host_and_port_that_the_owner_named_is_theirs(
    address: str, pair: str
) -> None:
    assert rules.host_and_port(address) == pair
    assert rules.is_allowed_by_owner(address, allow={pair.upper()})
    assert not rules.is_allowed_by_owner(address, allow={f"{pair}0", "localhost:1"})
    assert not rules.is_allowed_by_owner(address, allow=())
