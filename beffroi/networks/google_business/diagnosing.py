"""What keeps a place from working whole, as Google's own answers show it."""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import NetworkError, NetworkUnavailable, RateLimited
from beffroi.networks.families.google_diagnosis import name_finding, testing_mode
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.declaration import INFORMATION_HOST, VERIFICATIONS_HOST

_REINSTATE_URL = "https://support.google.com/business/answer/4569145"
_VERIFY_URL = "https://business.google.com/locations"


def diagnose(client: Client, *, public_url: str) -> list[Diagnosis]:
    """Return what is wrong. Raises NetworkUnavailable and RateLimited only."""
    around = [*testing_mode(client.consent_ends_at), *_public_address(public_url)]
    try:
        return [*_standing(client), *around]
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        return [*name_finding(error), *around]


def _standing(client: Client) -> list[Diagnosis]:
    """Return what Google says of the place: only one in good standing may post and answer."""
    mask = {"readMask": "name,metadata"}
    place = client.read_at(INFORMATION_HOST, client.location, params=mask)
    if shapes.inner(place, "metadata").get("hasVoiceOfMerchant") is True:
        return []
    state = client.read_at(VERIFICATIONS_HOST, f"{client.location}/VoiceOfMerchantState")
    if state.get("hasVoiceOfMerchant") is True:
        return []
    if "complyWithGuidelines" in state:
        return [Diagnosis(DiagnosisCode.RESTRICTED, url=_REINSTATE_URL)]
    return [Diagnosis(DiagnosisCode.NOT_VERIFIED, url=_VERIFY_URL)]


def _public_address(public_url: str) -> list[Diagnosis]:
    """Google fetches pictures itself, from an address that anybody can reach."""
    is_public = public_url.startswith("https://")
    return [] if is_public else [Diagnosis(DiagnosisCode.PUBLIC_ADDRESS_NEEDED)]
