"""Puts files into a bucket: the part of S3 that every store of objects understands. No Django.

Calls are signed by AWS Signature Version 4 (docs.aws.amazon.com, “Signature Calculations for the
Authorization Header”), the body by its SHA-256: the store refuses what was changed on the way.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from beffroi.core.outbound import OutboundClient, OutboundError, target_of

_ALGORITHM = "AWS4-HMAC-SHA256"
_PIECE_BYTES = 1 << 16
#: Of what a store says of its refusal; enough for the name of its reason.
_SAID_MAX = 200


class NotStored(Exception):
    """The store did not say that it holds the file; for logs, as stores say it."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files go: `address` is `https://store/bucket` and, if wanted, a folder in it."""

    address: str
    region: str
    key: str
    secret: str = field(repr=False)


def put(bucket: Bucket, name: str, file: Path, *, client: OutboundClient, now: datetime) -> None:
    """Store a file under `name`, whole or not at all, in the place of what had that name.

    `now` is aware: stores refuse calls whose clock is a quarter of an hour off. Raises NotStored.
    """
    url = f"{bucket.address.rstrip('/')}/{quote(name)}"
    digest = _digest(file)
    length = {"Content-Length": str(file.stat().st_size), "Content-Type": "text/csv"}
    signed = sign(bucket, "PUT", url, digest=digest, now=now)
    try:
        answer = client.request("PUT", url, headers={**signed, **length}, content=_pieces(file))
    except OutboundError as error:
        raise NotStored(str(error)) from error
    if answer.status != 200:
        said = answer.content[:_SAID_MAX].decode("utf-8", "replace")
        raise NotStored(f"{answer.status}: {said}")


def sign(bucket: Bucket, method: str, url: str, *, digest: str, now: datetime) -> Mapping[str, str]:
    """Return the headers of a signed call without query; `digest` is that of its body, in hex."""
    at = now.astimezone(UTC)
    scope = f"{at:%Y%m%d}/{bucket.region}/s3/aws4_request"
    target = target_of(url)
    headers = {
        "host": target.authority,
        "x-amz-content-sha256": digest,
        "x-amz-date": f"{at:%Y%m%dT%H%M%SZ}",
    }
    names = ";".join(headers)
    lines = [f"{name}:{value}" for name, value in headers.items()]
    asked = "\n".join([method, target.path, "", *lines, "", names, digest])
    hashed = hashlib.sha256(asked.encode()).hexdigest()
    text = "\n".join([_ALGORITHM, headers["x-amz-date"], scope, hashed])
    signature = hmac.new(_key(bucket, scope), text.encode(), hashlib.sha256).hexdigest()
    proof = f"Credential={bucket.key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": f"{_ALGORITHM} {proof}"}


def _key(bucket: Bucket, scope: str) -> bytes:
    key = f"AWS4{bucket.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE_BYTES):
            yield piece
