"""Asks a site what keeps a channel from working whole."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    RateLimited,
)
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.connect import NEEDED, USEFUL, missing_rights, read_user


def diagnose(site: Site) -> Sequence[Diagnosis]:
    """Return the rights that the user lacks, or why nobody could be asked."""
    try:
        missing = missing_rights(read_user(site), (*NEEDED, *USEFUL))
    except (NetworkUnavailable, RateLimited):
        raise
    except AccessRevoked:
        return [Diagnosis(DiagnosisCode.ACCESS_LOST)]
    except AppMisconfigured as error:
        return [Diagnosis(DiagnosisCode.APP_MISCONFIGURED, detail=error.detail)]
    except NetworkError as error:
        return [Diagnosis(DiagnosisCode.RESTRICTED, detail=error.detail)]
    return [Diagnosis(DiagnosisCode.ROLE_MISSING, detail=", ".join(missing))] if missing else []
