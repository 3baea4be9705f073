"""Gives a post the card of its link, on networks that show none unless the post brings it.

A short link of ours shows the page to which it leads, and counts whoever opens it by the card.
Like uploads: before the attempt, invisible to the public and free to repeat. A page that does not
answer costs a few seconds and the card, never the post.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import transaction

from beffroi.channels import gateway
from beffroi.core.clock import Clock
from beffroi.core.outbound import OutboundClient, OutboundError, Response
from beffroi.delivery.content import Content, from_json, keep
from beffroi.delivery.models import Delivery, DeliveryFile
from beffroi.delivery.page_preview import PagePreview, read_preview
from beffroi.links.queries import led_to
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.media.problems import FileRefused
from beffroi.networks.contracts import LinkCard
from beffroi.networks.port import CardBearer

_PAGE_SECONDS = 8.0
_REDIRECTS = 3
_PAGE_BYTES_MAX = 3_000_000
_PICTURE_BYTES_MAX = 10_000_000
#: Bluesky's limit of a card's picture is 1,000,000 bytes (app.bsky.embed.external, 2026-08).
_CARD_BYTES_MAX = 950_000
_CARD_SIDE_MAX = 1200


def add_card(delivery: Delivery, publisher: object, *, clock: Clock) -> None:
    """Read the page that `delivery` links to and keep its card. Updates `delivery` in place."""
    content = from_json(delivery.content)
    url = _wanted(delivery, content, publisher)
    page = _fetch(led_to(url) or url, longest=_PAGE_BYTES_MAX) if url else None
    preview = _preview(page)
    if preview is None:
        return
    card = LinkCard(url=url, title=preview.title, description=preview.summary)
    picture = _picture(delivery, preview.image_url, clock=clock)
    _keep(delivery, replace(content, link_card=card), picture)


def _wanted(delivery: Delivery, content: Content, publisher: object) -> str:
    """Return the link that gets a card, "" for none. What was tried once is never changed."""
    if not isinstance(publisher, CardBearer) or delivery.first_attempt_at is not None:
        return ""
    if content.link_card is not None or delivery.files.exists():
        return ""
    return publisher.card_link(content.text)


def _fetch(url: str, *, longest: int) -> Response | None:
    client = OutboundClient(
        gateway.outbound_policy(),
        timeout=min(_PAGE_SECONDS, settings.OUTBOUND_TIMEOUT_SECONDS),
        max_bytes=longest,
    )
    try:
        response = client.request("GET", url, follow_redirects=_REDIRECTS)
    except (OutboundError, UnicodeError):
        return None
    return response if response.status == 200 else None


def _preview(page: Response | None) -> PagePreview | None:
    if page is None:
        return None
    content_type = page.headers.get("content-type", "")
    return read_preview(page.content, content_type=content_type, url=page.url)


def _picture(delivery: Delivery, url: str, *, clock: Clock) -> MediaFile | None:
    response = _fetch(url, longest=_PICTURE_BYTES_MAX) if url else None
    if response is None:
        return None
    try:
        return add_picture(
            workspace=delivery.workspace,
            actor=None,
            upload=response.content,
            now=clock(),
            side_max=_CARD_SIDE_MAX,
            bytes_max=_CARD_BYTES_MAX,
        )
    except FileRefused:
        return None


@transaction.atomic
def _keep(delivery: Delivery, content: Content, picture: MediaFile | None) -> None:
    if keep(delivery, content) and picture is not None:
        DeliveryFile.objects.create(delivery=delivery, file=picture, position=0)
