"""What X takes for each call, in US dollars. https://docs.x.com/x-api/getting-started/pricing

Prices as of 2026-08, read on 2026-11-22. `item` is the vendor's word where it has one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from beffroi.networks.declarations import Cost, Draft
from beffroi.networks.x.text import has_address

#: Each post of ours, and each that mentions us: when our account also owns the developer app.
OWNED_READ = Cost(Decimal("0.001"), "Owned: Read")
POST_READ = Cost(Decimal("0.005"), "Posts: Read")
USER_READ = Cost(Decimal("0.010"), "User: Read")
POST = Cost(Decimal("0.015"), "Content: Create")
POST_WITH_ADDRESS = Cost(Decimal("0.200"), "Content: Create (with URL)")
SUMMONED_REPLY = Cost(Decimal("0.010"), "Content: Create (summoned reply)")
DELETION = Cost(Decimal("0.010"), "Interaction: Delete")
HIDING = Cost(Decimal("0.005"), "Content: Manage")
MESSAGE = Cost(Decimal("0.015"), "DM Interaction: Create")
MESSAGE_READ = Cost(Decimal("0.010"), "DM Event: Read")
ALT_TEXT = Cost(Decimal("0.005"), "Media metadata")


def cost_of(draft: Draft) -> Cost:
    """Return what publishing `draft` costs, with the alternative text of each file.

    X does not say what a summoned reply with a link costs: the dearer of the two is taken.
    """
    post = post_cost(draft.text, is_answer=draft.is_answer)
    return Cost(post.usd + ALT_TEXT.usd * len(draft.media), post.item)


def post_cost(text: str, *, is_answer: bool) -> Cost:
    """Return what the visible call alone costs."""
    if has_address(text):
        return POST_WITH_ADDRESS
    return SUMMONED_REPLY if is_answer else POST


class ReadToday:
    """What was read since midnight UTC: X bills each thing once a day, whoever of us reads it.

    Kept in memory: after a restart a little too much is counted, never too little.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = date.min
        self._seen: set[tuple[str, str]] = set()

    def cost(self, price: Cost, ids: Iterable[str], *, day: date) -> Cost | None:
        """Return what reading `ids` costs now, None when all of it was paid today."""
        with self._lock:
            if day != self._day:
                self._day, self._seen = day, set()
            fresh = {(price.item, one) for one in ids} - self._seen
            self._seen |= fresh
        return Cost(price.usd * len(fresh), price.item) if fresh else None
