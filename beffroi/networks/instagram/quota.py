"""How many posts an account may still publish in a moving day.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/content_publishing_limit/
(read on 2026-11-22). The vendor's pages name 25, 50 and 100: what the account itself says counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.errors import QuotaExhausted
from beffroi.networks.instagram.client import QUOTA_SPAN, Account


def check(account: Account) -> None:
    """Raise QuotaExhausted when nothing more may be published now."""
    if (until := full_until(account)) is not None:
        raise QuotaExhausted("the posts of a day are used up", until=until)


def full_until(account: Account) -> datetime | None:
    """Return when an account may publish again, None when it may now.

    That is when its oldest post of the last day is a day old; it is asked again then.
    """
    path = f"/{account.id}/content_publishing_limit"
    page = account.page(path, fields="quota_usage,config")
    told = page.items[0] if page.items else {}
    config = shapes.inner(told, "config")
    used, total = shapes.whole(told, "quota_usage"), shapes.whole(config, "quota_total")
    if used is None or total is None or used < total:
        return None
    span = timedelta(seconds=shapes.whole(config, "quota_duration") or QUOTA_SPAN.total_seconds())
    return _oldest_within(account, span) + span


def _oldest_within(account: Account, span: timedelta) -> datetime:
    now = account.now()
    page = account.page(f"/{account.id}/media", fields="id,timestamp", limit="100")
    told = [shapes.optional_instant(one, "timestamp") for one in page.items]
    return min((at for at in told if at and now - span < at <= now), default=now)
