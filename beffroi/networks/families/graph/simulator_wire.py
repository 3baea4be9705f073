"""How the simulated Graph API reads calls and writes answers: forms, fields, pages, errors."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode

from beffroi.networks.simulation_server import Call, Reply

T = TypeVar("T")


class Refused(Exception):
    """Raised by a call to answer an error. The status is mostly 400: the code decides."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        kind: str = "OAuthException",
        status: int = 400,
        is_transient: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.body: dict[str, Any] = {
            "message": message,
            "type": kind,
            "code": code,
            "is_transient": is_transient,
            "fbtrace_id": "AsimulatedTrace",
        }
        if subcode is not None:
            self.body["error_subcode"] = subcode

    def reply(self, headers: Mapping[str, str]) -> Reply:
        """Return the answer."""
        return Reply(self.status, {"error": self.body}, headers)


def missing(node: str) -> Refused:
    """Return what is answered about a thing that is not there, or that the token may not see."""
    message = (
        f"Unsupported request. Object with ID '{node}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation"
    )
    return Refused(100, message, subcode=33, kind="GraphMethodException")


def invalid(message: str, *, subcode: int | None = None) -> Refused:
    """Return what is answered to a parameter that is missing or wrong."""
    return Refused(100, f"(#100) {message}", subcode=subcode)


@dataclass(frozen=True, slots=True)
class Form:
    """What a call bears, in its query or in its body, of whatever encoding."""

    values: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return one value as text, "" when it is absent."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def needed(self, name: str) -> str:
        """Return one value. Refuses when it is absent."""
        value = self.text(name)
        if not value:
            raise invalid(f"The parameter {name} is required")
        return value

    def json(self, name: str) -> Any:
        """Return one value that is JSON, written as text or not; None when it is absent."""
        value = self.values.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value or None
        except ValueError as error:
            raise invalid(f"Param {name} must be an object or a list") from error

    def is_yes(self, name: str, *, usual: bool) -> bool:
        """Return one value that is true or false, `usual` when it is absent."""
        value = self.text(name).lower()
        if value not in {"", "true", "false", "1", "0"}:
            raise invalid(f"Param {name} must be a boolean")
        return value in {"true", "1"} if value else usual

    def only(self, *names: str) -> None:
        """Refuse any other value: the network ignores some, and nobody learns of the mistake."""
        known = {*names, "access_token", "appsecret_proof", "fields"}
        unknown = (set(self.values) | set(self.files)) - known
        if unknown:
            raise invalid(f"Unknown parameter {sorted(unknown)[0]}")


def read_form(call: Call) -> Form:
    """Read the query and the body of a call."""
    query = {name: values[-1] for name, values in call.query.items()}
    kind = call.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        values, files = _read_multipart(kind, call.body)
        return Form({**query, **values}, files)
    if kind.startswith("application/json"):
        return Form({**query, **_object(call.body)})
    if kind.startswith("application/x-www-form-urlencoded"):
        body = parse_qs(call.body.decode("utf-8"), keep_blank_values=True)
        return Form({**query, **{name: values[-1] for name, values in body.items()}})
    return Form(query)


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise invalid("The body must be an object")
    return parsed


def _read_multipart(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    values, files = {}, {}
    parts: Any = message.get_payload()
    for part in parts:
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        if part.get_filename() is None:
            values[name] = content.decode("utf-8")
        else:
            files[name] = content
    return values, files


# Fields: `id,from{id,name},comments.limit(0).summary(1){id}`.


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of one field: its modifiers, and its own fields; none: the usual ones."""

    modifiers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Ask] = field(default_factory=dict)


_NAME = re.compile(r"\w+")
_MODIFIER = re.compile(r"\.(\w+)\(([^()]*)\)")


def parse_fields(text: str) -> dict[str, Ask]:
    """Read a list of fields. Refuses what is not one."""
    fields, rest = _fields(text)
    if rest:
        raise Refused(2500, f"Syntax error at character {len(text) - len(rest)}")
    return fields


def _fields(text: str) -> tuple[dict[str, Ask], str]:
    found: dict[str, Ask] = {}
    while match := _NAME.match(text):
        name, text = match[0], text[match.end() :]
        modifiers: dict[str, str] = {}
        inner: dict[str, Ask] = {}
        while modifier := _MODIFIER.match(text):
            modifiers[modifier[1]] = modifier[2]
            text = text[modifier.end() :]
        if text.startswith("{"):
            inner, text = _fields(text[1:])
            if not text.startswith("}"):
                raise Refused(2500, "Syntax error: a brace is missing")
            text = text[1:]
        found[name] = Ask(modifiers, inner)
        if not text.startswith(","):
            break
        text = text[1:]
    return found, text


#: Makes one field of a node; None leaves it out.
Make = Callable[[Ask], Any]


def render(node: str, fields: Mapping[str, Make], asked: Mapping[str, Ask]) -> dict[str, Any]:
    """Return what is asked of a node; its id always comes along. Refuses a field it lacks."""
    for name in asked:
        if name not in fields:
            message = f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})"
            raise Refused(100, message)
    wanted = {"id": Ask(), **asked} if "id" in fields else asked
    made = {name: fields[name](ask) for name, ask in wanted.items()}
    return {name: value for name, value in made.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list: what stands on it, and the cursor of the next one, "" on the last."""

    items: Sequence[Any]
    before: str
    after: str


def cut(items: Sequence[T], *, limit: int, after: str, key: Callable[[T], str]) -> Slice:
    """Return the page that begins after the item whose cursor is `after`."""
    start = 0
    if after:
        keys = [key(one) for one in items]
        wanted = _uncursor(after)
        start = keys.index(wanted) + 1 if wanted in keys else len(items)
    page = items[start : start + limit]
    is_last = start + limit >= len(items)
    first, last = (_cursor(key(page[0])), _cursor(key(page[-1]))) if page else ("", "")
    return Slice(page, first, "" if is_last else last)


def paging(page: Slice, *, url: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Return `paging` as it is written: `next` is a whole address, with the caller's token."""
    if not page.items:
        return {}
    told: dict[str, Any] = {"cursors": {"before": page.before, "after": page.after or "QQ"}}
    if page.after:
        told["next"] = f"{url}?{urlencode({**query, 'after': page.after})}"
    return told


def _cursor(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _uncursor(cursor: str) -> str:
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (Base64Error, ValueError) as error:
        raise invalid("Invalid cursors values") from error


def instant(moment: datetime) -> str:
    """Write an instant as the Graph API does: whole seconds, and a zone without a colon."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
