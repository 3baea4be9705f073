"""Every refusal that a site gives, and what must happen next."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy, Response
from beffroi.networks import registry
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    RateLimited,
)
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.tests.refusals import FIELDS, NAMES, PAGE, body
from beffroi.networks.wordpress.tests.world import WordPressWorld

URL = "https://site.example/wp-json/"


class Canned(OutboundClient):
    """Answers as it was told to."""

    def __init__(self, status: int, said: Any) -> None:
        super().__init__(OutboundPolicy())
        text = said if isinstance(said, str) else json.dumps(said)
        self.response = Response(status, httpx2.Headers({}), text.encode(), URL)

    def request(self, method: str, url: str, **request: Any) -> Response:
        return self.response


def ask(status: int, said: Any) -> None:
    Site(registry.network_http(Canned(status, said)), root=URL).read("GET", "wp/v2/media/1")


def code_of(said: Any) -> str:
    return str(said.get("code", "")) if isinstance(said, dict) else "page"


IDS = [f"{status}-{code_of(said)}" for status, said, _ in NAMES]


@pytest.mark.parametrize(("status", "said", "expected"), NAMES, ids=IDS)
def test_a_refusal_is_named_by_its_code(
    status: int, said: Any, expected: type[NetworkError]
) -> None:
    with pytest.raises(NetworkError) as caught:
        ask(status, said)
    assert type(caught.value) is expected or (
        expected is NetworkUnavailable and isinstance(caught.value, NetworkUnavailable)
    )
    assert "autorisation" not in caught.value.detail


@pytest.mark.parametrize(
    ("said", "field", "limit"),
    FIELDS,
)
def test_a_refused_content_says_what_to_change(said: Any, field: str, limit: int | None) -> None:
    with pytest.raises(ContentRefused) as caught:
        ask(said["data"]["status"], said)
    assert (caught.value.field, caught.value.limit) == (field, limit)


def test_a_flood_says_how_long_to_wait() -> None:
    with pytest.raises(RateLimited) as caught:
        ask(400, body("comment_flood", 400))
    assert caught.value.retry_after_seconds == 15


@pytest.mark.parametrize(("status", "said"), [(403, PAGE), (404, PAGE), (401, ""), (500, PAGE)])
def test_what_stands_in_front_of_a_site_proves_nothing(
    world: WordPressWorld, status: int, said: str
) -> None:
    post = world.post("Sorti ou non ?")
    world.answer_once("publish", said, status=status)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


@pytest.mark.parametrize(("status", "said"), [(413, PAGE), (400, ""), (415, PAGE)])
def test_a_file_that_is_refused_is_the_file_s_fault(
    world: WordPressWorld, status: int, said: str
) -> None:
    world.answer_once("upload", said, status=status)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("Four"))
    assert caught.value.field == "media"
