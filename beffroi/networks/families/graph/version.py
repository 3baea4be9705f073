"""The version of the Graph API that is asked for. https://developers.facebook.com/docs/graph-api/

Read on 2026-11-22. A version lives for two years at least; then calls to it are not refused, they
are answered by the oldest one that still lives: only a header tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from beffroi.networks.declarations import ApiVersion

#: Released on 2026-07-29; the vendor promises two years.
VERSION = ApiVersion(
    name="v26.0",
    source_url="https://developers.facebook.com/docs/graph-api/changelog/",
    retired_on=date(2028, 7, 29),
)

GRAPH_HOME = "https://graph.facebook.com"
LOGIN_HOST = "www.facebook.com"
UPLOAD_HOST = "rupload.facebook.com"

_SERVED = "facebook-api-version"


def base(origin: str) -> str:
    """Return the address that every path is added to."""
    return f"{origin.rstrip('/')}/{VERSION.name}"


def is_served(headers: Mapping[str, str]) -> bool:
    """Tell whether an answer came from the version that was asked for; untold is yes."""
    return headers.get(_SERVED, VERSION.name) == VERSION.name
