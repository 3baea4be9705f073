"""Every error body that a WordPress site is known to give, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    RateLimited,
)
from beffroi.networks.tests.refusals import Refusal, said
from beffroi.networks.wordpress.errors import COMMENT_BYTES_MAX, NoTrash, TermExists

PAGE = "<!doctype html><title>Access denied</title>"


def body(code: str, status: int, **data: Any) -> dict[str, Any]:
    message = "Désolé, vous n’avez pas l’autorisation."
    return {"code": code, "message": message, "data": {"status": status, **data}}


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


FIELDS: list[tuple[Any, str, int | None]] = [
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
]
REFUSALS = [
    *(Refusal(said(status, answer), kind) for status, answer, kind in NAMES),
    *(
        Refusal(answer["code"], ContentRefused, {"field": field, "limit": limit})
        for answer, field, limit in FIELDS
    ),
]
