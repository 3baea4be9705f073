"""What reading an archive may cost, and how a container says that it will not go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: One archive, as it was downloaded: networks cut theirs into parts of 2 GB or less.
UPLOAD_BYTES_MAX = 2 * 1024**3
#: Once so much came out of one stream, it must not have swollen beyond the ratio.
RATIO_GRACE_BYTES = 32 * 1024**2
#: Texts of networks shrink 5 to 40 times (measured on JSON exports); a bomb, 1,000 times.
RATIO_MAX = 250
#: All that is unpacked of one archive; photos and videos are never unpacked.
TOTAL_BYTES_MAX = 20 * 1024**3
MEMBERS_MAX = 2_000_000


class Problem(Enum):
    """Why a whole archive is not read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    OVERLAP = "overlap"
    CUT_SHORT = "cut_short"
    TOO_MANY = "too_many"
    FOREIGN = "foreign"


class Reason(Enum):
    """Why one file of an archive is listed instead of read."""

    UNKNOWN = "unknown"
    DANGEROUS_NAME = "dangerous_name"
    DAMAGED = "damaged"
    CUT_SHORT = "cut_short"
    NESTED = "nested"
    COMPRESSION = "compression"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    ENCODING = "encoding"
    UNCLOSED = "unclosed"


class ArchiveRefused(Exception):
    """The archive is not read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class MemberDamaged(Exception):
    """One file cannot be read to its end; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass
class Budget:
    """Counts what comes out of an archive, as it comes out."""

    total_bytes_max: int = TOTAL_BYTES_MAX
    ratio_max: int = RATIO_MAX
    ratio_grace_bytes: int = RATIO_GRACE_BYTES
    spent_bytes: int = 0

    def spend(self, size_bytes: int, *, unpacked_bytes: int, packed_bytes: int) -> None:
        """Count bytes of a stream that took in and gave out so much; raises ArchiveRefused."""
        self.spent_bytes += size_bytes
        is_swollen = (
            unpacked_bytes > self.ratio_grace_bytes
            and unpacked_bytes > self.ratio_max * max(packed_bytes, 1)
        )
        if is_swollen or self.spent_bytes > self.total_bytes_max:
            raise ArchiveRefused(Problem.BOMB)
