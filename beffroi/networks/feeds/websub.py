"""WebSub: a hub that tells us at once what is new in a feed. Pure; nothing is called here.

A hub checks that we asked before it sends anything, for a limited time; what it sends is signed.
https://www.w3.org/TR/websub/ (read on 2026-11-22)
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from secrets import token_urlsafe
from urllib.parse import urlsplit

from beffroi.networks.addresses import joined
from beffroi.networks.feeds.documents import Feed

#: What we ask for; a hub may give less.
LEASE_SECONDS = 864_000
_LEASE_MIN, _LEASE_MAX = 60, 90 * 86_400
_RENEWED_AT = 0.8
_ADDRESS_MAX = 2000
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_SIGNATURE = re.compile(r"(\w{4,6})=([0-9a-fA-F]{40,128})")
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;\"]+))*)")
_RELATION = re.compile(r"(?:^|;)\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))", re.IGNORECASE)


class State(Enum):
    """Where a subscription stands."""

    ASKED = "asked"  # the hub has yet to check that it was us
    ACTIVE = "active"
    DENIED = "denied"  # the feed is read by asking, as if it had no hub
    LEAVING = "leaving"  # we no longer want it, and the hub has yet to check


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub, and the name under which it knows the feed."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What we asked of a hub. `callback` is an address that nobody could guess."""

    hub: Hub
    callback: str
    secret: str = field(repr=False)
    state: State = State.ASKED
    ends_at: datetime | None = None
    renew_at: datetime | None = None


def find_hub(headers: Mapping[str, str], feed: Feed, *, url: str) -> Hub | None:
    """Return the hub of a feed: its server's word counts before its own. None without any."""
    told = _links(headers.get("link", ""))
    hub = told.get("hub") or feed.hub
    topic = told.get("self") or feed.topic or url
    if not hub:
        return None
    found = Hub(joined(url, hub), joined(url, topic))
    is_usable = all(0 < len(one) <= _ADDRESS_MAX for one in (found.url, found.topic))
    return found if is_usable else None


def make_secret() -> str:
    """Return a fresh secret, far below the 200 bytes that hubs take."""
    return token_urlsafe(32)


def subscription_form(subscription: Subscription) -> dict[str, str]:
    """Return what to post to the hub. A secret is told only where nobody can listen."""
    form = _form(subscription, "subscribe") | {"hub.lease_seconds": str(LEASE_SECONDS)}
    is_private = may_be_told_a_secret(subscription.hub)
    return form | ({"hub.secret": subscription.secret} if is_private else {})


def may_be_told_a_secret(hub: Hub) -> bool:
    """Tell whether nobody can listen on the way to a hub: by https, or on this very machine."""
    split = urlsplit(hub.url)
    return split.scheme == "https" or split.hostname in {"127.0.0.1", "::1", "localhost"}


def farewell_form(subscription: Subscription) -> dict[str, str]:
    """Return what to post to the hub to be told no more."""
    return _form(subscription, "unsubscribe")


def answer_check(
    query: Mapping[str, str], subscription: Subscription | None, *, now: datetime
) -> tuple[str | None, Subscription | None]:
    """Return what to answer to a hub that checks, and the subscription as it is from then on.

    Only what was asked is confirmed: None is to be answered by 404. A denial is believed, and
    answered by an empty text.
    """
    if subscription is None or query.get("hub.topic") != subscription.hub.topic:
        return None, subscription
    mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    if mode == "denied":
        return "", replace(subscription, state=State.DENIED, ends_at=None, renew_at=None)
    if mode == "subscribe" and challenge and subscription.state in {State.ASKED, State.ACTIVE}:
        return challenge, _confirmed(subscription, query.get("hub.lease_seconds", ""), now=now)
    if mode == "unsubscribe" and challenge and subscription.state is State.LEAVING:
        return challenge, None
    return None, subscription


def is_genuine(headers: Mapping[str, str], body: bytes, subscription: Subscription) -> bool:
    """Tell whether the hub signed `body`. Header names are in lower case.

    What is not genuine is passed over, and answered like the rest: its sender learns nothing.
    """
    found = _SIGNATURE.fullmatch(headers.get("x-hub-signature", "").strip())
    if found is None or found[1].lower() not in _METHODS or not subscription.secret:
        return False
    expected = hmac.new(subscription.secret.encode(), body, found[1].lower()).hexdigest()
    return hmac.compare_digest(expected, found[2].lower())


def is_due(subscription: Subscription, *, now: datetime) -> bool:
    """Tell whether to ask again: four fifths of a lease are over."""
    return subscription.renew_at is not None and now >= subscription.renew_at


def is_over(subscription: Subscription, *, now: datetime) -> bool:
    """Tell whether the hub no longer tells us anything."""
    return subscription.ends_at is not None and now >= subscription.ends_at


def _form(subscription: Subscription, mode: str) -> dict[str, str]:
    return {
        "hub.mode": mode,
        "hub.topic": subscription.hub.topic,
        "hub.callback": subscription.callback,
    }


def _confirmed(subscription: Subscription, lease: str, *, now: datetime) -> Subscription:
    """Count the lease that the hub gives, which need not be the one that was asked."""
    told = int(lease) if lease.isdecimal() and len(lease) < 10 else LEASE_SECONDS
    seconds = min(max(told, _LEASE_MIN), _LEASE_MAX)
    return replace(
        subscription,
        state=State.ACTIVE,
        ends_at=now + timedelta(seconds=seconds),
        renew_at=now + timedelta(seconds=seconds * _RENEWED_AT),
    )


def _links(header: str) -> dict[str, str]:
    """Return addresses by relation, the first of each."""
    links: dict[str, str] = {}
    for found in _LINK.finditer(header[:10_000]):
        relation = _RELATION.search(found[2])
        for name in (relation[1] or relation[2] or "").lower().split() if relation else ():
            links.setdefault(name, found[1].strip())
    return links
