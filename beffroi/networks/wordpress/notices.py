"""Reads JSON after what a badly set up site prints before it: warnings of PHP. Pure but its log."""

from __future__ import annotations

import logging
import re

from beffroi.networks.json_text import JSON, MalformedJson, parse_json

logger = logging.getLogger(__name__)

#: JSON that follows notices begins a line, or stands after their last tag.
_START = re.compile(rb"(?:^|(?<=[\s>]))[{\[]")
#: Where the JSON may begin, and how often that is tried: a page of HTML is soon given up.
_NOTICES_MAX = 20_000
_TRIES_MAX = 12


def parse_after_notices(content: bytes) -> JSON:
    """Parse JSON, after whatever the site printed before it. Raises MalformedJson."""
    try:
        return parse_json(content)
    except MalformedJson:
        if content.lstrip()[:1] in {b"{", b"["} or b"</html" in content[-200:].lower():
            raise
    return _after_notices(content)


def _after_notices(content: bytes) -> JSON:
    for tries, found in enumerate(_START.finditer(content, 0, _NOTICES_MAX)):
        if tries == _TRIES_MAX:
            break
        try:
            data = parse_json(content[found.start() :])
        except MalformedJson:
            continue
        logger.warning("a site prints notices before its JSON: its display_errors is on")
        return data
    raise MalformedJson("no JSON follows")
