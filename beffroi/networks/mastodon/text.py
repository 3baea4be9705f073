"""Text as a Mastodon server counts, mentions and compares it. Pure; HTML is in content.py."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

from beffroi.networks.contracts import TextCount
from beffroi.networks.declarations import Limits

# What the web client and the server count for any address, unless the instance says otherwise:
# https://docs.joinmastodon.org/entities/Instance/#characters_reserved_per_url
LINK_LENGTH = 23

_ADDRESS = regex.compile(
    r"(?<![\p{L}\p{N}@$#_/])https?://"
    r"(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})"
    r"(?::\d{1,5})?(?![\p{L}\p{N}@_-])(?:[/?][^\s<>]*)?",
    regex.IGNORECASE,
)
_NOT_AT_THE_END = "?!*\"'「」;:=,.$%[]~&|@(…"
_MENTION = regex.compile(
    r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@\w+(?:[.-]+\w+)*(?::\d{1,5})?",
    regex.IGNORECASE,
)
_FIRST_MENTION = regex.compile(r"@([\w.-]+)(?:@[\w.:-]+)?\s+(?=\S)")
_MARKUP = regex.compile(r"[*_~`]+")
_UNSAFE = regex.compile(r"[\p{Cs}\p{Cc}--[\n\t]]", regex.VERSION1)


def count(text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
    """Count graphemes; an address counts a fixed length, a mention without its host.

    As the server's validator does it: https://docs.joinmastodon.org/user/posting/#text. An address
    whose end is doubtful counts a little more than the server would, never less.
    """
    reserved = limits.link_length or LINK_LENGTH
    links, rest = _without_addresses(text)
    rest = _MENTION.sub(r"@\1", rest)
    used = graphemes(content_warning) + graphemes(rest) - links + links * reserved
    return TextCount(used=used, limit=limits.text_max)


def graphemes(text: str) -> int:
    """Count what a person sees as one character."""
    return len(regex.findall(r"\X", text))


def with_mention(text: str, *, handle: str, own_host: str) -> str:
    """Put `@handle` in front unless the text mentions that person already.

    A server notifies only who is mentioned. `own_host` is where a handle without a host lives, if
    it is known: `user` and `user@own_host` are one person. An empty handle mentions nobody.
    """
    if not handle or _mentions(text, handle=handle, own_host=own_host):
        return text
    return f"@{handle} {text}" if text else f"@{handle}"


def without_address(text: str, names: Iterable[str]) -> str:
    """Drop the mentions of `names` in front: they say whom an answer is for, and no more."""
    left = {name.lower() for name in names if name}
    while found := _FIRST_MENTION.match(text):
        if found.group(1).lower() not in left:
            break
        left.discard(found.group(1).lower())
        text = text[found.end() :]
    return text


def comparable(text: str) -> str:
    """Reduce a text to what survives every server: no markup, no hosts of mentions, one space."""
    reduced = _MENTION.sub(r"@\1", unicodedata.normalize("NFC", clean(text)))
    return " ".join(_MARKUP.sub("", reduced).split())


def clean(text: str) -> str:
    """Drop what no database stores: control characters and halves of surrogate pairs."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _without_addresses(text: str) -> tuple[int, str]:
    """Return how many addresses `text` has, and the text with each as one character."""
    pieces: list[str] = []
    position = links = 0
    for found in _ADDRESS.finditer(text):
        pieces += [text[position : found.start()], "x"]
        position = found.start() + len(_trimmed(found.group()))
        links += 1
    return links, "".join([*pieces, text[position:]])


def _trimmed(address: str) -> str:
    """Leave the punctuation that closes a sentence, or a bracket opened before, outside."""
    end = len(address)
    closing = address.count(")") - address.count("(")
    while end:
        last = address[end - 1]
        if last == ")" and closing > 0:
            closing -= 1
        elif last not in _NOT_AT_THE_END:
            break
        end -= 1
    return address[:end]


def _mentions(text: str, *, handle: str, own_host: str) -> bool:
    user, _, host = handle.partition("@")
    whole = regex.escape(f"@{host or own_host}")
    ending = whole if host else f"(?:{whole})?"
    pattern = rf"(?<![=/\w])@{regex.escape(user)}{ending}(?![\w@]|[.:-]\w)"
    return regex.search(pattern, text, regex.IGNORECASE) is not None
