from __future__ import annotations

import pytest

from beffroi.core.addresses import has_public_name, is_reachable


@pytest.mark.parametrize(
    "url",
    [
        "https://beffroi.atelier-martin.fr",
        "http://avis.boulangerie.be:8443/x",
        "https://localhost.atelier-martin.fr",
        "https://8.8.8.8",
        "https://[2a00:1450:4007:80f::200e]/",
    ],
)
def test_people_elsewhere_can_open_it(url: str) -> None:
    assert is_reachable(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://[::1]:8000",
        "http://192.168.1.20",
        "http://10.0.0.3:8000",
        "http://beffroi",
        "http://beffroi.local",
        "http://BEFFROI.LAN.",
        "http://serveur.home.arpa",
        "https://beffroi.example",
        "https://[fd00::1]/",
        "https://[half",
        "",
    ],
)
def test_nobody_elsewhere_can_open_it(url: str) -> None:
    assert not is_reachable(url)


@pytest.mark.parametrize(
    ("url", "is_named"),
    [
        ("https://beffroi.example.org", True),
        ("https://beffroi.example.org:8443/", True),
        ("https://beffroi.example.org.", True),
        ("https://93.184.215.14", False),
        ("https://[2606:2800:21f::1]:8000", False),
        ("http://127.0.0.1:8000", False),
        ("https://beffroi.local", False),
        ("https://beffroi", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_number_is_no_name_that_people_can_open(url: str, *, is_named: bool) -> None:
    assert has_public_name(url) is is_named
