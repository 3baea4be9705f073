"""The door through which sites are read, and what we call ourselves there."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from beffroi import __version__
from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.sitecheck.visiting import ROBOT, SECONDS_MAX


def client() -> OutboundClient:
    """Return the client that reads sites."""
    return _client(_policy())


def agent() -> str:
    """Return our name, with the page that explains it."""
    return f"{ROBOT}/{__version__} (+{settings.PUBLIC_URL}{reverse('site_robot')})"


def _policy() -> OutboundPolicy:
    """Return what may be called: the public internet alone.

    What this installation may call besides is for its members; here anybody says what is called.
    """
    return OutboundPolicy(
        allow=frozenset(settings.SITECHECK_ALLOW), only_these=settings.OUTBOUND_ONLY_ALLOWED
    )


@lru_cache(maxsize=4)
def _client(policy: OutboundPolicy) -> OutboundClient:
    return OutboundClient(policy, timeout=SECONDS_MAX)
