"""Ids of posts and comments."""

from __future__ import annotations

import pytest

from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.places import Place, comment_number, is_post, place_of

POST = "urn:li:share:7400000000000000001"


@pytest.mark.parametrize("place", [Place(POST), Place(POST, "12"), Place("urn:li:ugcPost:3", "4")])
def test_a_place_survives_as_an_id(place: Place) -> None:
    assert place_of(place.remote_id) == place
    assert len(place.remote_id.encode()) <= 500


def test_a_place_has_its_address_in_the_interface() -> None:
    encoded = "urn%3Ali%3Ashare%3A7400000000000000001"
    assert Place(POST).path == f"/rest/posts/{encoded}"
    assert Place(POST, "12").path == f"/rest/socialActions/{encoded}/comments/12"
    assert Place(POST, "12").url == f"https://www.linkedin.com/feed/update/{POST}/"


@pytest.mark.parametrize(
    ("urn", "number"),
    [
        ("urn:li:comment:(urn:li:activity:1,22)", "22"),
        ("urn:li:comment:(activity:1,22)", "22"),
        ("22", "22"),
        ("", ""),
        ("urn:li:share:x", ""),
    ],
)
def test_a_comment_is_numbered_by_its_urn_or_by_itself(urn: str, number: str) -> None:
    assert comment_number(urn) == number


@pytest.mark.parametrize(
    ("urn", "expected"),
    [
        ("urn:li:share:1", True),
        ("urn:li:ugcPost:1", True),
        ("urn:li:activity:1", False),
        ("urn:li:share:1/comments/2", False),
        ("", False),
    ],
)
def test_only_posts_are_posts(urn: str, expected: bool) -> None:
    assert is_post(urn) is expected


def test_rest_li_encodes_values_and_leaves_structure_alone() -> None:
    urn = "urn:li:comment:(urn:li:activity:1,2)"
    assert restli.key(urn) == "urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A1%2C2%29"
    assert restli.listed(["urn:li:share:1", "b"]) == "List(urn%3Ali%3Ashare%3A1,b)"
    assert restli.keyed({"a": "urn:x", "b": "C"}) == "(a:urn%3Ax,b:C)"
    assert restli.time_range(1, 2) == "(start:1,end:2)"
    assert restli.query(q="author", count=2) == "q=author&count=2"
