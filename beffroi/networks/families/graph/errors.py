"""Names what the Graph API refuses. The body decides: nearly all comes with status 400.

https://developers.facebook.com/docs/graph-api/guides/error-handling/ (read on 2026-11-22). A
network names its own codes in a function of its own, which is asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beffroi.networks import shapes
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.families.graph.usage import UNTOLD_WAIT_SECONDS, full_for_seconds
from beffroi.networks.http import Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """The error envelope. `message` is the vendor's: it may repeat what we sent, so log it never.

    `detail` is what a log may hold. `subcode` 0: none. `wait_seconds` is what the headers say.
    """

    code: int
    subcode: int
    is_transient: bool
    detail: str
    message: str
    wait_seconds: int = 0

    def has(self, *codes: int) -> bool:
        """Tell whether one of `codes` is its code or subcode: some come as either."""
        return self.code in codes or self.subcode in codes


#: Names a fault as only one network can, None to leave it to the names that all share.
Name = Callable[[Fault], NetworkError | None]


def no_name(fault: Fault) -> NetworkError | None:
    """Leave every fault to the shared names."""
    return None


def read_fault(answer: Answer, about: str) -> Fault | None:
    """Return the error that an answer holds, whatever its status; None when it holds none."""
    if not isinstance(answer.data, dict) or not isinstance(answer.data.get("error"), dict):
        return None
    error = shapes.inner(answer.data, "error")
    code = _code(error, "code")
    if code is None:
        return None
    subcode = _code(error, "error_subcode") or 0
    shown = f"{code}/{subcode}" if subcode else f"{code}"
    return Fault(
        code=code,
        subcode=subcode,
        is_transient=error.get("is_transient") is True or answer.status >= 500,
        detail=f"{about}: {answer.status} code {shown}",
        message=shapes.optional_text(error, "message") or "",
        wait_seconds=full_for_seconds(answer.headers) or _told_wait(answer.headers),
    )


def name(fault: Fault) -> NetworkError:
    """Return the error that says what must happen next."""
    for is_it, make in _FAMILIES:
        if is_it(fault):
            return make(fault)
    if fault.is_transient:
        return NetworkUnavailable(fault.detail)
    return ContentRefused(fault.detail)


def _code(error: shapes.Record, key: str) -> int | None:
    """Return a code: Instagram has negative ones, and some come as text."""
    value = error.get(key)
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        value = int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _told_wait(headers: Mapping[str, str]) -> int:
    told = headers.get("retry-after", "").strip()
    return min(int(told), 24 * 3600) if told.isdecimal() and len(told) < 8 else 0


_Is = Callable[[Fault], bool]
_Make = Callable[[Fault], NetworkError]

_LIMITS = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_PERMISSIONS = frozenset({3, 10, *range(200, 300)})
_BLOCKS = (368, 1346003, 1404102, 1404112, 1404078, 1390008)
_BAD_FILES = (1366046, 2069019, 324, 351, 352, 1363019, 1363024, 1363026, 1363030)


def _one_of(*codes: int) -> _Is:
    return lambda fault: fault.has(*codes)


def _plain(kind: type[NetworkError]) -> _Make:
    return lambda fault: kind(fault.detail)


def _limited(fault: Fault) -> NetworkError:
    wait = fault.wait_seconds or UNTOLD_WAIT_SECONDS
    return RateLimited(fault.detail, retry_after_seconds=wait)


def _refused(field: str) -> _Make:
    return lambda fault: ContentRefused(fault.detail, field=field)


#: In the order in which they are asked: what a subcode tells comes before its code.
_FAMILIES: tuple[tuple[_Is, _Make], ...] = (
    (_one_of(*_BLOCKS), _plain(PolicyBlocked)),
    (lambda fault: fault.code in {190, 102} and fault.subcode == 492, _plain(PermissionLost)),
    (lambda fault: fault.code in {190, 102}, _plain(AccessRevoked)),
    (_one_of(506, 1366051), _plain(DuplicateContent)),
    (_one_of(*_BAD_FILES), _refused("media")),
    (_one_of(389), _plain(MediaUnreachable)),
    (_one_of(1609005), _refused("text")),
    (lambda fault: fault.code in _LIMITS, _limited),
    (lambda fault: fault.code in _PERMISSIONS, _plain(PermissionLost)),
    (lambda fault: fault.code == 803 or (fault.code, fault.subcode) == (100, 33), _plain(NotFound)),
    (lambda fault: fault.code in {12, 2635}, _plain(VersionRetired)),
    (lambda fault: fault.code in {101, 191}, _plain(AppMisconfigured)),
    (lambda fault: "appsecret_proof" in fault.message, _plain(AppMisconfigured)),
    (lambda fault: fault.code in {1, 2}, _plain(NetworkUnavailable)),
)
