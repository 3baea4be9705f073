"""Addresses at which a file is fetched without a session: unguessable, for two days."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from beffroi.media.models import MediaFile

#: A network may fetch a file again while it builds the post: Instagram's containers live a day.
LASTS = timedelta(days=2)
_SALT = "media.shared"


def shared_url(file: MediaFile) -> str:
    """Return the public address of a file."""
    return settings.PUBLIC_URL + shared_path(file)


def shared_path(file: MediaFile) -> str:
    """Return the same address without the name of this installation, for pages of its own."""
    token = signing.TimestampSigner(salt=_SALT).sign(file.pk.hex)
    return reverse("media_shared", args=[token])


def opened(token: str) -> uuid.UUID | None:
    """Return which file an address is for, None when it is not one of ours or too old."""
    try:
        return uuid.UUID(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LASTS))
    except (signing.BadSignature, ValueError):
        return None
