"""Addresses at which a network may fetch a file by itself: unguessable, for two days."""

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
    token = signing.TimestampSigner(salt=_SALT).sign(file.pk.hex)
    return settings.PUBLIC_URL + reverse("media_shared", args=[token])


def opened(token: str) -> uuid.UUID | None:
    """Return which file an address is for, None when it is not one of ours or too old."""
    try:
        return uuid.UUID(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LASTS))
    except (signing.BadSignature, ValueError):
        return None
