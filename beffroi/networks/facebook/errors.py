"""Names what only Facebook Pages refuse; the rest is named in `families/graph/errors`.

https://developers.facebook.com/docs/messenger-platform/error-codes (read on 2026-11-22).
"""

from __future__ import annotations

from beffroi.networks.errors import ContentRefused, NetworkError
from beffroi.networks.families.graph.errors import Fault

#: Beyond the day in which a person who wrote may be answered, or the person left or blocked us.
_NOT_ANSWERABLE = (2018278, 2018065, 2018108, 551, 1545041)


class MetricUnknown(ContentRefused):
    """A metric was taken away by the vendor, or never was. It fails all that were asked with it."""


def name_fault(fault: Fault) -> NetworkError | None:
    """Name a fault that is about messages or metrics; None for any other."""
    if fault.has(*_NOT_ANSWERABLE):
        return ContentRefused(f"{fault.detail}: this person may not be answered", field="reply_to")
    if fault.code == 100 and "valid insights metric" in fault.message:
        return MetricUnknown(fault.detail)
    return None
