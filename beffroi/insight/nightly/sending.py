"""Leaves the tables of a night where the settings want them: in a folder, in a bucket, in both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from beffroi.channels import gateway
from beffroi.core import buckets
from beffroi.core.clock import Clock
from beffroi.core.outbound import OutboundClient

_SECONDS = 300.0


def is_wanted() -> bool:
    """Tell whether tables leave at all."""
    return settings.EXPORT_DIR is not None or settings.EXPORT_BUCKET is not None


def leave(write: Callable[[Path], None], *, clock: Clock) -> None:
    """Have files written to each place. Raises OSError where one does not fit, and NotStored."""
    if settings.EXPORT_DIR is not None:
        write(settings.EXPORT_DIR)
    if settings.EXPORT_BUCKET is not None:
        with TemporaryDirectory(dir=settings.DATA_DIR) as name:
            write(Path(name))
            _send(settings.EXPORT_BUCKET, Path(name), clock=clock)


def _send(bucket: buckets.Bucket, folder: Path, *, clock: Clock) -> None:
    client = OutboundClient(gateway.outbound_policy(), timeout=_SECONDS)
    for file in sorted(folder.rglob("*.csv")):
        place = file.relative_to(folder).as_posix()
        buckets.put(bucket, place, file, client=client, now=clock())
