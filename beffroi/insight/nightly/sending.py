"""Sends the tables of a night to a bucket, for those who run Beffroi on several machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from beffroi.channels import gateway
from beffroi.core import buckets
from beffroi.core.clock import Clock
from beffroi.core.outbound import OutboundClient
from beffroi.insight.nightly import files
from beffroi.workspaces.models import Workspace

_SECONDS = 300.0


def send_all(bucket: buckets.Bucket, *, workspaces: Iterator[Workspace], clock: Clock) -> int:
    """Put the same files there as `files.write_all` writes; return how many files.

    Each takes the place of the one before at once. Raises NotStored at the first that does not,
    and OSError where the data folder has no room for them.
    """
    client = OutboundClient(gateway.outbound_policy(), timeout=_SECONDS)
    with TemporaryDirectory(dir=settings.DATA_DIR) as name:
        folder = Path(name)
        files.write_all(folder, workspaces=workspaces)
        written = sorted(folder.rglob("*.csv"))
        for file in written:
            place = file.relative_to(folder).as_posix()
            buckets.put(bucket, place, file, client=client, now=clock())
    return len(written)
