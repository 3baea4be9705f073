"""Text as Instagram counts and compares it, and what it would refuse of a draft. Pure.

https://developers.facebook.com/docs/instagram-platform/content-publishing/ (read on 2026-11-22):
2,200 characters, 30 hashtags, 20 mentions. Which unit a character is, it does not say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from beffroi.networks.contracts import MediaKind, PostFormat, TextCount
from beffroi.networks.declarations import Draft, DraftMedia, Limits, Problem, ProblemCode

HASHTAGS_MAX = 30
MENTIONS_MAX = 20
#: Of a comment, as the app itself takes it: the interface names no limit today.
COMMENT_MAX = 2200

_HASHTAG = regex.compile(r"(?<![&/])[#＃](?=[\w\p{Extended_Pictographic}])")
_MENTION = regex.compile(r"(?<![\w@.])@(?=[A-Za-z0-9_])[A-Za-z0-9_.]+")
_UNSTORABLE = regex.compile(r"[\p{Cs}\p{Cc}--[\n\t]]", regex.VERSION1)


def units(text: str) -> int:
    """Count UTF-16 code units: of the units in use it is the one that never counts too little."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count(text: str, *, limits: Limits) -> TextCount:
    """Count a caption against its limit."""
    return TextCount(used=units(text), limit=limits.text_max)


def hashtags(text: str) -> int:
    """Count hashtags, those glued together too."""
    return len(_HASHTAG.findall(text))


def mentions(text: str) -> int:
    """Count people who are mentioned; an address of mail is none."""
    return len(_MENTION.findall(text))


def problems(draft: Draft) -> list[Problem]:
    """Return what would be refused of `draft` beyond its lengths."""
    found = [*_crowded(draft.text)]
    return found if draft.is_answer else [*found, *_misplaced(draft.format, draft.media)]


def comparable(text: str) -> str:
    """Reduce a caption to what comes back: some apps read captions without their @ signs."""
    reduced = unicodedata.normalize("NFC", _UNSTORABLE.sub("", text.replace("\r", "\n")))
    return " ".join(reduced.replace("@", "").split())


def addressed(text: str, *, handle: str) -> str:
    """Put `@handle` in front unless it is there: beside others, an answer must say whom it is for.

    An empty handle addresses nobody.
    """
    if not handle or regex.search(rf"@{regex.escape(handle)}(?![\w.])", text, regex.IGNORECASE):
        return text
    return f"@{handle} {text}"


def _crowded(text: str) -> Iterator[Problem]:
    if (tags := hashtags(text)) > HASHTAGS_MAX:
        yield Problem(ProblemCode.TOO_MANY_HASHTAGS, found=tags, limit=HASHTAGS_MAX)
    if (people := mentions(text)) > MENTIONS_MAX:
        yield Problem(ProblemCode.TOO_MANY_MENTIONS, found=people, limit=MENTIONS_MAX)


def _misplaced(place: PostFormat, media: tuple[DraftMedia, ...]) -> Iterator[Problem]:
    # That it takes no document at all, its limits say.
    kinds = [one.kind for one in media if one.kind is not MediaKind.DOCUMENT]
    if place is PostFormat.REEL and MediaKind.VIDEO not in kinds:
        yield Problem(ProblemCode.VIDEO_MISSING)
    alone = place in {PostFormat.REEL, PostFormat.STORY} and len(kinds) > 1
    if alone:
        yield Problem(ProblemCode.MEDIA_MIXED, found=len(kinds), limit=1)
    elif len(kinds) > _TOGETHER_MAX:
        yield Problem(ProblemCode.MEDIA_MIXED, found=len(kinds), limit=_TOGETHER_MAX)


#: Pictures and videos of one carousel.
_TOGETHER_MAX = 10


def stored(text: str) -> str:
    """Drop what no database stores from what others wrote."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
