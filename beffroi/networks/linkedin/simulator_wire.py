"""How the simulated LinkedIn reads and writes: refusals, Rest.li addresses, "little" text.

Written apart from the adapter's own, so that the two check each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self
from urllib.parse import unquote

from beffroi.networks.simulation_server import Call, Reply

_RESERVED = set("\\|{}@[]()<>#*_~")
_TEMPLATE = re.compile(r"\{hashtag\|(?:\\#|#|＃)\|((?:\\.|[^\\|{}@\[\]()<>#*_~])+)\}")
_MENTION = re.compile(
    r"@\[((?:\\.|[^\\|{}@\[\]()<>#*_~])+)\]\(urn:li:(?:person|organization):[\w-]+\)"
)
_BARE_HASHTAG = re.compile(r"#(\w+)")


class Refused(Exception):
    """The network says no, in its own words."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        number: int | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"status": status, "code": code, "message": message}
        if number is not None:
            self.body["serviceErrorCode"] = number
        if errors:
            self.body["errorDetails"] = {"inputErrors": list(errors)}

    @classmethod
    def denied(cls, what: str) -> Self:
        """Refuse for want of a scope, a product or a role."""
        message = f"Not enough permissions to access: {what}"
        return cls(403, "ACCESS_DENIED", message, number=100)

    @classmethod
    def unpermitted(cls, where: str, fields: Collection[str]) -> Self:
        """Refuse what is not documented."""
        names = ",".join(f"/{name}" for name in sorted(fields))
        message = (
            f"Unpermitted fields present in {where}: Data Processing Exception while "
            f"processing fields [{names}]"
        )
        return cls(403, "ACCESS_DENIED", message, number=100)

    @classmethod
    def wrong(cls, path: str, *, code: str = "INVALID_VALUE_FOR_FIELD") -> Self:
        """Refuse the value of one field."""
        return cls(400, code, f"{path}: {code}", errors=[_input_error(path, code)])

    @classmethod
    def too_long(cls, path: str) -> Self:
        """Refuse a text for its length."""
        return cls.wrong(path, code="FIELD_LENGTH_TOO_LONG")

    @classmethod
    def duplicate(cls, urn: str) -> Self:
        """Refuse the very same content. The code is only among the input errors."""
        error = {"description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST"}
        message = (
            "com.linkedin.content.common.exception.BadRequestResponseException: "
            f"Content is a duplicate of {urn}"
        )
        refused = cls(422, "", message, errors=[error])
        del refused.body["code"]
        refused.body["errorDetailType"] = "com.linkedin.common.error.BadRequest"
        return refused

    @property
    def reply(self) -> Reply:
        """What is sent."""
        return Reply(self.status, self.body)


def _input_error(path: str, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "description": code.replace("_", " ").lower(),
        "input": {"inputPath": {"fieldPath": path}},
    }


def visible(commentary: str) -> str:
    """Return what people see of a commentary: cut where a reserved sign means nothing."""
    shown, at = [], 0
    while at < len(commentary):
        piece, length = _piece(commentary, at)
        if length == 0:
            break
        shown.append(piece)
        at += length
    return "".join(shown)


def _piece(text: str, at: int) -> tuple[str, int]:
    sign = text[at]
    if sign == "\\":
        follows = text[at + 1 : at + 2]
        return (follows, 2) if follows and follows in _RESERVED else ("", 0)
    for pattern, prefix in ((_TEMPLATE, "#"), (_MENTION, ""), (_BARE_HASHTAG, "#")):
        found = pattern.match(text, at)
        if found:
            return prefix + visible(found[1]), len(found[0])
    return ("", 0) if sign in _RESERVED else (sign, 1)


def utf16_length(text: str) -> int:
    """Count as LinkedIn is believed to count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parameters(call: Call, allowed: Collection[str]) -> dict[str, str]:
    """Return the query with each value as it was written. Refuses what is not `allowed`."""
    query = call.target.partition("?")[2]
    found = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    unknown = set(found) - set(allowed)
    if unknown:
        raise Refused.unpermitted("PARAMETER", unknown)
    return found


def required(found: Mapping[str, str], name: str, value: str) -> None:
    """Refuse unless a parameter says exactly `value`."""
    if found.get(name) != value:
        raise Refused(400, "PARAM_INVALID", f"Invalid query parameter {name}")


def check_encoding(call: Call) -> None:
    """Refuse addresses that do not follow Rest.li 2.0: a URN bare, or brackets encoded."""
    query = call.target.partition("?")[2]
    if re.search(r"urn:li:", call.target):
        raise Refused(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")
    if re.search(r"(?i)(^|=)(List)?%28|%29(&|$)", query):
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")


def value_of(written: str) -> str:
    """Decode one plain value. Refuses structure where none belongs."""
    if re.search(r"[(),]", written):
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")
    return unquote(written)


def list_of(written: str) -> list[str]:
    """Decode a list."""
    found = re.fullmatch(r"List\(([^()]*)\)", written)
    if not found:
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")
    return [unquote(one) for one in found[1].split(",") if one]


def range_of(written: str) -> tuple[int, int]:
    """Decode a span in milliseconds."""
    found = re.fullmatch(r"\(start:(\d+),end:(\d+)\)", written)
    if not found:
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")
    return int(found[1]), int(found[2])


def whole_of(found: Mapping[str, str], name: str, default: int) -> int:
    """Decode a number that is not negative."""
    written = found.get(name, str(default))
    if not written.isdigit():
        raise Refused(400, "PARAM_INVALID", f"Invalid query parameter {name}")
    return int(written)


def page_of(
    items: Sequence[Any], found: Mapping[str, str], *, page_max: int, repeats: bool = False
) -> dict[str, Any]:
    """Return one page of `items`, with where it stands and a link to the next one."""
    start, count = whole_of(found, "start", 0), whole_of(found, "count", 10)
    if not 1 <= count <= 100:
        raise Refused(400, "PARAM_INVALID", "Invalid query parameter count")
    given = min(count, page_max)
    begin = 0 if repeats else start
    elements = list(items[begin : begin + given])
    has_next = begin + given < len(items) or repeats
    link = {"rel": "next", "type": "application/json", "href": f"?start={start + given}"}
    paging = {"start": start, "count": given, "links": [link] if has_next else []}
    return {"elements": elements, "paging": paging}
