"""Hears of posts that went out, which may carry offers. Called once, when the app is ready."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from beffroi.archives.tables import takers
from beffroi.core import crypto
from beffroi.core.happenings import register as register_happenings
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.delivery.signals import delivery_changed
from beffroi.inbox.people import holders
from beffroi.publishing.models import Post
from beffroi.sales import carrying, happenings
from beffroi.sales import jobs as _jobs  # noqa: F401 - registers the jobs
from beffroi.sales.contests import deciding
from beffroi.sales.contests.people import Entries
from beffroi.sales.models import Contest, Shop
from beffroi.sales.shops import binding
from beffroi.sales.tabling import OrderTables

_entries = Entries()


def connect() -> None:
    """Answer what the apps below tell."""
    delivery_changed.connect(_look_for_codes, dispatch_uid="sales.codes_of_posts")
    holders.register(_entries)
    takers.register(OrderTables())
    register_happenings(happenings.NAME, happenings.happenings)
    crypto.register_sealed(Shop, "sealed", binding)
    crypto.register_sealed(Contest, "sealed", deciding.binding)


def _look_for_codes(delivery: Delivery, now: datetime, **_given: Any) -> None:
    if delivery.status != Status.PUBLISHED.value:
        return
    post = Post.objects.filter(variants__delivery=delivery).first()
    if post is not None:
        carrying.find_offers(post)
