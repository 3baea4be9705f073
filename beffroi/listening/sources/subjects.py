"""What a person types to say what is to be read, as a source keeps it. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from beffroi.listening.sources.places import host_of
from beffroi.networks.declarations import SourceKind

ADDRESS_MAX = 1000
WORDS_MAX = 100
TAG_MAX = 100
ACCOUNT_MAX = 255
_TAG = re.compile(r"\w+")

REDDIT_HOST = "reddit.com"


class NoSubject(ValueError):
    """What was typed cannot be what a source of this kind reads."""


def subject_of(kind: SourceKind, typed: str) -> str:
    """Return what is read, as it is kept and compared. Raises NoSubject."""
    text = " ".join(_visible(typed).split())
    if kind is SourceKind.FEED:
        return _address(text)
    if kind is SourceKind.HASHTAG:
        return _tag(text)
    longest = WORDS_MAX if kind is SourceKind.SEARCH else ACCOUNT_MAX
    named = text.lstrip("@") if kind is SourceKind.ACCOUNT else text
    if not named or len(named) > longest or (kind is SourceKind.ACCOUNT and " " in named):
        raise NoSubject(kind.value)
    return named


def is_of_reddit(address: str) -> bool:
    """Tell whether an address is Reddit's, which lets itself be read on conditions of its own."""
    host = host_of(address)
    return host == REDDIT_HOST or host.endswith(f".{REDDIT_HOST}")


def reddit_search(words: str) -> str:
    """Return the public feed of Reddit's own search, newest first."""
    wanted = quote(f'"{words}"')
    return f"https://www.reddit.com/search.rss?q={wanted}&sort=new"


def _visible(typed: str) -> str:
    return "".join(sign for sign in typed if unicodedata.category(sign) not in {"Cf", "Cs", "Cc"})


def _address(text: str) -> str:
    whole = text if "://" in text else f"https://{text}"
    if not text or " " in text or len(whole) > ADDRESS_MAX or not host_of(whole):
        raise NoSubject(SourceKind.FEED.value)
    return whole


def _tag(text: str) -> str:
    tag = unicodedata.normalize("NFC", text.lstrip("#＃")).casefold()
    if not _TAG.fullmatch(tag) or len(tag) > TAG_MAX or tag.isdigit():
        raise NoSubject(SourceKind.HASHTAG.value)
    return tag
