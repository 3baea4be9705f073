"""How the simulated instance writes and reads: JSON entities, HTML of posts, pages, forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from html import escape
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode

from beffroi.networks.mastodon.limits import DEFAULTS
from beffroi.networks.mastodon.simulator_state import (
    Flavour,
    SimulatedAccount,
    SimulatedMedia,
    SimulatedNotification,
    SimulatedStatus,
    State,
)
from beffroi.networks.simulation_crowd import Crowd
from beffroi.networks.simulation_server import Call

T = TypeVar("T")
_TOKEN = re.compile(
    r"""(?P<link>https?://[^\s<>"]*[^\s<>"'.,;:!?)\]])"""
    r"|(?<![=/\w])@(?P<user>[a-zA-Z0-9_]+)(?:@(?P<host>[\w.-]+\w))?"
    r"|(?<![&/\w])\#(?P<tag>\w*[^\W\d]\w*)"
)
_SHOWN_OF_A_LINK = 30
#: Who asks not to be indexed.
NOT_INDEXED = "tess"


class Writer:
    """Writes entities as `viewer` sees them now, with addresses under `origin`."""

    def __init__(
        self, state: State, *, origin: str, crowds: Mapping[str, Crowd], now: datetime
    ) -> None:
        self._state = state
        self._origin = origin
        self._crowds = crowds
        self._now = now

    def instance_v1(self) -> dict[str, Any]:
        """Return the document that every server has."""
        flavour = self._state.flavour
        return {
            "uri": flavour.domain,
            "title": "Simulateur",
            "short_description": "A simulator of Mastodon on this machine",
            "version": "4.6.0-simulator",
            "configuration": _configuration(flavour),
            **({"max_toot_chars": flavour.text_max} if not flavour.has_instance_v2 else {}),
        }

    def instance_v2(self) -> dict[str, Any]:
        """Return the newer document."""
        flavour = self._state.flavour
        return {
            "domain": flavour.domain,
            "title": "Simulateur",
            "description": "A simulator of Mastodon on this machine",
            "version": "4.6.0-simulator",
            "configuration": {
                "urls": {"streaming": f"ws{self._origin.removeprefix('http')}"},
                **_configuration(flavour),
            },
        }

    def account(self, account: SimulatedAccount) -> dict[str, Any]:
        """Return an account."""
        url = f"{self._origin}/@{account.acct}"
        posts = [one for one in self._state.statuses.values() if one.account_id == account.id]
        crowd = self._crowds.get(account.id)
        return {
            "id": account.id,
            "username": account.username,
            "acct": account.acct,
            "display_name": account.display_name,
            "url": url,
            "uri": url,
            "bot": False,
            "noindex": account.username == NOT_INDEXED,
            "followers_count": crowd.followers_at(self._now) if crowd else 12,
            "following_count": 0,
            "statuses_count": len(posts),
        }

    def status(self, status: SimulatedStatus) -> dict[str, Any]:
        """Return a post."""
        state, account = self._state, self._state.accounts[status.account_id]
        url = f"{self._origin}/@{account.acct}/{status.id}"
        answers = [one for one in state.statuses.values() if one.parent_id == status.id]
        return {
            "id": status.id,
            "created_at": instant(status.created_at),
            "edited_at": instant(status.edited_at) if status.edited_at else None,
            "in_reply_to_id": status.parent_id,
            "in_reply_to_account_id": status.parent_account_id,
            "sensitive": status.sensitive,
            "spoiler_text": status.spoiler_text,
            "visibility": status.visibility,
            "language": status.language,
            "uri": url,
            "url": url,
            "content": self.content(status.text),
            "account": self.account(account),
            "media_attachments": [self.media(state.media[one]) for one in status.media_ids],
            "mentions": [
                {"id": one.id, "acct": one.acct, "username": one.username, "url": url}
                for one in state.mentioned(status.text)
            ],
            "reblog": None,
            "tags": [],
            "emojis": [],
            "replies_count": len(answers),
            "reblogs_count": len(status.sharers) + self._gained(status, one_in=40),
            "favourites_count": len(status.likers) + self._gained(status, one_in=12),
            **({"quotes_count": 0} if state.flavour.has_instance_v2 else {}),
        }

    def _gained(self, status: SimulatedStatus, *, one_in: int) -> int:
        """Return how many of those who follow its author reacted by themselves."""
        crowd = self._crowds.get(status.account_id)
        age = self._now - status.created_at
        return crowd.gained(status.id, age=age, one_in=one_in) if crowd else 0

    def media(self, media: SimulatedMedia) -> dict[str, Any]:
        """Return a file; without an address while it is not ready."""
        is_ready = self._state.is_ready(media)
        return {
            "id": media.id,
            "type": media.type,
            "url": f"{self._origin}/media/{media.id}" if is_ready else None,
            "description": media.description or None,
            "meta": {},
        }

    def notification(self, notification: SimulatedNotification) -> dict[str, Any]:
        """Return a notification."""
        status = self._state.statuses.get(notification.status_id or "")
        return {
            "id": notification.id,
            "type": notification.type,
            "group_key": f"ungrouped-{notification.id}",
            "created_at": instant(notification.created_at),
            "account": self.account(self._state.accounts[notification.from_id]),
            **({"status": self.status(status)} if status else {}),
        }

    def content(self, text: str) -> str:
        """Return the HTML that the original makes of a typed text."""
        paragraphs = re.split(r"\n{2,}", text)
        return "".join(f"<p>{self._inline(one)}</p>" for one in paragraphs if one)

    def _inline(self, paragraph: str) -> str:
        pieces, position = [], 0
        for found in _TOKEN.finditer(paragraph):
            pieces += [escape(paragraph[position : found.start()]), self._token(found)]
            position = found.end()
        return "".join([*pieces, escape(paragraph[position:])]).replace("\n", "<br />")

    def _token(self, found: re.Match[str]) -> str:
        if found["link"]:
            return _link(found["link"])
        if found["tag"]:
            href = f"{self._origin}/tags/{found['tag']}"
            name = escape(found["tag"])
            return f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'
        account = self._state.find_account(found["user"], found["host"] or "")
        if account is None:
            return escape(found[0])
        href = f"{self._origin}/@{account.acct}"
        return (
            f'<span class="h-card" translate="no"><a href="{href}" class="u-url mention">'
            f"@<span>{escape(account.username)}</span></a></span>"
        )


