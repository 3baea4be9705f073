"""What proves that something is there: its id, and the address where people see it."""

from __future__ import annotations

from contextlib import suppress

from beffroi.networks import shapes
from beffroi.networks.contracts import PublishedPost
from beffroi.networks.errors import NetworkError, OutcomeUnknown, UnexpectedResponse
from beffroi.networks.facebook.client import Page
from beffroi.networks.json_text import JSON


def proof(page: Page, remote_id: str) -> PublishedPost:
    """Return the proof of what is there; its address is read, or made when that fails."""
    url = page.address(remote_id)
    with suppress(NetworkError):
        told = page.graph.record(f"/{remote_id}", fields="permalink_url")
        url = whole_address(page, shapes.optional_text(told, "permalink_url") or url)
    return PublishedPost(remote_id=remote_id, url=url)


def whole_address(page: Page, url: str) -> str:
    """Return an address with its host: those of videos come without."""
    return url if url.startswith(("https://", "http://")) else page.address(url)


def whole_id(page: Page, told: str) -> str:
    """Return the id of a post with its Page, which some answers leave out."""
    return told if "_" in told else f"{page.id}_{told}"


def video_proof(page: Page, video_id: str, *, told: str | None) -> PublishedPost:
    """Return the proof by the post's id where it is known, by the video's until then."""
    if told:
        return proof(page, whole_id(page, told))
    with suppress(NetworkError):
        found = page.graph.record(f"/{video_id}", fields="post_id,permalink_url")
        return video_post(page, video_id, found)
    return PublishedPost(remote_id=video_id, url=page.address(video_id))


def story_proof(page: Page, video_id: str) -> PublishedPost:
    """Return the proof of a story of video: nobody comments on it, so the video's id serves."""
    return PublishedPost(remote_id=video_id, url=page.address(f"stories/{page.id}/"))


def video_post(page: Page, video_id: str, found: shapes.Record) -> PublishedPost:
    """Return the post that a video stands in."""
    post_id = shapes.optional_text(found, "post_id")
    url = shapes.optional_text(found, "permalink_url") or page.address(video_id)
    remote_id = whole_id(page, post_id) if post_id else video_id
    return PublishedPost(remote_id=remote_id, url=whole_address(page, url))


def told_id(data: JSON, key: str) -> str:
    """Return the id that a visible call answered. OutcomeUnknown when it answered none."""
    try:
        return shapes.text(shapes.record(data, "post"), key)
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error


def need_success(data: JSON) -> None:
    """Raise OutcomeUnknown unless the answer says that it succeeded."""
    if not isinstance(data, dict) or data.get("success") is not True:
        raise OutcomeUnknown("the answer does not say that it succeeded")
