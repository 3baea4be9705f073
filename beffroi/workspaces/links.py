"""Addresses that hold outside a session: in mails and in exported tables."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def link_into(workspace_id: int, path: str) -> str:
    """Return a link to a page of a workspace, whichever workspace is open where it is followed."""
    page = reverse("workspace_page", args=[workspace_id])
    return f"{settings.PUBLIC_URL}{page}?{urlencode({'to': path}, safe='/')}"
