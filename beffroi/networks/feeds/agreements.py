"""What stands between one feed and its hub, in the place of a developer app. Pure.

The hub's address is its origin, the topic our id there; the rest is among its extras.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from beffroi.networks.contracts import DeveloperApp, Handshake
from beffroi.networks.feeds import websub
from beffroi.networks.feeds.websub import Hub, State, Subscription


def agree(hub: Hub, former: DeveloperApp | None) -> DeveloperApp | None:
    """Return what to ask of `hub`, going on with `former` where it stands with the same.

    None where what it sends could be forged: it may be told no secret.
    """
    if not websub.may_be_told_a_secret(hub):
        return None
    if former is not None:
        known = subscription(former)
        if known.hub == hub and known.state in {State.ASKED, State.ACTIVE}:
            return former
    return _app(Subscription(hub, callback="", secret=websub.make_secret()))


def part(former: DeveloperApp) -> DeveloperApp:
    """Return what to ask in order to be told no more."""
    return _app(replace(subscription(former), state=State.LEAVING))


def form(app: DeveloperApp, *, callback_url: str) -> dict[str, str]:
    """Return what to post to the hub."""
    asked = replace(subscription(app), callback=callback_url)
    if asked.state is State.LEAVING:
        return websub.farewell_form(asked)
    return websub.subscription_form(asked)


def shake_hands(query: Mapping[str, str], *, app: DeveloperApp, now: datetime) -> Handshake | None:
    """Return what to answer to a hub that checks whether it was us."""
    words, held = websub.answer_check(query, subscription(app), now=now)
    if words is None:
        return None
    if held is None:  # left: nothing that comes from then on is genuine
        return Handshake(words, agreed=replace(part(app), client_secret=""))
    return Handshake(words, agreed=_app(held), renew_at=held.renew_at, ends_at=held.ends_at)


def is_genuine(headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
    """Tell whether a hub that still has something to tell us signed `body`."""
    held = subscription(app)
    return held.state is State.ACTIVE and websub.is_genuine(headers, body, held)


def subscription(app: DeveloperApp) -> Subscription:
    """Return what an agreement says."""
    return Subscription(
        Hub(app.origin, app.client_id),
        callback="",
        secret=app.client_secret,
        state=State(app.extra.get("state", State.ASKED.value)),
    )


def _app(held: Subscription) -> DeveloperApp:
    return DeveloperApp(
        held.hub.url, held.hub.topic, held.secret, extra={"state": held.state.value}
    )
