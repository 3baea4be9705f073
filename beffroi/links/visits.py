"""A visit of a link as it is noted until it is counted: a line of a spool file. Pure.

It holds no address and no name of a program: of who came, a digest under a salt that is thrown
away when its day is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from is_crawler import is_crawler, is_social_preview

from beffroi.links.rules import Device, Visitor, is_code

_SEPARATOR = "\t"
_FIELDS = 6
_DIGEST_BYTES = 8
_COUNTRY_MAX = 2
#: The year 2100: what is later was not written by a clock.
_AT_MAX = 4_102_444_800
#: Cards of links are made by these too, which the library takes for other robots.
_PREVIEWS = ("cardyb", "preview", "embed")
#: Browsers say so of what they fetch before anybody asked for it.
_AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
#: How browsers say that their owner does not want to be followed (Global Privacy Control, DNT).
_OBJECTIONS = ("sec-gpc", "dnt")
_TABLETS = ("ipad", "tablet", "kindle", "silk/")
_COMPUTERS = ("windows nt", "macintosh", "x11; ", "cros ")


@dataclass(frozen=True, slots=True)
class Visit:
    """One answered request: `at` in seconds since 1970, UTC; `country` ISO 3166, "" if unknown.

    Who objects, and who is no person, has no digest.
    """

    code: str
    at: int
    visitor: Visitor
    device: Device
    country: str
    digest: str

    @property
    def line(self) -> bytes:
        """The visit as a line of the spool."""
        fields = (self.code, str(self.at), self.visitor, self.device, self.country, self.digest)
        return (_SEPARATOR.join(fields) + "\n").encode("ascii")


def read_line(line: bytes) -> Visit | None:
    """Return the visit of a line without its end; None where it is none."""
    try:
        fields = line.decode("ascii").split(_SEPARATOR)
        if len(fields) != _FIELDS or not is_code(fields[0]):
            return None
        code, at, visitor, device, country, digest = fields
        if len(country) > _COUNTRY_MAX or len(digest) > 2 * _DIGEST_BYTES:
            return None
        if not 0 <= int(at) < _AT_MAX:
            return None
        return Visit(code, int(at), Visitor(visitor), Device(device), country, digest)
    except ValueError:
        return None


def visitor_of(method: str, headers: Mapping[str, str]) -> Visitor:
    """Tell who follows a link by the method and headers of the request, with small names."""
    program = headers.get("user-agent", "")
    if is_crawler(program):
        small = program.casefold()
        is_card = is_social_preview(program) or any(sign in small for sign in _PREVIEWS)
        return Visitor.PREVIEW if is_card else Visitor.ROBOT
    if any("prefetch" in headers.get(name, "") for name in _AHEAD):
        return Visitor.PREVIEW
    if method != "GET" or "accept-language" not in headers:  # all browsers send it
        return Visitor.ROBOT
    return Visitor.PERSON


def objects(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser asks that its owner be told apart from nobody."""
    return any(headers.get(name, "").strip() == "1" for name in _OBJECTIONS)


def device_of(program: str) -> Device:
    """Return the class of a device by what a browser calls itself."""
    small = program.casefold()
    if any(sign in small for sign in _TABLETS) or ("android" in small and "mobile" not in small):
        return Device.TABLET
    if "mobi" in small or "iphone" in small:
        return Device.PHONE
    return Device.COMPUTER if any(sign in small for sign in _COMPUTERS) else Device.OTHER


def digest_of(salt: bytes, workspace_id: int, address: str, program: str) -> str:
    """Return what tells one person from others, of a workspace and for a day alone."""
    told = f"{workspace_id}\n{address}\n{program}".encode("utf-8", "replace")
    return blake2b(told, key=salt, digest_size=_DIGEST_BYTES).hexdigest()
