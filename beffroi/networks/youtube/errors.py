"""The refusals that only YouTube gives, and what an answer means in the middle of an upload.

https://developers.google.com/youtube/v3/docs/errors (read 2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    QuotaExhausted,
    UnexpectedResponse,
)
from beffroi.networks.families.google_errors import Make, read_refusal
from beffroi.networks.http import Answer, NetworkHttp
from beffroi.networks.youtube.declaration import (
    COMMENT_MAX,
    DESCRIPTION_BYTES_MAX,
    TAGS_MAX,
    TITLE_MAX,
)

_INCOMPLETE = 308


class StaleToken(UnexpectedResponse):
    """The place of a page is no longer known: the list must be read from its beginning."""


class Incomplete(NetworkError):
    """Not all bytes are there: which is what an answer to a piece usually says."""

    def __init__(self, detail: str, *, offset: int) -> None:
        super().__init__(detail)
        self.offset = offset


class SessionLost(NetworkUnavailable):
    """The session is unknown: it is too old, or its upload has ended long ago."""


def special_refusals(http: NetworkHttp) -> Mapping[str, Make]:
    """Return the reasons that only YouTube gives. A channel has a daily number of uploads."""

    def uploads_used_up(detail: str) -> QuotaExhausted:
        return QuotaExhausted(detail, until=http.now() + timedelta(days=1))

    return {**_REFUSALS, "uploadLimitExceeded": uploads_used_up}


def explain_session(answer: Answer, about: str) -> NetworkError | None:
    """Name what a session answers besides a video."""
    if answer.status == _INCOMPLETE:
        found = re.fullmatch(r"bytes=0-(\d{1,15})", answer.headers.get("range", ""))
        return Incomplete(about, offset=int(found[1]) + 1 if found else 0)
    if answer.status in {404, 410}:
        return SessionLost(about)
    return None


def explain_thumbnail(answer: Answer, about: str) -> NetworkError | None:
    """A channel without a verified telephone number may set none: no reason to disconnect it."""
    if _is_forbidden(answer):
        return ContentRefused(f"{about}: {answer.status} forbidden", field="media")
    return None


def explain_moderation(answer: Answer, about: str) -> NetworkError | None:
    """Name what is not there for us to moderate; a right that we lack has another reason."""
    return NotFound(f"{about}: {answer.status} forbidden") if _is_forbidden(answer) else None


def _is_forbidden(answer: Answer) -> bool:
    refusal = read_refusal(answer.data)
    return refusal is not None and "forbidden" in refusal.reasons


def _refuses(field: str, limit: int | None = None) -> Make:
    return lambda detail: ContentRefused(detail, field=field, limit=limit)


_REFUSALS: Mapping[str, Make] = {
    "invalidTitle": _refuses("title", TITLE_MAX),
    "invalidDescription": _refuses("text", DESCRIPTION_BYTES_MAX),
    "invalidTags": _refuses("tags", TAGS_MAX),
    "invalidCategoryId": _refuses("media"),
    "invalidPublishAt": _refuses("text"),
    # Title and category are always sent: what remains is a language that YouTube does not know.
    "invalidVideoMetadata": _refuses("language"),
    "defaultLanguageNotSet": _refuses("language"),
    "mediaBodyRequired": _refuses("media"),
    "invalidFilename": _refuses("media"),
    "invalidImage": _refuses("media"),
    "commentsDisabled": _refuses("reply_to"),
    "parentCommentNotFound": _refuses("reply_to"),
    "parentCommentIsPrivate": _refuses("reply_to"),
    "ineligibleAccount": _refuses("reply_to"),
    "commentTextRequired": _refuses("text"),
    "commentTextTooLong": _refuses("text", COMMENT_MAX),
    "invalidCommentMetadata": _refuses("text"),
    "invalidPageToken": StaleToken,
    "videoNotFound": NotFound,
    "commentNotFound": NotFound,
    "commentThreadNotFound": NotFound,
    "playlistNotFound": NotFound,
}
