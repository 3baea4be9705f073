"""How the simulated X writes what it holds, and reads what it is sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

from beffroi.networks.simulation_server import Call
from beffroi.networks.x.simulator_problems import absence, invalid, problem
from beffroi.networks.x.simulator_state import SimulatedAccount, SimulatedPost, State
from beffroi.networks.x.simulator_text import find_addresses

_ALWAYS = frozenset({"id", "text", "edit_history_tweet_ids"})
_FIELDS = frozenset(
    {
        *_ALWAYS,
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "entities",
        "in_reply_to_user_id",
        "non_public_metrics",
        "note_tweet",
        "public_metrics",
        "referenced_tweets",
    }
)
_USER_FIELDS = frozenset({"id", "name", "username", "public_metrics", "verified_type"})
_EXPANSIONS = frozenset(
    {
        "author_id",
        "referenced_tweets.id",
        "referenced_tweets.id.author_id",
        "attachments.media_keys",
    }
)
_PRIVATE = "non_public_metrics"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parts of posts a call asks for; others are left out."""

    fields: frozenset[str]
    expansions: frozenset[str]

    @classmethod
    def by(cls, call: Call) -> Wanted:
        """Read the call's parameters. Refuses a name that does not exist."""
        return cls(
            fields=_ALWAYS | _names(call, "tweet.fields", _FIELDS),
            expansions=_names(call, "expansions", _EXPANSIONS),
        )


class Writer:
    """Writes the posts of one world for one reader."""

    def __init__(self, state: State, wanted: Wanted, *, reader_id: str, now: datetime) -> None:
        self._state = state
        self._wanted = wanted
        self._reader_id = reader_id
        self._now = now

    def answer(
        self, posts: Sequence[SimulatedPost], *, absent: Iterable[str] = ()
    ) -> dict[str, Any]:
        """Return data, includes and errors; without `data` when there is none."""
        shown = [one for one in posts if not self._is_left_out(one)]
        errors = [
            *map(absence, absent),
            *(self._unauthorized(one) for one in posts if self._hides(one)),
        ]
        includes = self._includes(shown)
        return {
            **({"data": [self.post(one) for one in shown]} if shown else {}),
            **({"includes": includes} if includes else {}),
            **({"errors": errors} if errors else {}),
        }

    def post(self, post: SimulatedPost) -> dict[str, Any]:
        """Return one post, with the parts that are asked for."""
        text, entities = self._text(post)
        whole = {
            "id": post.id,
            "text": text,
            "edit_history_tweet_ids": [post.id],
            "author_id": post.author_id,
            "conversation_id": post.conversation_id,
            "created_at": instant(post.created_at),
            "entities": entities,
            "attachments": {"media_keys": [self._state.files[one].key for one in post.file_ids]},
            "referenced_tweets": self._references(post),
            "in_reply_to_user_id": self._author_of(post.parent_id),
            "public_metrics": self._public_metrics(post),
            _PRIVATE: None if self._hides(post) else self._private_metrics(post),
        }
        kept = {name: value for name, value in whole.items() if name in self._wanted.fields}
        return {name: value for name, value in kept.items() if value not in (None, [], {})}

    def _text(self, post: SimulatedPost) -> tuple[str, dict[str, Any]]:
        """Write a text as X does: addresses shortened, three signs escaped, files as a link."""
        pieces, urls, position = [], [], 0
        for number, address in enumerate(find_addresses(post.text)):
            short = f"https://t.co/{post.id[-8:]}{number}"
            pieces += [_escaped(post.text[position : address.start]), short]
            urls.append({"url": short, "expanded_url": address.expanded})
            position = address.end
        pieces.append(_escaped(post.text[position:]))
        if post.file_ids:
            short = f"https://t.co/{post.id[-8:]}m"
            pieces.append(f" {short}")
            key, shown = self._state.files[post.file_ids[0]].key, f"{post.id}/photo/1"
            urls.append(
                {"url": short, "expanded_url": f"https://x.com/i/status/{shown}", "media_key": key}
            )
        put = "".join(f"@{self._state.accounts[one].username} " for one in post.addressed)
        mentions = [{"username": one.username, "id": one.id} for one in self._state.mentioned(post)]
        entities = {
            **({"urls": urls} if urls else {}),
            **({"mentions": mentions} if mentions else {}),
        }
        return put + "".join(pieces), entities

    def _references(self, post: SimulatedPost) -> list[dict[str, str]]:
        kind = "retweeted" if post.is_repost else "quoted"
        pairs = (("replied_to", post.parent_id), (kind, post.quoted_id))
        return [{"type": name, "id": one} for name, one in pairs if one]

    def _author_of(self, post_id: str | None) -> str | None:
        post = self._state.posts.get(post_id or "")
        return post.author_id if post else None

    def _public_metrics(self, post: SimulatedPost) -> dict[str, int]:
        others = self._state.posts.values()
        return {
            "retweet_count": sum(one.is_repost and one.quoted_id == post.id for one in others),
            "reply_count": sum(one.parent_id == post.id for one in others),
            "like_count": len(post.likers),
            "quote_count": sum(not one.is_repost and one.quoted_id == post.id for one in others),
            "bookmark_count": 0,
            "impression_count": post.views,
        }

    def _private_metrics(self, post: SimulatedPost) -> dict[str, int]:
        return {
            "impression_count": post.views,
            "url_link_clicks": post.clicks,
            "user_profile_clicks": 0,
            "engagements": post.clicks + len(post.likers),
        }

    def _hides(self, post: SimulatedPost) -> bool:
        """Tell whether private numbers are asked for that this reader may not have."""
        age = self._now - post.created_at
        is_old = age > timedelta(days=self._state.flavour.clicks_for_days)
        return _PRIVATE in self._wanted.fields and (is_old or post.author_id != self._reader_id)

    def _is_left_out(self, post: SimulatedPost) -> bool:
        return self._hides(post) and self._state.flavour.leaves_old_posts_out

    def _unauthorized(self, post: SimulatedPost) -> dict[str, Any]:
        return problem(
            "not-authorized-for-field",
            "Field Authorization Error",
            f"Sorry, you are not authorized to access '{_PRIVATE}' on the Tweet: [{post.id}].",
            resource_type="tweet",
            field=_PRIVATE,
            parameter="tweet.fields",
            resource_id=post.id,
            section="data",
        )

    def _includes(self, posts: Collection[SimulatedPost]) -> dict[str, Any]:
        expansions = self._wanted.expansions
        referenced = [
            self._state.posts[one]
            for post in posts
            for one in (post.parent_id, post.quoted_id)
            if one in self._state.posts
        ]
        people = {one.author_id for one in posts} if "author_id" in expansions else set()
        if "referenced_tweets.id.author_id" in expansions:
            people |= {one.author_id for one in referenced}
        shows_posts = any(one.startswith("referenced_tweets.id") for one in expansions)
        shown = {one.id: self.post(one) for one in referenced} if shows_posts else {}
        users = [user(self._state.accounts[one]) for one in sorted(people)]
        return {
            **({"users": users} if users else {}),
            **({"tweets": list(shown.values())} if shown else {}),
        }


