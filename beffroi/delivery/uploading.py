"""Hands pictures over to the network, each handle stored as soon as it is given."""

from __future__ import annotations

from beffroi.core.clock import Clock
from beffroi.delivery import rules
from beffroi.delivery.models import Delivery, DeliveryImage
from beffroi.delivery.steps import reached
from beffroi.networks.contracts import OutgoingImage, UploadedImage
from beffroi.networks.port import Publisher


def upload(delivery: Delivery, publisher: Publisher, *, clock: Clock) -> list[UploadedImage] | None:
    """Return the delivery's pictures as the network holds them, None while one is not ready.

    Invisible to the public and free to repeat: an upload lost in a crash is made again. Raises a
    NetworkError.
    """
    held = [_held(item, publisher, clock=clock) for item in delivery.images.select_related("image")]
    return held if all(publisher.is_image_ready(image) for image in held) else None


def _held(item: DeliveryImage, publisher: Publisher, *, clock: Clock) -> UploadedImage:
    now = clock()
    if item.uploaded_at is None or now - item.uploaded_at > rules.UPLOAD_VALID:
        uploaded = publisher.upload_image(
            OutgoingImage(
                content=item.image.path.read_bytes(),
                media_type=item.image.media_type,
                width=item.image.width,
                height=item.image.height,
                alt_text=item.alt_text,
            )
        )
        reached("uploaded")
        item.handle, item.uploaded_at = uploaded.handle, now
        item.save(update_fields=["handle", "uploaded_at"])
        reached("image_stored")
    return UploadedImage(
        handle=item.handle, width=item.image.width, height=item.image.height, alt_text=item.alt_text
    )
