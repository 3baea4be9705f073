from __future__ import annotations

import pytest

from beffroi.inbox.mentions import mentions_in

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
    assert mentions_in(text, TEAM).ids == found


@pytest.mark.parametrize(
    ("text", "unknown", "shared"),
    [
        ("@Kar, tu peux ?", ("@Kar",), ()),
        ("@Kar @Kar @Léo.", ("@Kar", "@Léo"), ()),
        ("@Karimette", ("@Karimette",), ()),
        ("@Anne-Lise’s", ("@Anne-Lise’s",), ()),
        ("@Claire et @Karim", (), ("@Claire",)),
        ("@Claire Dubois", (), ()),
        ("@Claire Durand", (), ("@Claire",)),
        ("karim@benali.example, 3 @ 2 €, @", (), ()),
        ("@" + "x" * 99, ("@" + "x" * 40,), ()),
    ],
)
def test_what_names_nobody_for_sure_is_told(
    text: str, unknown: tuple[str, ...], shared: tuple[str, ...]
) -> None:
    found = mentions_in(text, TEAM)
    assert (found.unknown, found.shared) == (unknown, shared)


def test_two_of_the_same_name_are_not_guessed() -> None:
    found = mentions_in("@Karim Benali", {1: "Karim Benali", 2: "karim benali"})
    assert (found.ids, found.unknown, found.shared) == ((), (), ("@Karim",))


def test_a_whole_name_is_not_that_of_another_whose_first_name_it_is() -> None:
    assert mentions_in("@Sam", {1: "Sam", 2: "Sam Petit"}).ids == (1,)
