"""Reads a site as one polite visitor: few requests, little time, what robots.txt allows. No Django.

Everything goes out by `core/outbound`, each redirect as a request of its own: checked, and counted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from beffroi.core.outbound import (
    AddressRefused,
    NotSent,
    OutboundClient,
    OutboundError,
    Response,
    TooLarge,
)
from beffroi.sitecheck.addresses import host_of
from beffroi.sitecheck.backlinks import is_wall, leads_back, why_unseen
from beffroi.sitecheck.profiles import Profile, profile_of
from beffroi.sitecheck.reading import Page, looks_like_html, read_page
from beffroi.sitecheck.robots import BYTES_MAX as ROBOTS_BYTES_MAX
from beffroi.sitecheck.robots import may_read
from beffroi.sitecheck.rules import Unseen

#: In all, redirects and robots.txt included.
REQUESTS_MAX = 12
SECONDS_MAX = 10.0
REDIRECTS_MAX = 5
PAGE_BYTES_MAX = 2_000_000
#: By which robots.txt may name us; RFC 9309 wants letters, hyphens and underscores.
ROBOT = "BeffroiSiteCheck"
_AT_ONCE = 4
_ONE_REQUEST_SECONDS = 6.0
_ROBOTS_SECONDS = 4.0
#: Networks that show their pages to anybody come first: the others hardly ever answer a visitor.
_SHOWN_FIRST = ("mastodon", "bluesky", "youtube", "pinterest", "tiktok", "threads", "facebook")
#: Where there is no page on which a link could stand.
WITHOUT_PAGE = frozenset({"whatsapp", "google_business", "maps", "reddit"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Trouble(StrEnum):
    """Why a page could not be read."""

    ABSENT = "absent"
    UNSAFE = "unsafe"
    INSIDE = "inside"
    ROBOTS = "robots"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    GONE = "gone"
    BROKEN = "broken"
    NO_PAGE = "no_page"
    TOO_LARGE = "too_large"
    LOOP = "loop"
    SLOW = "slow"
    PROFILE = "profile"


class Kind(StrEnum):
    """What a request was for."""

    HOME = "home"
    ROBOTS = "robots"
    LEGAL = "legal"
    CONTACT = "contact"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was read, or tried; `trouble` is "" when it was read.

    Of a page on a network it is an `Unseen`, of any other a `Trouble`.
    """

    kind: Kind
    address: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit found. `seconds` are those of the home page's answers, body included."""

    home: Page | None
    trouble: Trouble | None = None
    address: str = ""
    is_moved: bool = False
    is_https: bool = False
    seconds: tuple[float, ...] = ()
    legal: Page | None = None
    legal_trouble: Trouble | None = None
    contact: Page | None = None
    back: Mapping[str, bool | None] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    requests: int = 0
    profile: Profile | None = None


class _Stopped(Exception):
    """A page cannot be read; `unseen` is what that says of a page on a network."""

    def __init__(
        self, trouble: Trouble, *, address: str = "", unseen: Unseen = Unseen.NO_ANSWER
    ) -> None:
        super().__init__(trouble.value)
        self.trouble, self.address, self.unseen = trouble, address, unseen


@dataclass(slots=True)
class _Budget:
    """What is left of requests and seconds, for every thread of one visit."""

    ends_at: float
    watch: Callable[[], float]
    left: int = REQUESTS_MAX
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, most: float) -> float:
        """Take one request; return its seconds. Raises _Stopped when nothing is left."""
        with self.lock:
            seconds = self.ends_at - self.watch()
            if self.left < 1 or seconds <= 0.05:
                raise _Stopped(Trouble.SLOW, unseen=Unseen.UNASKED)
            self.left -= 1
            return min(seconds, most)


def visit(
    address: str,
    *,
    client: OutboundClient,
    agent: str,
    may_fall_back: bool = False,
    watch: Callable[[], float] = time.monotonic,
) -> Visit:
    """Read a site. Never raises for what the site does.

    `agent` is what we call ourselves; `may_fall_back` tries http where https cannot be reached.
    """
    visitor = _Visitor(client, agent, _Budget(watch() + SECONDS_MAX, watch))
    found = visitor.read_site(address)
    no_answer = found.trouble in {Trouble.ABSENT, Trouble.UNSAFE}
    if may_fall_back and no_answer and address.startswith("https://"):
        other = visitor.read_site("http://" + address.removeprefix("https://"))
        return other if other.trouble is None else found
    return found


