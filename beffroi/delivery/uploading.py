"""Hands pictures over to the network, each handle stored as soon as it is given."""

from __future__ import annotations

from beffroi.channels import gateway
from beffroi.core.clock import Clock
from beffroi.delivery import rules
from beffroi.delivery.models import Delivery, DeliveryImage
from beffroi.delivery.steps import reached
from beffroi.media.sharing import shared_url
from beffroi.networks.contracts import HeldBytes, OutgoingMedia, UploadedMedia
from beffroi.networks.port import Publisher


def upload(delivery: Delivery, publisher: Publisher, *, clock: Clock) -> list[UploadedMedia] | None:
    """Return the delivery's pictures as the network holds them, None while one is not ready.

    Invisible to the public and free to repeat: an upload lost in a crash is made again. Raises a
    NetworkError.
    """
    held = [_held(item, publisher, clock=clock) for item in delivery.images.select_related("image")]
    return held if all(publisher.is_ready(media) for media in held) else None


def _held(item: DeliveryImage, publisher: Publisher, *, clock: Clock) -> UploadedMedia:
    now = clock()
    if item.uploaded_at is None or now - item.uploaded_at > rules.UPLOAD_VALID:
        uploaded = publisher.upload(
            OutgoingMedia(
                source=HeldBytes(item.image.path.read_bytes()),
                media_type=item.image.media_type,
                width=item.image.width,
                height=item.image.height,
                alt_text=item.alt_text,
                public_url=_public_url(item),
            ),
            progress=_Progress(item),
        )
        reached("uploaded")
        item.handle, item.uploaded_at = uploaded.handle, now
        item.save(update_fields=["handle", "uploaded_at"])
        reached("image_stored")
    return UploadedMedia(
        handle=item.handle, width=item.image.width, height=item.image.height, alt_text=item.alt_text
    )


def _public_url(item: DeliveryImage) -> str:
    """Return where the network may fetch the picture, "" where it could not reach us."""
    return shared_url(item.image) if gateway.is_reached_by(item.delivery.channel) else ""


class _Progress:
    """Where the upload of one file stands: kept in its row until it is done."""

    def __init__(self, item: DeliveryImage) -> None:
        self._item = item

    @property
    def kept(self) -> str:
        return self._item.handle if self._item.uploaded_at is None else ""

    def keep(self, state: str) -> None:
        self._item.handle = state
        self._item.save(update_fields=["handle"])
