"""Which addresses are somebody's page on a network, and which only share or lead to its door. Pure.

The paths are those that networks use themselves, as seen in November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_HANDLE = re.compile(r"@?[^\s/?#<>\"']{1,80}")
_ADDRESS_MAX = 300
_MASTODON_HOSTS = re.compile(r"mastodon|mstdn|piaille|framapiaf|mamot")
#: Not somebody's: what a network's own address begins with.
_NOT_PEOPLE = {
    "facebook": "about ads business dialog events gaming groups hashtag help home.php l.php legal"
    " login login.php marketplace photo photo.php plugins policies policy.php posts privacy reel"
    " settings share share.php sharer sharer.php story.php tr v2.0 video watch",
    "instagram": "about accounts developer direct explore legal p privacy reel reels share stories"
    " terms tv web",
    "x": "about compose explore hashtag home i intent jobs login privacy search settings share"
    " signup tos",
    "pinterest": "_ about business explore ideas pin search today",
    "tiktok": "",
}
#: What people may be called by: the first parts of an address, for those networks that have some.
_KINDS = {
    "linkedin": {"company", "in", "school", "showcase"},
    "youtube": {"channel", "c", "user"},
    "bluesky": {"profile"},
    "reddit": {"user", "u", "r"},
}
_HOSTS = {
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me"), "facebook"),
    "instagram.com": "instagram",
    "linkedin.com": "linkedin",
    **dict.fromkeys(("x.com", "twitter.com"), "x"),
    "youtube.com": "youtube",
    "tiktok.com": "tiktok",
    **dict.fromkeys(("threads.net", "threads.com"), "threads"),
    "bsky.app": "bluesky",
    "reddit.com": "reddit",
    **dict.fromkeys(("wa.me", "whatsapp.com"), "whatsapp"),
    **dict.fromkeys(("g.page", "business.google.com"), "google_business"),
}
#: Where people write reviews, besides Google.
_REVIEW_HOSTS = re.compile(
    r"(?:^|\.)(?:tripadvisor\.[a-z.]{2,6}|trustpilot\.com|avis-verifies\.com|pagesjaunes\.fr"
    r"|yelp\.[a-z.]{2,6}|thefork\.[a-z.]{2,6}|lafourchette\.com|trustedshops\.[a-z.]{2,6}"
    r"|societe-des-avis-garantis\.fr|custplace\.com|guest-suite\.com)$"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A page on a network; `handle` is how it is called there, `is_person` when it is one's own."""

    network: str
    address: str
    handle: str
    is_person: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same page under another spelling of its address."""
        where = self.address if self.network == "mastodon" else self.handle
        return self.network, where.lower()


def profile_of(address: str, *, is_own: bool = False) -> Profile | None:
    """Return whose page an address is; None for a sharing button, a post or a network's door.

    `is_own`: the page says so of it (`rel="me"`), by which servers of Mastodon are known.
    """
    split = _split(address)
    if split is None:
        return None
    host = (split.hostname or "").lower().removeprefix("www.")
    network = _network(host)
    parts = [unquote(part) for part in split.path.split("/") if part]
    read = _READERS.get(network, _mastodon(host, is_own=is_own))
    handle = read(split, parts) if read else ""
    if not handle or not _HANDLE.fullmatch(handle):
        return None
    kept = f"?id={handle}" if parts[:1] == ["profile.php"] else ""
    path = split.path.rstrip("/")
    is_person = network == "linkedin" and parts[0] == "in"
    return Profile(
        network or "mastodon",
        f"https://{split.netloc.lower()}{path}{kept}"[:_ADDRESS_MAX],
        handle.lstrip("@"),
        is_person,
    )


def leads_to_reviews(address: str) -> bool:
    """Tell whether an address is one where reviews are read or written."""
    split = _split(address)
    if split is None:
        return False
    host = (split.hostname or "").lower().removeprefix("www.")
    if _REVIEW_HOSTS.search(host):
        return len(split.path) > 1
    is_google = host == "search.google.com" and split.path.startswith("/local/")
    is_page = host == "g.page" and (split.path.startswith("/r/") or "review" in split.path)
    return is_google or is_page


def _split(address: str) -> SplitResult | None:
    try:
        split = urlsplit(address)
        return split if split.scheme in {"http", "https"} and split.hostname else None
    except ValueError:
        return None


def _network(host: str) -> str:
    """Return the network whose host this is, under any of its languages, "" for none."""
    bare = ".".join(host.split(".")[-2:])
    if re.fullmatch(
        r"(?:[a-z]{2}\.)?pinterest\.(?:com|co)(?:\.[a-z]{2})?|pinterest\.[a-z]{2,3}", host
    ):
        return "pinterest"
    if re.fullmatch(r"(?:maps\.)?google\.[a-z.]{2,6}|goo\.gl|maps\.app\.goo\.gl", host):
        return "maps"
    return _HOSTS.get(host) or _HOSTS.get(bare, "")


Reader = Callable[[SplitResult, Sequence[str]], str]


def _named(network: str) -> Reader:
    others = set(_NOT_PEOPLE[network].split())

    def read(split: SplitResult, parts: Sequence[str]) -> str:
        if len(parts) != 1 or parts[0].lower() in others:
            return ""
        return parts[0]

    return read


def _facebook(split: SplitResult, parts: Sequence[str]) -> str:
    if parts[:1] == ["profile.php"]:
        return "".join(parse_qs(split.query).get("id", [])[:1])
    if len(parts) >= 2 and parts[0] in {"pages", "p", "people"}:
        return parts[1]
    return _named("facebook")(split, parts)


def _at(split: SplitResult, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 and parts[0].startswith("@") and len(parts[0]) > 1 else ""


def _kind(network: str) -> Reader:
    def read(split: SplitResult, parts: Sequence[str]) -> str:
        return parts[1] if len(parts) >= 2 and parts[0] in _KINDS[network] else ""

    return read


def _youtube(split: SplitResult, parts: Sequence[str]) -> str:
    return _at(split, parts[:1]) or _kind("youtube")(split, parts)


def _whatsapp(split: SplitResult, parts: Sequence[str]) -> str:
    if parts[:1] == ["send"]:
        return "".join(parse_qs(split.query).get("phone", [])[:1])
    if len(parts) == 2 and parts[0] in {"message", "channel"}:
        return parts[1]
    return parts[0] if len(parts) == 1 and parts[0].lstrip("+").isdigit() else ""


def _google(split: SplitResult, parts: Sequence[str]) -> str:
    return parts[0 if parts[0] != "r" else -1] if parts else ""


def _maps(split: SplitResult, parts: Sequence[str]) -> str:
    """A place on the map is a listing; a way there, or a map alone, is none."""
    if parts[:2] == ["maps", "place"] and len(parts) > 2:
        return parts[2]
    is_short = (split.hostname or "") in {"maps.app.goo.gl", "goo.gl"}
    return parts[-1] if is_short and parts and parts[0] != "forms" else ""


def _mastodon(host: str, *, is_own: bool) -> Reader | None:
    """Return what reads an address of a server of Mastodon, which has no name in common."""
    if not is_own and not _MASTODON_HOSTS.search(host):
        return None

    def read(split: SplitResult, parts: Sequence[str]) -> str:
        if len(parts) == 2 and parts[0] == "users":
            return parts[1]
        return _at(split, parts)

    return read


_READERS: dict[str, Reader] = {
    "facebook": _facebook,
    "instagram": _named("instagram"),
    "x": _named("x"),
    "pinterest": _named("pinterest"),
    "tiktok": _at,
    "threads": _at,
    "youtube": _youtube,
    "linkedin": _kind("linkedin"),
    "bluesky": _kind("bluesky"),
    "reddit": _kind("reddit"),
    "whatsapp": _whatsapp,
    "google_business": _google,
    "maps": _maps,
}
