"""What an instance says that it allows, and what is supposed where it says nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.mastodon.limits import DEFAULTS, parse_limits
from beffroi.networks.mastodon.tests.world import MastodonWorld


def test_the_limits_are_those_of_the_instance(world: MastodonWorld) -> None:
    world.change(text_max=11_000, images_max=6, link_length=30, alt_text_max=420)
    limits = world.channel().read_limits()
    assert (limits.text_max, limits.images_max) == (11_000, 6)
    assert (limits.link_length, limits.alt_text_max) == (30, 420)
    assert "video/mp4" not in limits.image_types


def test_a_server_without_the_newer_document_is_asked_for_the_older(fork: MastodonWorld) -> None:
    assert fork.channel().read_limits().text_max == 5000


@pytest.mark.parametrize("body", ["<html>not found", '{"error":"Not implemented"}'])
def test_a_server_that_says_nothing_is_given_the_usual_limits(
    world: MastodonWorld, body: str
) -> None:
    for _ in range(2):
        world.answer_once("instance", body, status=404)
    assert world.channel().read_limits() == DEFAULTS


def test_a_page_in_place_of_the_newer_document_leads_to_the_older(world: MastodonWorld) -> None:
    world.change(text_max=700)
    world.answer_once("instance", "<!doctype html><div id=app></div>")
    assert world.channel().read_limits().text_max == 700


def test_a_server_that_fails_is_not_a_server_that_says_nothing(world: MastodonWorld) -> None:
    world.answer_once("instance", "{}", status=503)
    with pytest.raises(NetworkUnavailable):
        world.channel().read_limits()


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"configuration": None},
        {"configuration": {"statuses": [], "media_attachments": "none"}},
        {"configuration": {"statuses": {"max_characters": "500"}}},
        {"configuration": {"statuses": {"max_characters": -1, "max_media_attachments": True}}},
        {"configuration": {"media_attachments": {"supported_mime_types": [7, None]}}},
        {"configuration": {"media_attachments": {"supported_mime_types": 7}}},
    ],
)
def test_what_cannot_be_a_limit_is_the_usual_one(document: dict[str, Any]) -> None:
    assert parse_limits(document) == DEFAULTS


def test_old_forks_tell_the_length_of_texts_at_the_top() -> None:
    expected = dataclasses.replace(DEFAULTS, text_max=5000)
    assert parse_limits({"max_toot_chars": 5000}) == expected
