"""Makers of what addresses of contests name."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

from beffroi.company.models import Company
from beffroi.sales import offering
from beffroi.sales.contests import entering, holding
from beffroi.sales.contests.holding import Wish
from beffroi.sales.contests.rules import Prize, Typed
from beffroi.sales.models import Contest, Offer
from beffroi.sales.offering import Wish as OfferWish
from beffroi.sales.rules import OfferKind
from tests.access.objects import Side, maker


def offer_with_contest(side: Side) -> Offer:
    """Return an offer of this side whose contest is public and ran until an hour ago."""
    day = side.now.date()
    wish = OfferWish(uuid.uuid4().hex[:8], OfferKind.CONTEST, "", day, day)
    offer = offering.make(side.workspace, wish, actor=side.person, now=side.now)
    Company.objects.update_or_create(
        workspace=side.workspace,
        defaults={"address": "Douai", "email": "a@example.org", "changed_at": side.now},
    )
    open_still = side.now - timedelta(days=1)
    contest = holding.write(offer, _wish(side), actor=side.person, now=open_still)
    holding.publish(contest, actor=side.person, now=open_still)
    _enter(contest, side)
    return offer


@maker
def contest_address(side: Side) -> object:
    return _contest(side).address


@maker
def contest_version(side: Side) -> object:
    """Publish a second version of the contest that stands before it in the address."""
    contest = _contest(side)
    changed = replace(_wish(side), who="everybody in Douai")
    holding.write(contest.offer, changed, actor=side.person, now=side.now)
    return holding.publish(contest, actor=side.person, now=side.now).number


@maker
def contest_entry_id(side: Side) -> object:
    """Return the entry of the contest that stands before it in the address."""
    return _contest(side).entries.get().pk


@maker
def clause_key(side: Side) -> object:
    return "who"


def _contest(side: Side) -> Contest:
    rows = Contest.objects.filter(offer__workspace=side.workspace).order_by("-pk")
    return rows.first() or Contest.objects.get(offer=offer_with_contest(side))


def _wish(side: Side) -> Wish:
    ended = side.now - timedelta(hours=1)
    return Wish(
        begins_at=side.now - timedelta(days=2),
        ends_at=ended,
        draw_at=ended,
        who="everybody",
        how="Comment on our post.",
        prizes=(Prize("Box", 4500),),
        told_how="by a private message",
    )


def _enter(contest: Contest, side: Side) -> None:
    before = side.now - timedelta(days=1)
    entering.add(contest, [Typed("Zoé")], entered_at=before, actor=side.person, now=side.now)
