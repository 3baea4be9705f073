"""What keeps a channel from working whole, as YouTube's own answers show it."""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import NetworkError, NetworkUnavailable, RateLimited
from beffroi.networks.families.google_diagnosis import name_finding, testing_mode
from beffroi.networks.youtube.client import Client


def diagnose(client: Client) -> list[Diagnosis]:
    """Return what is wrong. Raises NetworkUnavailable and RateLimited only."""
    testing = testing_mode(client.consent_ends_at)
    try:
        found = client.items("/channels", part="id", mine="true")
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        return [*name_finding(error), *testing]
    is_there = any(one.get("id") == client.channel_id for one in found)
    missing = [] if is_there else [Diagnosis(DiagnosisCode.ROLE_MISSING)]
    return [*missing, *testing]


def long_uploads_allowed(client: Client) -> bool:
    """Tell whether the channel takes videos of more than fifteen minutes."""
    found = client.items("/channels", part="status", id=client.channel_id)
    status = shapes.inner(found[0], "status") if found else {}
    return shapes.optional_text(status, "longUploadsStatus") == "allowed"
