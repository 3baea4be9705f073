"""Hands files over to the network, each handle stored as soon as it is given."""

from __future__ import annotations

from datetime import datetime

from beffroi.channels import gateway
from beffroi.core.clock import Clock
from beffroi.delivery import rules
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery, DeliveryFile
from beffroi.delivery.steps import reached
from beffroi.media.sharing import shared_url
from beffroi.media.sources import StoredFile
from beffroi.networks.contracts import OutgoingMedia, UploadedMedia
from beffroi.networks.port import Publisher


def upload(delivery: Delivery, publisher: Publisher, *, clock: Clock) -> list[UploadedMedia] | None:
    """Return the delivery's files as the network holds them, None while one is not ready.

    Invisible to the public and free to repeat: an upload lost in a crash is made again. Raises a
    NetworkError.
    """
    items = _files_of(delivery)
    for item in items:
        if _is_too_old(item, now=clock()):
            _hand_over(item, publisher, clock=clock)
    files = [_held(item) for item in items]
    return files if all(publisher.is_ready(media) for media in files) else None


def held(delivery: Delivery) -> list[UploadedMedia]:
    """Return the delivery's files by the handles that the network gave for them.

    After a restore some may have been handed over since: their handles are empty.
    """
    return [_held(item) for item in _files_of(delivery)]


def _files_of(delivery: Delivery) -> list[DeliveryFile]:
    return list(delivery.files.select_related("file"))


def _held(item: DeliveryFile) -> UploadedMedia:
    return UploadedMedia(
        handle=item.handle if item.uploaded_at else "",
        width=item.file.width,
        height=item.file.height,
        alt_text=item.alt_text,
        kind=item.file.shows,
    )


def _is_too_old(item: DeliveryFile, *, now: datetime) -> bool:
    video = gateway.limits_of(item.delivery.channel).video
    kept_for = video.kept_for if video else None
    valid = rules.upload_valid(item.file.shows, video_kept_for=kept_for)
    return item.uploaded_at is None or now - item.uploaded_at > valid


def _hand_over(item: DeliveryFile, publisher: Publisher, *, clock: Clock) -> None:
    file = item.file
    uploaded = publisher.upload(
        OutgoingMedia(
            source=StoredFile(file.path, file.size_bytes),
            media_type=file.media_type,
            width=file.width,
            height=file.height,
            alt_text="" if file.is_document else item.alt_text,
            kind=file.shows,
            seconds=file.seconds,
            title=item.alt_text if file.is_document else "",
            public_url=_public_url(item),
            format=from_json(item.delivery.content).format,
        ),
        progress=_Progress(item),
    )
    reached("uploaded")
    item.handle, item.uploaded_at = uploaded.handle, clock()
    item.save(update_fields=["handle", "uploaded_at"])
    reached("file_stored")


def _public_url(item: DeliveryFile) -> str:
    """Return where the network may fetch the file, "" where it could not reach us."""
    return shared_url(item.file) if gateway.is_reached_by(item.delivery.channel) else ""


class _Progress:
    """Where the upload of one file stands: kept in its row until it is done."""

    def __init__(self, item: DeliveryFile) -> None:
        self._item = item

    @property
    def kept(self) -> str:
        return self._item.handle if self._item.uploaded_at is None else ""

    def keep(self, state: str) -> None:
        self._item.handle = state
        self._item.save(update_fields=["handle"])
