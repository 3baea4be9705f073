"""Reads JSON written by strangers into values that every part below can hold. Pure."""

from __future__ import annotations

import json
import re
from typing import NoReturn, TypeAlias

#: What a parsed answer may be made of.
JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

#: Deeper than any documented answer, and far from what would exhaust the stack.
_DEPTH_MAX = 150

#: Halves of a surrogate pair cannot be written as UTF-8, and PostgreSQL stores no NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class MalformedJson(ValueError):
    """The text is not JSON, or nests deeper than any network documents."""


def parse_json(text: bytes) -> JSON:
    """Parse UTF-8 JSON. NUL and lone surrogates become U+FFFD. Raises MalformedJson."""
    try:
        parsed: JSON = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedJson("this is not JSON") from error
    return _storable(parsed, depth=0)


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not JSON")


def _storable(value: JSON, *, depth: int) -> JSON:
    if depth > _DEPTH_MAX:
        raise MalformedJson("nested too deep")
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(item, depth=depth + 1) for item in value]
    if isinstance(value, dict):
        return {
            _UNSTORABLE.sub("\ufffd", key): _storable(item, depth=depth + 1)
            for key, item in value.items()
        }
    return value
