"""Finds the posts that carry an offer: its code stands in their words."""

from __future__ import annotations

import re
from datetime import timedelta

from beffroi.core.periods import Period
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.sales.models import Offer, OfferPost
from beffroi.sales.rules import is_code, normal_code

#: An offer is announced before it begins, and spoken of a little after.
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=14)
_WORD = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")


def codes_in(*texts: str) -> frozenset[str]:
    """Return every word of a text as the code that it would be."""
    words = (word for text in texts for word in _WORD.findall(text))
    return frozenset(filter(is_code, map(normal_code, words)))


def find_posts(offer: Offer) -> None:
    """Have the posts of an offer's time whose words hold its code carry it."""
    found = _found(offer) if offer.code else set()
    OfferPost.objects.filter(offer=offer, is_found=True).exclude(post__in=found).delete()
    rows = [OfferPost(offer=offer, post_id=post_id, is_found=True) for post_id in sorted(found)]
    OfferPost.objects.bulk_create(rows, ignore_conflicts=True)


def find_offers(post: Post) -> None:
    """Have a post that went out carry the offers whose code its words hold."""
    if post.planned_at is None:
        return
    day = post.planned_at.astimezone(post.workspace.zone).date()
    texts = [post.text, post.first_comment, *(one.own_text for one in post.variants.all())]
    offers = Offer.objects.filter(
        workspace_id=post.workspace_id,
        code__in=codes_in(*texts),
        removed_at=None,
        first_day__lte=day + _BEFORE,
        last_day__gte=day - _AFTER,
    ).exclude(code="")
    rows = [OfferPost(offer=offer, post=post, is_found=True) for offer in offers]
    OfferPost.objects.bulk_create(rows, ignore_conflicts=True)


def _found(offer: Offer) -> set[int]:
    days = Period(offer.first_day - _BEFORE, offer.last_day + _AFTER)
    since, until = days.instants(offer.workspace.zone)
    posts = (
        Post.objects.filter(
            workspace_id=offer.workspace_id, planned_at__gte=since, planned_at__lt=until
        )
        .exclude(stage=Stage.DELETED.value)
        .prefetch_related("variants")
    )
    return {
        post.pk
        for post in posts
        if offer.code
        in codes_in(post.text, post.first_comment, *(one.own_text for one in post.variants.all()))
    }