class _Visitor:
    def __init__(self, client: OutboundClient, agent: str, budget: _Budget) -> None:
        self._client = client
        self._agent = agent
        self._budget = budget
        self._robots: dict[str, str | None] = {}
        self._steps: list[Step] = []

    def read_site(self, address: str) -> Visit:
        try:
            home, seconds = self._home(address)
        except _Stopped as stopped:
            self._note(Kind.HOME, stopped.address or address, stopped.trouble)
            profile = profile_of(stopped.address)
            return self._visit(None, stopped.trouble, stopped.address or address, profile=profile)
        self._note(Kind.HOME, home.address)
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sitecheck") as pool:
            return self._beyond(home, pool, address=address, seconds=seconds)

    def _visit(
        self, home: Page | None, trouble: Trouble | None, address: str, *, profile: Profile | None
    ) -> Visit:
        done = REQUESTS_MAX - self._budget.left
        return Visit(
            home, trouble, address, steps=tuple(self._steps), requests=done, profile=profile
        )

    def _beyond(
        self, home: Page, pool: ThreadPoolExecutor, *, address: str, seconds: float
    ) -> Visit:
        """Read what the home page leads to, several at once, the surest first."""
        again = pool.submit(self._time_again, home.address)
        legal = pool.submit(self._linked, Kind.LEGAL, home.legal, home)
        contact = pool.submit(self._linked, Kind.CONTACT, home.contact, home)
        back = {one.address: pool.submit(self._back, one, home) for one in _to_ask(home.profiles)}
        legal_page, legal_trouble = legal.result()
        contact_page, _trouble = contact.result()
        answers = {told: one.result() for told, one in back.items()}
        second = again.result()
        return Visit(
            home,
            address=home.address,
            is_moved=host_of(home.address) != host_of(address),
            is_https=home.address.startswith("https://"),
            seconds=(seconds,) if second is None else (seconds, second),
            legal=legal_page,
            legal_trouble=legal_trouble,
            contact=contact_page,
            back=answers,
            steps=tuple(self._steps),
            requests=REQUESTS_MAX - self._budget.left,
        )

    def _home(self, address: str) -> tuple[Page, float]:
        page, seconds = self._page(address, hops=REDIRECTS_MAX)
        for told in (page.refresh, page.frame):
            if told and told != page.address:
                with suppress(_Stopped):  # then what stands around it is all that there is
                    inner, more = self._page(told, hops=1)
                    return inner, seconds + more
        return page, seconds

    def _page(self, address: str, *, hops: int) -> tuple[Page, float]:
        response, seconds = self._follow(address, hops=hops)
        _raise_for(response)
        kind = response.headers.get("content-type", "")
        if not looks_like_html(response.content, content_type=kind):
            raise _Stopped(Trouble.NO_PAGE, address=response.url)
        page = read_page(response.content, headers=response.headers, address=response.url)
        return page, seconds

    def _follow(self, address: str, *, hops: int) -> tuple[Response, float]:
        """Fetch a page and follow its redirects, each asked of robots.txt, and counted."""
        seen: set[str] = set()
        is_profile = profile_of(address, is_own=True) is not None
        while address not in seen and len(seen) <= hops:
            seen.add(address)
            if profile_of(address) and not is_profile:
                raise _Stopped(Trouble.PROFILE, address=address)
            if not self._lets_in(address):
                unseen = Unseen.SIGN_IN if is_wall(address) else Unseen.ROBOTS
                raise _Stopped(Trouble.ROBOTS, address=address, unseen=unseen)
            started = self._budget.watch()
            response = self._fetch(address)
            following = _redirect(response, address)
            if not following:
                return response, self._budget.watch() - started
            address = following
        raise _Stopped(Trouble.LOOP, address=address)

    def _fetch(
        self, address: str, *, most: float = _ONE_REQUEST_SECONDS, cap: int = PAGE_BYTES_MAX
    ) -> Response:
        seconds = self._budget.take(most)
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
        }
        try:
            return self._client.request(
                "GET", address, headers=headers, timeout=seconds, max_bytes=cap
            )
        except OutboundError as error:
            raise _Stopped(_trouble(error), address=address) from error

    def _lets_in(self, address: str) -> bool:
        """Tell whether the host's robots.txt lets us read an address; it is asked once a visit."""
        try:
            split = urlsplit(address)
        except ValueError as error:
            raise _Stopped(Trouble.INSIDE, address=address) from error
        origin = f"{split.scheme}://{split.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(origin)
        text = self._robots[origin]
        if text is None:
            raise _Stopped(Trouble.ROBOTS, address=address)
        path = f"{split.path or '/'}{'?' + split.query if split.query else ''}"
        return may_read(text, path, agent=ROBOT)

    def _robots_of(self, origin: str) -> str | None:
        """Return the robots.txt of a host, "" when it has none, None when everything is closed.

        RFC 9309, 2.3.1: what is not there allows all; what cannot be reached allows nothing.
        """
        address = f"{origin}/robots.txt"
        try:
            for _hop in range(REDIRECTS_MAX + 1):
                response = self._fetch(address, most=_ROBOTS_SECONDS, cap=ROBOTS_BYTES_MAX * 2)
                following = _redirect(response, address)
                if not following:
                    break
                address = following
            else:
                return ""
        except _Stopped as stopped:
            if stopped.trouble in {Trouble.TOO_LARGE, Trouble.LOOP}:
                return ""
            self._note(Kind.ROBOTS, address, stopped.trouble)
            raise _Stopped(stopped.trouble, unseen=stopped.unseen) from stopped
        self._note(Kind.ROBOTS, address)
        if response.status == 429 or response.status >= 500:
            return None
        if response.status >= 400:
            return ""
        return response.content[:ROBOTS_BYTES_MAX].decode("utf-8", "replace")

    def _time_again(self, address: str) -> float | None:
        try:
            started = self._budget.watch()
            self._fetch(address)
            return self._budget.watch() - started
        except _Stopped:
            return None

    def _linked(self, kind: Kind, address: str, home: Page) -> tuple[Page | None, Trouble | None]:
        """Read a page to which the home page leads, on any host of the company's own choice."""
        if not address or address == home.address:
            return None, None
        try:
            page, _seconds = self._page(address, hops=REDIRECTS_MAX)
        except _Stopped as stopped:
            self._note(kind, address, stopped.trouble)
            return None, stopped.trouble
        self._note(kind, page.address)
        return page, None

    def _back(self, profile: Profile, home: Page) -> bool | None:
        """Tell whether a profile leads to the site; None when it does not let us see."""
        try:
            response, _seconds = self._follow(profile.address, hops=REDIRECTS_MAX)
        except _Stopped as stopped:
            self._note(Kind.PROFILE, profile.address, stopped.unseen)
            return None
        answer = leads_back(response, profile=profile, host=host_of(home.address))
        reason = why_unseen(response) if answer is None else None
        self._note(Kind.PROFILE, profile.address, reason)
        return answer

    def _note(self, kind: Kind, address: str, trouble: Trouble | Unseen | None = None) -> None:
        with self._budget.lock:
            self._steps.append(Step(kind, address[:300], trouble.value if trouble else ""))


