from __future__ import annotations

import pytest

from beffroi.inbox.mentions import mentioned

TEAM = {
    1: "Claire Martin",
    2: "Karim Benali",
    3: "Zoé Petit",
    4: "Claire Dubois",
    5: "sam@x.example",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Karim, tu peux ?", (2,)),
        ("@karim benali", (2,)),
        ("@zoe @Karim @zoé", (3, 2)),
        ("@Claire", ()),
        ("@Claire Dubois", (4,)),
        ("@Claire Dubois et @claire martin.", (4, 1)),
        ("@Karimette", ()),
        ("écrivez à karim@benali.example", ()),
        ("(@Karim)", (2,)),
        ("« @Karim »", (2,)),
        ("@sam@x.example", (5,)),
        ("@", ()),
        ("@ Karim", ()),
        ("", ()),
    ],
)
def test_whom_a_note_names(text: str, found: tuple[int, ...]) -> None:
    assert mentioned(text, TEAM) == found


def test_two_of_the_same_name_are_not_guessed() -> None:
    assert mentioned("@Karim Benali", {1: "Karim Benali", 2: "karim benali"}) == ()
