"""Fetches documents of the web politely: nothing twice that did not change, redirects by hand."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from beffroi.networks.errors import (
    NetworkError,
    NotFound,
    RateLimited,
    ReadersRefused,
    UnexpectedResponse,
)
from beffroi.networks.http import Answer, Document, NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.rate_limits import retry_after_seconds

__all__ = ["Document", "Fetched", "Gone", "Web"]

_REDIRECTS_MAX = 5
_PERMANENT = frozenset({301, 308})
_ACCEPTED = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/html;q=0.7, */*;q=0.5"
)


class Gone(NotFound):
    """The source says that it is gone for good."""


class Fetched(NamedTuple):
    """A document, and where it says that it lives from now on."""

    document: Document
    moved_to: str


class Web:
    """What a reader without an account may ask."""

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Return what `url` holds, or that it did not change since the given marks.

        Raises ReadersRefused when the source refuses readers like us.
        """
        headers = {"Accept": _ACCEPTED}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        moved_to, is_permanent = url, True
        for _ in range(_REDIRECTS_MAX + 1):
            document = self._http.fetch(url, headers=headers, explain=self._explain)
            if not document.leads_to:
                return Fetched(document, moved_to)
            url = _next(url, document.leads_to)
            is_permanent = is_permanent and document.status in _PERMANENT
            moved_to = url if is_permanent else moved_to
        raise UnexpectedResponse("too many redirects")

    def tell_hub(self, hub: str, form: dict[str, str]) -> None:
        """Ask a hub for something. It answers by calling back."""
        self._http.read("POST", hub, data=form, parse=_whatever)

    def _explain(self, answer: Answer, about: str) -> NetworkError | None:
        """Name what a source says to its readers. There is no access that could be given again."""
        detail = f"{about}: {answer.status}"
        if answer.status in {401, 403}:
            return ReadersRefused(detail)
        if answer.status == 503 and answer.headers.get("retry-after"):
            seconds = retry_after_seconds(answer.headers, now=self.now())
            return RateLimited(detail, retry_after_seconds=seconds)
        return Gone(detail) if answer.status == 410 else None


def _next(url: str, target: str) -> str:
    try:
        following = urldefrag(urljoin(url, target)).url
        is_weaker = urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https"
    except ValueError as error:
        raise UnexpectedResponse("a redirect leads to no address") from error
    if is_weaker:
        raise UnexpectedResponse("a redirect leaves https")
    return following


def _whatever(content: bytes) -> JSON:
    """Hubs answer with words, or with nothing."""
    return None