def _to_ask(profiles: tuple[Profile, ...]) -> list[Profile]:
    """Return the profiles that may be read, those first that are shown to anybody.

    A person's own page is left alone, even where it is public.
    """
    shown = [one for one in profiles if not one.is_person and one.network not in WITHOUT_PAGE]
    order = {network: place for place, network in enumerate(_SHOWN_FIRST)}
    return sorted(shown, key=lambda one: order.get(one.network, len(order)))


def _redirect(response: Response, address: str) -> str:
    location = response.headers.get("location", "")
    if response.status not in _REDIRECTS or not location:
        return ""
    try:
        return urljoin(address, location).partition("#")[0]
    except ValueError as error:
        raise _Stopped(Trouble.INSIDE, address=address) from error


def _raise_for(response: Response) -> None:
    by_status = {401: Trouble.FORBIDDEN, 403: Trouble.FORBIDDEN, 429: Trouble.BUSY}
    trouble = by_status.get(response.status)
    if trouble is None and response.status >= 500:
        trouble = Trouble.BROKEN
    if trouble is None and response.status >= 400:
        trouble = Trouble.GONE
    if trouble is None and not 200 <= response.status < 300:
        trouble = Trouble.NO_PAGE
    if trouble is not None:
        raise _Stopped(trouble, address=response.url)


def _trouble(error: OutboundError) -> Trouble:
    if isinstance(error, AddressRefused):
        return Trouble.INSIDE
    if isinstance(error, TooLarge):
        return Trouble.TOO_LARGE
    said = f"{error} {error.__cause__}"
    if "SSL" in said or "Certificate" in said:
        return Trouble.UNSAFE
    if "Timeout" in said:
        return Trouble.SLOW
    return Trouble.ABSENT if isinstance(error, NotSent) else Trouble.BROKEN
