"""Hears of posts that went out, which may carry offers. Called once, when the app is ready."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from beffroi.core import crypto
from beffroi.core.happenings import register as register_happenings
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.delivery.signals import delivery_changed
from beffroi.publishing.models import Post
from beffroi.sales import carrying, happenings
from beffroi.sales import jobs as _jobs  # noqa: F401 - registers the jobs
from beffroi.sales.contests import deciding
from beffroi.sales.models import Contest, Shop
from beffroi.sales.shops import binding


def connect() -> None:
    """Answer what the apps below tell."""
    delivery_changed.connect(_look_for_codes, dispatch_uid="sales.codes_of_posts")
    register_happenings(happenings.NAME, happenings.happenings)
    crypto.register_sealed(Shop, "sealed", binding)
    crypto.register_sealed(Contest, "sealed", deciding.binding)


def _look_for_codes(delivery: Delivery, now: datetime, **_given: Any) -> None:
    if delivery.status != Status.PUBLISHED.value:
        return
    post = Post.objects.filter(variants__delivery=delivery).first()
    if post is not None:
        carrying.find_offers(post)