def _link(url: str) -> str:
    """Hide the scheme and the end of a link, as the original does."""
    scheme = re.match(r"https?://(?:www\.)?", url)
    start = scheme.end() if scheme else 0
    shown, hidden = url[start : start + _SHOWN_OF_A_LINK], url[start + _SHOWN_OF_A_LINK :]
    return (
        f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{escape(url[:start])}</span>'
        f'<span class="{"ellipsis" if hidden else ""}">{escape(shown)}</span>'
        f'<span class="invisible">{escape(hidden)}</span></a>'
    )


def _configuration(flavour: Flavour) -> dict[str, Any]:
    return {
        "statuses": {
            "max_characters": flavour.text_max,
            "max_media_attachments": flavour.images_max,
            "characters_reserved_per_url": flavour.link_length,
        },
        "media_attachments": {
            "supported_mime_types": [*sorted(DEFAULTS.image_types), *flavour.video_types],
            "image_size_limit": flavour.image_bytes_max,
            "image_matrix_limit": DEFAULTS.image_pixels_max,
            "video_size_limit": flavour.video_bytes_max,
            "video_matrix_limit": flavour.video_pixels_max,
            "video_frame_rate_limit": 120,
            "description_limit": flavour.alt_text_max,
        },
    }


def instant(value: datetime) -> str:
    """Write an instant to the millisecond, rounded down."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def paginate(
    items: Sequence[tuple[str, T]], call: Call, *, origin: str, page_max: int
) -> tuple[list[T], dict[str, str]]:
    """Return one page of `items`, newest first, and its Link header.

    `items` are pairs of id and thing. `min_id` gives the page just above it, `since_id` the newest
    above it.
    """
    ordered = sorted(items, key=lambda item: id_order(item[0]), reverse=True)
    limit = max(1, min(int(call.first("limit", "20")), page_max))
    for name, keeps in (("max_id", -1), ("since_id", 1), ("min_id", 1)):
        if bound := call.first(name):
            ordered = [one for one in ordered if _compare(one[0], bound) == keeps]
    page = ordered[-limit:] if call.first("min_id") else ordered[:limit]
    headers: dict[str, str] = {}
    if page:
        links = [_page_link(call, origin, min_id=page[0][0], rel="prev")]
        if len(page) == limit:
            links.insert(0, _page_link(call, origin, max_id=page[-1][0], rel="next"))
        headers["Link"] = ", ".join(links)
    return [thing for _, thing in page], headers


def id_order(value: str) -> tuple[int, str]:
    """Order ids as the server does, be they numbers or letters."""
    return len(value), value


def _compare(one: str, other: str) -> int:
    return (id_order(one) > id_order(other)) - (id_order(one) < id_order(other))


def _page_link(call: Call, origin: str, *, rel: str, **position: str) -> str:
    kept = {
        name: values
        for name, values in call.query.items()
        if name not in {"max_id", "min_id", "since_id"}
    }
    query = urlencode({**kept, **position}, doseq=True)
    return f'<{origin}{call.path}?{query}>; rel="{rel}"'


def read_fields(call: Call) -> dict[str, Any]:
    """Return what a call sends, as JSON or as a form; `name[]` is a list under `name`."""
    if "json" in call.headers.get("content-type", ""):
        return call.json()
    form = parse_qs(call.body.decode(), keep_blank_values=True)
    return {
        name.removesuffix("[]"): values if name.endswith("[]") else values[-1]
        for name, values in form.items()
    }


def read_multipart(call: Call) -> Mapping[str, tuple[str, bytes]]:
    """Return the parts of an upload by name: their type and their bytes."""
    head = f"Content-Type: {call.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + call.body)
    parts: dict[str, tuple[str, bytes]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            parts[name] = (part.get_content_type(), content)
    return parts
