"""Rules of posts and their dates. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from beffroi.networks.contracts import MediaKind, TextCount
from beffroi.networks.declarations import Limits, VideoLimits
from beffroi.networks.declarations import Problem as NetworkProblem

#: How long a deleted draft can be taken back.
DELETED_KEPT = timedelta(days=30)
#: How long a picture is kept that nothing shows: it may be on a page that is still being written.
UNUSED_FILES_KEPT = timedelta(days=7)
#: Typed as « now » or a minute ago while the page was open.
GRACE = timedelta(minutes=5)


def is_past(planned_at: datetime, *, now: datetime) -> bool:
    """Tell whether it is too late to plan a post at `planned_at`."""
    return planned_at < now - GRACE


#: Networks where a post may be for followers only and may open with a warning.
WITH_AUDIENCE = frozenset({"mastodon"})


class Problem(Enum):
    """What keeps a post from leaving, in the order in which a person mends it."""

    NO_CHANNEL = "no_channel"
    CHANNEL_LOST = "channel_lost"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    COMMENT_TOO_LONG = "comment_too_long"
    TOO_MANY_IMAGES = "too_many_images"
    TOO_MANY_VIDEOS = "too_many_videos"
    VIDEO_UNKNOWN = "video_unknown"
    VIDEO_TOO_HEAVY = "video_too_heavy"
    VIDEO_TOO_LONG = "video_too_long"
    VIDEO_TOO_SHORT = "video_too_short"
    VIDEO_TOO_LARGE = "video_too_large"
    VIDEO_TEXT_TOO_LONG = "video_text_too_long"
    DOCUMENT_UNKNOWN = "document_unknown"
    DOCUMENT_TOO_HEAVY = "document_too_heavy"
    DOCUMENT_TITLE_MISSING = "document_title_missing"
    ALT_TEXT_MISSING = "alt_text_missing"
    ALT_TEXT_TOO_LONG = "alt_text_too_long"
    IMAGE_TYPE = "image_type"
    IMAGE_TOO_SMALL = "image_too_small"
    IMAGE_TOO_LIGHT = "image_too_light"
    IMAGE_RATIO = "image_ratio"
    MEDIA_MISSING = "media_missing"
    VIDEO_MISSING = "video_missing"
    MEDIA_MIXED = "media_mixed"
    PUBLIC_ADDRESS = "public_address"
    TOO_MANY_HASHTAGS = "too_many_hashtags"
    TOO_MANY_MENTIONS = "too_many_mentions"
    TOO_MANY_CASHTAGS = "too_many_cashtags"
    FORBIDDEN_SIGNS = "forbidden_signs"
    PHONE_NUMBER = "phone_number"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TAGS_TOO_LONG = "tags_too_long"
    FORMAT_UNKNOWN = "format_unknown"
    NO_DATE = "no_date"
    DATE_PAST = "date_past"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, on which channel (None: the whole post), and by how much.

    `place` is that of the file concerned, from 0; `limit` is in the unit that the problem is about:
    characters, bytes, seconds or files; `signs` are those to take out.
    """

    problem: Problem
    channel_id: int | None = None
    excess: int = 0
    place: int | None = None
    limit: int = 0
    signs: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """What the rules need to know of a file. Sizes in pixels and bytes.

    `alt_text` is a document's title.
    """

    media_type: str
    alt_text: str
    width: int = 1
    height: int = 1
    size_bytes: int = 0
    kind: MediaKind = MediaKind.IMAGE
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One variant as it stands, with its channel's limits and count.

    `comment` counts our first comment, None where none is sent.
    `problems` is what its network would refuse beyond its limits; `is_reached` says whether the
    network can fetch a file from us by itself.
    """

    channel_id: int
    is_connected: bool
    text: str
    count: TextCount
    limits: Limits
    problems: tuple[NetworkProblem, ...] = ()
    is_reached: bool = True
    comment: TextCount | None = None


def findings(drafts: Sequence[Draft], files: Sequence[File]) -> list[Finding]:
    """Return what keeps these variants from leaving; the date is looked at apart."""
    found = [] if drafts else [Finding(Problem.NO_CHANNEL)]
    is_silent = not files and not any(draft.text.strip() for draft in drafts)
    if drafts and is_silent:
        found.append(Finding(Problem.EMPTY))
    for draft in drafts:
        found += _of_draft(draft, files, is_silent=is_silent)
    found += [
        Finding(_UNTOLD[file.kind], place=place)
        for place, file in enumerate(files)
        if file.kind in _UNTOLD and not file.alt_text.strip()
    ]
    return found


#: What is worth saying of a post in which nothing is written yet; the rest is still to come.
_SAID_EARLY = frozenset(
    {
        Problem.NO_CHANNEL,
        Problem.EMPTY,
        Problem.CHANNEL_LOST,
        Problem.TOO_LONG,
        Problem.COMMENT_TOO_LONG,
        Problem.NO_DATE,
        Problem.DATE_PAST,
    }
)


def while_writing(found: Sequence[Finding]) -> list[Finding]:
    """Leave out what networks would refuse of a post that nobody has begun."""
    is_begun = all(one.problem is not Problem.EMPTY or one.channel_id for one in found)
    return [one for one in found if is_begun or one.problem in _SAID_EARLY]


#: What is missing of a file without words. Most networks take no description of a video.
_UNTOLD = {
    MediaKind.IMAGE: Problem.ALT_TEXT_MISSING,
    MediaKind.DOCUMENT: Problem.DOCUMENT_TITLE_MISSING,
}


def date_findings(planned_at: datetime | None, *, now: datetime) -> list[Finding]:
    """Return what keeps a post from leaving at `planned_at`."""
    if planned_at is None:
        return [Finding(Problem.NO_DATE)]
    return [Finding(Problem.DATE_PAST)] if is_past(planned_at, now=now) else []


def _of_draft(draft: Draft, files: Sequence[File], *, is_silent: bool) -> list[Finding]:
    if not draft.is_connected:
        return [Finding(Problem.CHANNEL_LOST, draft.channel_id)]
    found = []
    if not draft.text.strip() and not files and not is_silent:
        found.append(Finding(Problem.EMPTY, draft.channel_id))
    found += [*_of_words(draft), *_of_files(draft, files)]
    told = [_of_network(problem, draft.channel_id) for problem in draft.problems]
    if any(finding.problem is Problem.VIDEO_MISSING for finding in told):
        found = [finding for finding in found if finding.problem is not Problem.MEDIA_MISSING]
    known = {finding.problem for finding in found}
    return [*found, *(finding for finding in told if finding.problem not in known)]


def _of_words(draft: Draft) -> list[Finding]:
    counts = ((Problem.TOO_LONG, draft.count), (Problem.COMMENT_TOO_LONG, draft.comment))
    return [
        Finding(problem, draft.channel_id, count.excess)
        for problem, count in counts
        if count is not None and count.excess
    ]


def _of_files(draft: Draft, files: Sequence[File]) -> list[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    found = []
    if limits.needs_media and not files:
        found.append(Finding(Problem.MEDIA_MISSING, channel_id))
    if limits.needs_public_media and files and not draft.is_reached:
        found.append(Finding(Problem.PUBLIC_ADDRESS, channel_id))
    found += _too_many(files, limits, channel_id)
    for place, file in enumerate(files):
        found += _OF_KIND[file.kind](file, place, draft)
    return found


def _too_many(files: Sequence[File], limits: Limits, channel_id: int) -> list[Finding]:
    """Count what a channel takes at all; what it takes none of is told file by file."""
    kinds = [file.kind for file in files]
    bounds = [(MediaKind.IMAGE, limits.images_max, Problem.TOO_MANY_IMAGES)]
    if limits.video is not None:
        bounds.append((MediaKind.VIDEO, limits.video.count_max, Problem.TOO_MANY_VIDEOS))
    return [
        Finding(problem, channel_id, kinds.count(kind) - most, limit=most)
        for kind, most, problem in bounds
        if kinds.count(kind) > most
    ]


def _of_picture(picture: File, place: int, draft: Draft) -> list[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    if not limits.images_max:
        return []  # all of them are too many
    found = []
    excess = len(picture.alt_text) - limits.alt_text_max
    if excess > 0 and limits.alt_text_max:  # what takes no description gets none
        found.append(Finding(Problem.ALT_TEXT_TOO_LONG, channel_id, excess, place))
    # What a network fetches from us is a JPEG, whatever is kept: see `media.sharing`.
    if picture.media_type not in limits.image_types and not limits.needs_public_media:
        found.append(Finding(Problem.IMAGE_TYPE, channel_id, place=place))
    found += _too_little(picture, place, draft)
    ratio = picture.width / picture.height
    is_too_high = limits.image_ratio_min is not None and ratio < limits.image_ratio_min
    is_too_wide = limits.image_ratio_max is not None and ratio > limits.image_ratio_max
    if is_too_high or is_too_wide:
        found.append(Finding(Problem.IMAGE_RATIO, channel_id, place=place))
    return found


def _too_little(picture: File, place: int, draft: Draft) -> Iterator[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    if (side := limits.image_side_min) and min(picture.width, picture.height) < side:
        yield Finding(Problem.IMAGE_TOO_SMALL, channel_id, place=place, limit=side)
    elif (least := limits.image_bytes_min) and picture.size_bytes < least:
        yield Finding(Problem.IMAGE_TOO_LIGHT, channel_id, place=place, limit=least)


def _of_video(file: File, place: int, draft: Draft) -> list[Finding]:
    limits, channel_id, seconds = draft.limits.video, draft.channel_id, file.seconds or 0
    if limits is None or file.media_type not in limits.types:
        return [Finding(Problem.VIDEO_UNKNOWN, channel_id, place=place)]
    found = []
    if limits.bytes_max is not None and file.size_bytes > limits.bytes_max:
        limit = limits.bytes_max
        found.append(Finding(Problem.VIDEO_TOO_HEAVY, channel_id, place=place, limit=limit))
    if limits.seconds_max is not None and seconds > limits.seconds_max:
        limit = int(limits.seconds_max)
        found.append(Finding(Problem.VIDEO_TOO_LONG, channel_id, place=place, limit=limit))
    if limits.seconds_min is not None and seconds < limits.seconds_min:
        limit = math.ceil(limits.seconds_min)
        found.append(Finding(Problem.VIDEO_TOO_SHORT, channel_id, place=place, limit=limit))
    return [*found, *_of_its_look(file, limits, place, channel_id)]


def _of_its_look(
    video: File, limits: VideoLimits, place: int, channel_id: int
) -> Iterator[Finding]:
    """Yield what is wrong with how large a video is shown, and with what is said of it."""
    if limits.pixels_max is not None and video.width * video.height > limits.pixels_max:
        limit = limits.pixels_max
        yield Finding(Problem.VIDEO_TOO_LARGE, channel_id, place=place, limit=limit)
    if limits.alt_text_max is not None and len(video.alt_text) > limits.alt_text_max:
        excess = len(video.alt_text) - limits.alt_text_max
        yield Finding(Problem.VIDEO_TEXT_TOO_LONG, channel_id, excess, place)


def _of_document(file: File, place: int, draft: Draft) -> list[Finding]:
    limits, channel_id = draft.limits.document, draft.channel_id
    if limits is None or file.media_type not in limits.types:
        return [Finding(Problem.DOCUMENT_UNKNOWN, channel_id, place=place)]
    if file.size_bytes > limits.bytes_max:
        limit = limits.bytes_max
        return [Finding(Problem.DOCUMENT_TOO_HEAVY, channel_id, place=place, limit=limit)]
    return []


_OF_KIND = {
    MediaKind.IMAGE: _of_picture,
    MediaKind.VIDEO: _of_video,
    MediaKind.DOCUMENT: _of_document,
}


def _of_network(problem: NetworkProblem, channel_id: int) -> Finding:
    limit, meant = problem.limit or 0, Problem(problem.code.value)
    return Finding(
        meant,
        channel_id,
        max(0, (problem.found or 0) - limit),
        limit=limit,
        signs=problem.signs,
    )


def price(usd: Decimal) -> Decimal:
    """Return an amount as people write it: in cents, or finer where it is finer."""
    in_cents = usd.quantize(Decimal("0.01"))
    return in_cents if in_cents == usd else usd.normalize()


def split_title(text: str) -> tuple[str, str]:
    """Return title and text for a network whose posts have both: the first line, and the rest."""
    title, _, rest = text.strip().partition("\n")
    return title.strip(), rest.strip()
