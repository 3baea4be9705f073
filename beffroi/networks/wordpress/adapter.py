"""A company's own site of WordPress, through an application password of one of its users.

Only wires the parts together; each lives in the module named after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import ClassVar

from beffroi.networks.contracts import (
    Connection,
    Diagnosis,
    FeedbackPage,
    IncomingFeedback,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Declaration, Draft, Limits, Problem
from beffroi.networks.http import NetworkHttp
from beffroi.networks.port import AccessKeeper, UploadProgress
from beffroi.networks.wordpress import (
    answers,
    connect,
    diagnosis,
    drafts,
    feedback,
    ids,
    library,
    moderation,
    posting,
)
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.declaration import DECLARATION
from beffroi.networks.wordpress.limits import LIMITS, count, problems

#: What `prepare` gives for an answer: a comment has no draft.
_NOTHING_TO_PREPARE = "comment"


class WordPress:
    """The network as such: as many sites as there are channels."""

    declaration: ClassVar[Declaration] = DECLARATION

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return count(text, limits=limits)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return problems(draft, limits=limits)

    def open(self, keeper: AccessKeeper) -> WordPressChannel:
        return WordPressChannel(self._http, keeper)

    def connect(self, *, address: str, identifier: str, password: str) -> Connection:
        return connect.connect(
            Site(self._http), address=address, identifier=identifier, password=password
        )


class WordPressChannel:
    """Acts for one user of one site. Its password lasts until somebody revokes it."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._http = http
        self._keeper = keeper

    def choose_marker(self, *, now: datetime) -> str:
        return token_hex(6)

    def read_limits(self) -> Limits:
        """Return the same for every site: none of them tells its own."""
        return LIMITS

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        return library.upload(self._site(), media, progress=progress)

    def is_ready(self, media: UploadedMedia) -> bool:
        return library.is_ready(self._site(), media)

    def prepare(self, post: OutgoingPost, *, progress: UploadProgress) -> str:
        if post.reply_to is not None:
            return _NOTHING_TO_PREPARE
        return drafts.prepare(self._site(), post, progress=progress)

    def is_prepared(self, handle: str) -> bool:
        return handle == _NOTHING_TO_PREPARE or drafts.is_prepared(self._site(), handle)

    def publish(self, post: OutgoingPost) -> PublishedPost:
        if post.reply_to is not None:
            return answers.publish(self._site(), post, post.reply_to)
        return posting.publish(self._site(), post)

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        if post.reply_to is not None:
            return answers.find(self._site(), post, post.reply_to, excluding=excluding)
        return posting.find(self._site(), post, excluding=excluding)

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return feedback.read_feedback(self._site(), cursor)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return feedback.read_thread(self._site(), remote_id)

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        return feedback.read_again(self._site(), remote_ids)

    def hide(self, remote_id: str) -> None:
        moderation.hide(self._site(), remote_id)

    def show(self, remote_id: str) -> None:
        moderation.show(self._site(), remote_id)

    def remove(self, remote_id: str) -> None:
        moderation.remove(self._site(), remote_id)

    def delete(self, remote_id: str) -> None:
        if ids.is_comment(remote_id):
            moderation.remove(self._site(), remote_id)
        else:
            posting.delete(self._site(), remote_id)

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        if ids.is_comment(remote_id):
            return answers.edit(self._site(), remote_id, post)
        return posting.edit(self._site(), remote_id, post)

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        return diagnosis.diagnose(self._site())

    def _site(self) -> Site:
        return Site.of(self._http, self._keeper.read())
