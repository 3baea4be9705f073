"""Every refusal that a site gives, and what must happen next."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy, Response
from beffroi.networks import registry
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    RateLimited,
)
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.errors import COMMENT_BYTES_MAX, NoTrash, TermExists
from beffroi.networks.wordpress.tests.world import WordPressWorld

URL = "https://site.example/wp-json/"
PAGE = "<!doctype html><title>Access denied</title>"


def body(code: str, status: int, **data: Any) -> dict[str, Any]:
    message = "Désolé, vous n’avez pas l’autorisation."
    return {"code": code, "message": message, "data": {"status": status, **data}}


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


NAMES: list[tuple[int, Any, type[NetworkError]]] = [
    (401, body("incorrect_password", 401), AccessRevoked),
    (401, body("invalid_username", 401), AccessRevoked),
    (401, body("invalid_email", 401), AccessRevoked),
    (401, body("rest_not_logged_in", 401), AccessRevoked),
    (401, body("rest_cannot_create", 401), AccessRevoked),
    (401, body("rest_forbidden", 401), AccessRevoked),
    (501, body("application_passwords_disabled", 501), AppMisconfigured),
    (501, body("application_passwords_disabled_for_user", 501), AppMisconfigured),
    (404, body("rest_no_route", 404), AppMisconfigured),
    (403, body("rest_forbidden", 403), PermissionLost),
    (403, body("rest_forbidden_context", 403), PermissionLost),
    (403, body("rest_cannot_create", 403), PermissionLost),
    (403, body("rest_cannot_publish", 403), PermissionLost),
    (403, body("rest_cannot_edit", 403), PermissionLost),
    (403, body("rest_cannot_delete", 403), PermissionLost),
    (403, body("rest_cannot_read", 403), PermissionLost),
    (400, body("rest_invalid_param", 400, params={"title": "…"}), ContentRefused),
    (400, body("rest_missing_callback_param", 400, params=["name"]), ContentRefused),
    (400, body("rest_upload_no_data", 400), ContentRefused),
    (500, body("rest_upload_sideload_error", 500), ContentRefused),
    (400, body("term_exists", 400, term_id=12), TermExists),
    (400, body("term_exists", 400), ContentRefused),
    (400, body("rest_post_invalid_page_number", 400), ContentRefused),
    (404, body("rest_post_invalid_id", 404), NotFound),
    (404, body("rest_comment_invalid_id", 404), NotFound),
    (410, body("rest_already_trashed", 410), NotFound),
    (501, body("rest_trash_not_supported", 501), NoTrash),
    (409, body("comment_duplicate", 409), DuplicateContent),
    (400, body("comment_flood", 400), RateLimited),
    (429, body("comment_flood", 429), RateLimited),
    (403, body("rest_comment_closed", 403), ContentRefused),
    (403, body("rest_comment_trash_post", 403), ContentRefused),
    (403, body("rest_comment_draft_post", 403), ContentRefused),
    (403, body("rest_comment_invalid_post_id", 403), ContentRefused),
    (400, body("rest_comment_content_invalid", 400), ContentRefused),
    (400, body("comment_content_column_length", 400), ContentRefused),
    (500, body("db_insert_error", 500), NetworkUnavailable),
    (500, body("rest_comment_failed_create", 500), NetworkUnavailable),
    (500, body("internal_server_error", 500), NetworkUnavailable),
    (503, PAGE, NetworkUnavailable),
    (403, PAGE, NetworkUnavailable),
    (404, PAGE, NetworkUnavailable),
    (401, PAGE, NetworkUnavailable),
    (403, "", NetworkUnavailable),
    (403, {"error": "blocked"}, NetworkUnavailable),
    (429, PAGE, RateLimited),
    (413, PAGE, ContentRefused),
]
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
    [
        (body("rest_invalid_param", 400, params={"title": "…"}), "title", None),
        (body("rest_invalid_param", 400, params={"featured_media": "…"}), "media", None),
        (body("rest_invalid_param", 400, params={"content": "…"}), "text", None),
        (body("rest_invalid_param", 400, params={"tags[0]": "…"}), "text", None),
        (body("rest_invalid_param", 400, params={}), "text", None),
        (body("rest_invalid_param", 400, params="?"), "text", None),
        (body("rest_missing_callback_param", 400, params=["name"]), "tags", None),
        (body("term_exists", 400, term_id=12), "tags", None),
        (body("rest_upload_hash_mismatch", 412), "media", None),
        (body("rest_comment_closed", 403), "reply_to", None),
        (body("comment_content_column_length", 400), "text", COMMENT_BYTES_MAX),
    ],
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
