"""Frames that a Jetstream packs, to a half, with a dictionary that both sides hold (zstd).

The second version hands its dictionary out. The first one's is a file in its repository, which
whoever runs this installation may fetch and name; without it, frames come as they are.
https://github.com/bluesky-social/jetstream (docs, read on 2026-11-28)
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from beffroi.networks.errors import NetworkError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["GET_DICTIONARY", "MAGIC", "NOTHING", "SECOND_VERSION", "Packing", "agree", "zstd"]

logger = logging.getLogger(__name__)

SECOND_VERSION = "network.bsky.jetstream.subscribeEvents"
GET_DICTIONARY = "network.bsky.jetstream.getZstdDictionary"
#: What a frame may hold once unpacked: what we ask for at most, and its envelope.
UNPACKED_BYTES_MAX = 210_000
#: A frame that wants more memory than this to be unpacked is refused before it has any.
_WINDOW_LOG_MAX = 20
_DICTIONARY_BYTES_MAX = 1_000_000
#: How every packed frame begins, and no JSON.
MAGIC = b"\x28\xb5\x2f\xfd"


class Packing:
    """What was agreed: the words to ask for it, and how to read what comes."""

    def __init__(self, dictionary: zstd.ZstdDict | None, parameters: Mapping[str, str]) -> None:
        self._dictionary = dictionary
        self.parameters = parameters

    def unpack(self, frame: bytes) -> bytes:
        """Return what a frame holds; b"" for one that holds too much, or cannot be read."""
        if not frame.startswith(MAGIC):  # a server may send some as they are
            return frame
        options = {int(zstd.DecompressionParameter.window_log_max): _WINDOW_LOG_MAX}
        unpacking = zstd.ZstdDecompressor(zstd_dict=self._dictionary, options=options)
        try:
            held = unpacking.decompress(frame, max_length=UNPACKED_BYTES_MAX)
        except zstd.ZstdError:
            return b""
        return held if unpacking.eof and not unpacking.unused_data else b""


NOTHING = Packing(None, {})


def agree(url: str, *, dictionary_path: str, fetch: Callable[..., Any]) -> Packing:
    """Return how frames will come from `url`; as they are when no dictionary can be had."""
    try:
        if urlsplit(url).path.endswith(SECOND_VERSION):
            content = fetch(_dictionary_url(url), max_bytes=_DICTIONARY_BYTES_MAX).content
            dictionary = zstd.ZstdDict(content)
            return Packing(dictionary, {"zstdDictionary": str(dictionary.dict_id)})
        if dictionary_path:
            dictionary = zstd.ZstdDict(Path(dictionary_path).read_bytes())
            return Packing(dictionary, {"compress": "true"})
    except (NetworkError, ValueError, OSError) as error:
        logger.info("frames come unpacked: %s", type(error).__name__)
    return NOTHING


def _dictionary_url(url: str) -> str:
    parts = urlsplit(url)
    scheme = "https" if parts.scheme == "wss" else "http"
    return f"{scheme}://{parts.netloc}/xrpc/{GET_DICTIONARY}"
