"""Tells deliveries which post asked for them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from beffroi.delivery.advice import Source
from beffroi.delivery.models import Delivery
from beffroi.delivery.queries import register_source
from beffroi.publishing import jobs as _jobs  # noqa: F401 - registers the jobs
from beffroi.publishing.models import Variant


def connect() -> None:
    """Answer what the apps below ask. Called once, when the app is ready."""
    register_source(_post_of)


def _post_of(delivery: Delivery) -> Source | None:
    own = Q(delivery=delivery) | Q(delivery__comments=delivery)
    post_id = Variant.objects.filter(own).values_list("post_id", flat=True).first()
    return Source(reverse("post", args=[post_id])) if post_id else None
