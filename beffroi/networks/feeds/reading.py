"""Reads a feed whatever it is written in. Pure."""

from __future__ import annotations

from beffroi.networks.feeds.documents import Feed, NotAFeed
from beffroi.networks.feeds.json_feed import parse_json_feed
from beffroi.networks.feeds.xml_feed import parse_xml

_BOM = b"\xef\xbb\xbf"


def parse_feed(content: bytes, *, media_type: str, url: str) -> Feed:
    """Return what the feed at `url` says. Raises NotAFeed for anything else."""
    start = content.removeprefix(_BOM).lstrip()[:1]
    if start == b"{":
        return parse_json_feed(content)
    if not start:
        raise NotAFeed("there is nothing")
    return parse_xml(content, media_type=media_type, url=url)
