"""Texts of posts in LinkedIn's "little" format, and back to plain text. Pure.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
(read on 2026-11-22). A reserved sign that is not escaped cuts the text there, without an error:
so everything reserved is escaped, and only whole hashtags and mentions keep a meaning.
"""

from __future__ import annotations

import re
import unicodedata

from beffroi.networks.contracts import TextCount

TEXT_MAX = 3000
COMMENT_MAX = 1250

_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
#: A name between brackets and whom it means, as people may type it or a helper writes it.
_MENTION = r"@\[(?P<name>[^\[\]\n]{1,200})\]\((?P<who>urn:li:(?:person|organization):[\w-]{1,60})\)"
#: Letters and digits with a letter among them; a word that holds anything else stays plain.
_HASHTAG = r"(?<![\w&/#@])#(?P<tag>(?=\w*[^\W\d_])[^\W_]{1,200})(?![\w\u0300-\u036f])"
_TO_LITTLE = re.compile(f"{_MENTION}|{_HASHTAG}|{_RESERVED.pattern}")

_FROM_LITTLE = re.compile(
    r"\{hashtag\|\\?(?P<sign>[#＃])\|(?P<tag>(?:\\.|[^\\|{}]){1,400})\}"
    r"|@\[(?P<name>(?:\\.|[^\\\]]){1,400})\]\((?P<who>urn:[^\s()]{1,200})\)"
    r"|\\(?P<escaped>[\\|{}@\[\]()<>#*_~])"
)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\"'.,;:!?)\]»]", re.IGNORECASE)
#: LinkedIn's own short addresses, which it may put in the place of ours.
_SHORT_LINK = "://lnkd.in/"


def escape(text: str) -> str:
    """Return `text` with a backslash before every reserved sign."""
    return _RESERVED.sub(lambda found: f"\\{found[0]}", text)


def hashtag(tag: str) -> str:
    """Return the template of a hashtag, given without its sign."""
    return f"{{hashtag|\\#|{escape(tag)}}}"


def mention(name: str, urn: str) -> str:
    """Return a mention. LinkedIn links it only when `name` is exactly the organisation's."""
    return f"@[{escape(name)}]({urn})"


def to_little(text: str) -> str:
    """Return `text` as a post's commentary: hashtags and typed mentions work, all else is plain."""
    return _TO_LITTLE.sub(_little, text)


def to_plain(commentary: str) -> str:
    """Return what people read of a commentary."""
    return _FROM_LITTLE.sub(_plain, commentary)


def count(text: str, *, limit: int) -> TextCount:
    """Count `text` in UTF-16 units, as people see it: the larger of what the vendor may mean."""
    return TextCount(used=len(text.encode("utf-16-le", "surrogatepass")) // 2, limit=limit)


def is_same(ours: str, theirs: str) -> bool:
    """Tell whether two plain texts are the same but for spaces, accents' form and short links."""
    if _SHORT_LINK in theirs:
        ours, theirs = _LINK.sub("://", ours), _LINK.sub("://", theirs)
    return _comparable(ours) == _comparable(theirs)


def first_link(text: str) -> str:
    """Return the first address in `text`, "" when there is none."""
    found = _LINK.search(text)
    return found[0] if found else ""


def _little(found: re.Match[str]) -> str:
    if found["who"]:
        return mention(found["name"], found["who"])
    return hashtag(found["tag"]) if found["tag"] else f"\\{found[0]}"


def _plain(found: re.Match[str]) -> str:
    if found["sign"]:
        return found["sign"] + to_plain(found["tag"])
    return to_plain(found["name"]) if found["who"] else found["escaped"]


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
