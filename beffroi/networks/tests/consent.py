"""Presses a button of the page on which a simulator asks for consent, as a browser does."""

from __future__ import annotations

from collections.abc import Sequence
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit


def press(decision: str, authorize_url: str, **chosen: str | Sequence[str]) -> dict[str, list[str]]:
    """Send the form of the page at `authorize_url`; return the query of where it leads.

    `chosen` is what a person ticks besides: one value of a field, or several.
    """
    url = urlsplit(authorize_url)
    fields = {name: values[0] for name, values in parse_qs(url.query).items()}
    connection = HTTPConnection(url.netloc, timeout=5)
    connection.request("GET", f"{url.path}?{url.query}")
    page = connection.getresponse()
    assert page.status == 200
    assert b"simulateur" in page.read()
    form = urlencode({**fields, "decision": decision, **chosen}, doseq=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", url.path, form, headers)
    location = connection.getresponse().headers["Location"]
    connection.close()
    return parse_qs(urlsplit(location).query)
