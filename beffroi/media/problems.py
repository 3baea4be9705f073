"""Why a file that a person gives is not taken."""

from __future__ import annotations

import errno
from enum import Enum


class Problem(Enum):
    """Why a file is not taken, named by what helps."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"  # in pixels
    UNREADABLE = "unreadable"
    NOT_MP4 = "not_mp4"  # a video in another wrapping
    VIDEO_CODEC = "video_codec"
    SOUND_CODEC = "sound_codec"
    CUT_SHORT = "cut_short"  # part of the file is missing
    NO_ROOM = "no_room"  # on our own disk


class FileRefused(Exception):
    """The file is not taken; `problem` says why, `limit` the most bytes there may be."""

    def __init__(self, problem: Problem, *, limit: int | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.limit = limit


def is_full(error: BaseException) -> bool:
    """Tell whether `error` says that our disk, or our share of it, is full."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
