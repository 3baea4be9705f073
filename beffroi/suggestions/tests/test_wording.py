from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.wording import (
    BadNotation,
    Filled,
    Slot,
    fill,
    read,
    slots,
    still_to_fill,
)

GAPS = {"hours": "your hours", "phone": "your phone", "email": "your e-mail"}


def said(source: str, **values: str) -> Filled:
    return fill(read(source), values, names_of_gaps=GAPS)


@pytest.mark.parametrize(
    ("source", "values", "text", "missing", "gaps"),
    [
        ("Open {hours}.", {"hours": "all day"}, "Open all day.", (), ()),
        ("Open {hours}.", {}, "Open [your hours].", ("hours",), ("your hours",)),
        ("[Ring {phone}.|Write.]", {"phone": "12"}, "Ring 12.", (), ()),
        ("[Ring {phone}.|Write.]", {}, "Write.", ("phone",), ()),
        ("[{phone}, {email}|here]", {"phone": "12"}, "here", ("email",), ()),
        ("Hello {person}, yes.", {"person": "Zoé"}, "Hello Zoé, yes.", (), ()),
        ("Hello {person}, yes.", {}, "Hello, yes.", (), ()),
        ("Thanks, {person}!", {}, "Thanks!", (), ()),
        ("Yes.\n{signature}", {"signature": "Ann"}, "Yes.\nAnn", (), ()),
        ("Yes.\n{signature}", {}, "Yes.", ("signature",), ()),
        ("It is {fact:the price}.", {}, "It is [the price].", (), ("the price",)),
        ("[{phone}: {fact:when}|no]", {"phone": "1"}, "1: [when]", (), ("when",)),
        ("{phone} {phone}", {}, "[your phone] [your phone]", ("phone",), ("your phone",) * 2),
        ("", {}, "", (), ()),
    ],
)
def test_what_is_known_is_said_and_what_is_not_is_named(
    source: str,
    values: dict[str, str],
    text: str,
    missing: tuple[str, ...],
    gaps: tuple[str, ...],
) -> None:
    assert said(source, **values) == Filled(text, missing, gaps)


@pytest.mark.parametrize(
    "source",
    [
        *("{unknown}", "{fact}", "{hours:when}", "{", "a } b", "[only one way]", "a | b"),
        *("[a|b|c]", "[a [b|c]|d]", "{person}, hello", "{signature}", "{{hours}}", "{hours", "{}"),
    ],
)
def test_what_cannot_be_filled_is_refused(source: str) -> None:
    with pytest.raises(BadNotation):
        read(source)


def test_every_place_is_found_in_both_ways() -> None:
    parts = read("Hello {person} [{phone}|{fact:what}]")
    assert [slot.name for slot in slots(parts)] == ["person", "phone", "fact"]
    assert Slot("person", lead=" ") in parts


def test_what_is_still_to_fill_is_found_in_a_text_that_is_to_leave() -> None:
    assert still_to_fill("On [the day] at [the hour]. No] more[") == ("the day", "the hour")
    assert still_to_fill("All said.") == ()


@given(some.text(max_size=60))
def test_what_is_filled_in_is_never_read_as_notation(value: str) -> None:
    filled = said("Ring {phone} now.", phone=value)
    if value:
        assert filled.text == f"Ring {value} now."


@given(some.text(alphabet="{}[]|:, \nahours fact", max_size=80))
def test_any_text_is_read_or_refused_and_nothing_else(source: str) -> None:
    try:
        parts = read(source)
    except BadNotation:
        return
    fill(parts, {}, names_of_gaps=dict.fromkeys(["hours"], "x"))
