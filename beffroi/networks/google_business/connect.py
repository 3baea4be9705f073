"""From a person's consent to the places that they manage, each of them a channel."""

from __future__ import annotations

from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Connection, DeveloperApp, Profile
from beffroi.networks.errors import NoAccount
from beffroi.networks.families.google_oauth import Grant, access_of
from beffroi.networks.google_business.client import Visitor, location_of
from beffroi.networks.google_business.declaration import HOME, PAGES_HOST
from beffroi.networks.hosts import beside
from beffroi.networks.shapes import Record


def connections(
    visitor: Visitor, grant: Grant, *, app: DeveloperApp, now: datetime
) -> list[Connection]:
    """Return each place once. NoAccount when there is none.

    A place that a person has both by themselves and in a group goes by the group: that one stays
    the same whoever connects it.
    """
    found: dict[str, Connection] = {}
    for account in sorted(visitor.accounts(), key=_rank):
        name = shapes.text(account, "name")
        for location in visitor.locations(name):
            place = f"{name}/{location_of(shapes.text(location, 'name'))}"
            made = _connection(place, location, grant, app=app, now=now)
            found.setdefault(location_of(place), made)
    if not found:
        raise NoAccount("this Google account manages no place")
    return list(found.values())


def _rank(account: Record) -> tuple[bool, str]:
    return account.get("type") == "PERSONAL", shapes.text(account, "name")


def _connection(
    place: str, location: Record, grant: Grant, *, app: DeveloperApp, now: datetime
) -> Connection:
    title = shapes.optional_text(location, "title") or place
    town = shapes.optional_text(shapes.inner(location, "storefrontAddress"), "locality")
    pages = beside(app.origin, home=HOME, host=PAGES_HOST)
    metadata = shapes.inner(location, "metadata")
    told = shapes.optional_text(metadata, "mapsUri") or ""
    review_url = shapes.optional_text(metadata, "newReviewUri") or ""
    return Connection(
        profile=Profile(
            account_id=place,
            handle=location_of(place).partition("/")[2],
            display_name=f"{title}, {town}" if town else title,
            url=told if told.startswith("https://") else f"{pages}/locations",
            kind="place",
            review_url=review_url if review_url.startswith("https://") else "",
        ),
        access=access_of(grant, origin=app.origin, account_id=place, now=now),
    )
