"""The refusals that only Business Profile gives: which field is wrong.

https://developers.google.com/my-business/reference/rest/v4/ValidationError (read 2026-11-22)
"""

from __future__ import annotations

import re

from beffroi.networks import shapes
from beffroi.networks.errors import ContentRefused, MediaUnreachable, NetworkError
from beffroi.networks.google_business.declaration import REPLY_BYTES_MAX, SUMMARY_MAX
from beffroi.networks.http import Answer
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

_INVALID = "INVALID_ARGUMENT"


def explain(answer: Answer, about: str) -> NetworkError | None:
    """Name what is wrong with what was sent; everything else is for what Google shares."""
    data = answer.data if isinstance(answer.data, dict) else {}
    error = shapes.inner(data, "error")
    if answer.status != 400 or error.get("status") != _INVALID:
        return None
    field = next((name for name in map(_name, _violations(error)) if name), "")
    return _refused(field, f"{about}: {answer.status} {_INVALID} {field}".strip())


def _refused(field: str, detail: str) -> NetworkError:
    if re.search(r"source_?url", field, re.IGNORECASE):
        return MediaUnreachable(detail)
    if field.startswith("media"):
        return ContentRefused(detail, field="media")
    if field.startswith("language"):
        return ContentRefused(detail, field="language")
    limits = {"summary": SUMMARY_MAX, "comment": REPLY_BYTES_MAX}
    return ContentRefused(detail, field="text", limit=limits.get(field.rpartition(".")[2]))


def _violations(error: Record) -> list[Record]:
    """Return each thing that is wrong: newer interfaces have another word for it."""
    details = _records(error.get("details"))
    listed = [one.get(name) for one in details for name in ("errorDetails", "fieldViolations")]
    return [violation for some in listed for violation in _records(some)]


def _name(violation: Record) -> str:
    """Return the field's name, when it looks like one: a body may repeat what we sent."""
    found = shapes.optional_text(violation, "field") or ""
    return found if re.fullmatch(r"[\w.\[\]]{1,60}", found, re.ASCII) else ""


def _records(data: JSON) -> list[Record]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
