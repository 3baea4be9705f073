"""What the tests of pages share: how a page and a message are read, and servers gone wrong."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages

from beffroi.networks.simulation_faults import Fault, FaultKind

CHANNELS = "/channels/"
WRONG_SERVERS = [
    (Fault(FaultKind.HTML_BEFORE), "something we do not understand"),
    (Fault(FaultKind.REDIRECT_BEFORE), "something we do not understand"),
    (Fault(FaultKind.HUGE_BEFORE), "something we do not understand"),
    (Fault(FaultKind.DEEP_BEFORE), "something we do not understand"),
    (Fault(FaultKind.ERROR_BEFORE, status=404, body="<html>"), "No server of this network"),
    (Fault(FaultKind.ERROR_BEFORE, status=500), "does not answer"),
    (Fault(FaultKind.CUT_BEFORE), "does not answer"),
    (Fault(FaultKind.HANG), "does not answer"),
    (Fault(FaultKind.DRIP_AFTER, seconds=9), "does not answer"),
    (Fault(FaultKind.ERROR_BEFORE, status=429), "asks us to wait"),
    (
        Fault(FaultKind.ERROR_BEFORE, status=400, body='{"error":"InvalidRequest"}'),
        "did not accept what was typed",
    ),
]


def page(response: Any) -> str:
    """Return the text of a page."""
    return str(response.content.decode())


def told(response: Any) -> str:
    """Return what the person is told on the page that follows."""
    assert response.status_code == 302
    assert response["Location"] == CHANNELS
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