def user(account: SimulatedAccount, fields: Collection[str] = ()) -> dict[str, Any]:
    """Return an account."""
    metrics = {
        "followers_count": account.followers,
        "following_count": 0,
        "tweet_count": 0,
        "listed_count": 0,
    }
    shown = {"id": account.id, "name": account.name, "username": account.username}
    return {**shown, **({"public_metrics": metrics} if "public_metrics" in fields else {})}


def user_fields(call: Call) -> frozenset[str]:
    """Return which parts of an account a call asks for."""
    return _names(call, "user.fields", _USER_FIELDS)


def check_parameters(call: Call, *known: str) -> None:
    """Refuse a parameter that a call does not have."""
    allowed = {"tweet.fields", "expansions", "user.fields", *known}
    for name in call.query:
        if name not in allowed:
            raise invalid(name, call.first(name))


def instant(value: datetime) -> str:
    """Write an instant to the millisecond."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(call: Call, name: str) -> datetime | None:
    """Read an instant, which must be whole seconds in UTC."""
    value = call.first(name)
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise invalid(name, value) from error


def read_number(call: Call, name: str, *, least: int, most: int) -> int:
    """Read a number of things a page may have."""
    value = call.first(name, str(least if least > 5 else 10))
    if not value.isdigit() or not least <= int(value) <= most:
        raise invalid(name, value)
    return int(value)


def read_id(call: Call, name: str) -> int | None:
    """Read the number of a post."""
    value = call.first(name)
    if value and not value.isdigit():
        raise invalid(name, value)
    return int(value) if value else None


def read_form(call: Call) -> dict[str, str]:
    """Read a form."""
    if call.headers.get("content-type") != "application/x-www-form-urlencoded":
        return {}
    return {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}


def read_json(call: Call) -> dict[str, Any]:
    """Read a JSON object. Refuses anything else."""
    is_json = call.headers.get("content-type", "").startswith("application/json")
    try:
        parsed = json.loads(call.body) if is_json else None
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise invalid("body", "not JSON")
    return parsed


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


def _names(call: Call, parameter: str, known: frozenset[str]) -> frozenset[str]:
    names = frozenset(filter(None, call.first(parameter).split(",")))
    if unknown := names - known:
        raise invalid(parameter, ",".join(sorted(unknown)))
    return names


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
