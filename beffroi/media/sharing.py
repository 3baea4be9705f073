"""Addresses at which a network may fetch a picture by itself: unguessable, for two days."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from beffroi.media.models import Image

#: A network may fetch a picture again while it builds the post: Instagram's containers live a day.
LASTS = timedelta(days=2)
_SALT = "media.shared"


def shared_url(image: Image) -> str:
    """Return the public address of a picture."""
    token = signing.TimestampSigner(salt=_SALT).sign(image.pk.hex)
    return settings.PUBLIC_URL + reverse("media_shared", args=[token])


def opened(token: str) -> uuid.UUID | None:
    """Return which picture an address is for, None when it is not one of ours or too old."""
    try:
        return uuid.UUID(signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LASTS))
    except (signing.BadSignature, ValueError):
        return None
