"""Has a post built whole where nobody sees it, on networks that publish what was prepared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from beffroi.core.clock import Clock
from beffroi.delivery.content import compose
from beffroi.delivery.models import Delivery
from beffroi.delivery.steps import reached
from beffroi.networks.contracts import UploadedMedia
from beffroi.networks.errors import ContentRefused, MediaUnreachable, NotFound
from beffroi.networks.port import Preparer


def prepare(
    delivery: Delivery, publisher: object, media: Sequence[UploadedMedia], *, clock: Clock
) -> bool:
    """Prepare `delivery` if its network wants that; tell whether it may be published now.

    Invisible to the public and free to repeat. What was prepared is kept before it is used, and
    kept for every later try: a network that publishes it once will not do so twice. Raises a
    NetworkError.
    """
    if not isinstance(publisher, Preparer):
        return True
    if not _holds(delivery):
        _prepare(delivery, publisher, media, clock=clock)
    try:
        return publisher.is_prepared(delivery.prepared)
    except NotFound:  # it expired over there, unpublished
        _keep(delivery, handle="", at=None)
        return False
    except (ContentRefused, MediaUnreachable):  # another try must not ask about this one again
        _keep(delivery, handle="", at=None)
        raise


def _holds(delivery: Delivery) -> bool:
    return (
        delivery.prepared_at is not None and delivery.prepared_version == delivery.content_version
    )


def _prepare(
    delivery: Delivery, publisher: Preparer, media: Sequence[UploadedMedia], *, clock: Clock
) -> None:
    handle = publisher.prepare(compose(delivery, media), progress=_Progress(delivery))
    reached("prepared")
    _keep(delivery, handle=handle, at=clock())
    reached("prepared_stored")


class _Progress:
    """Where the preparation stands: kept in the delivery's row until it is done."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    @property
    def kept(self) -> str:
        is_of_this_content = self._delivery.prepared_version == self._delivery.content_version
        is_under_way = self._delivery.prepared_at is None
        return self._delivery.prepared if is_of_this_content and is_under_way else ""

    def keep(self, state: str) -> None:
        _keep(self._delivery, handle=state, at=None)


def _keep(delivery: Delivery, *, handle: str, at: datetime | None) -> None:
    delivery.prepared, delivery.prepared_at = handle, at
    delivery.prepared_version = delivery.content_version
    delivery.save(update_fields=["prepared", "prepared_at", "prepared_version"])
