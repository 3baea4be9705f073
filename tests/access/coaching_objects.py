"""Makers of what addresses of the barometer name."""

from __future__ import annotations

from beffroi.coaching.models import Share
from tests.access.objects import Side, maker


@maker
def barometer_token(side: Side) -> object:
    share, _is_new = Share.objects.get_or_create(
        workspace=side.workspace, defaults={"language": "en", "shared_at": side.now}
    )
    return share.token
