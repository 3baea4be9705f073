"""A visitor without a browser, for measurements and tests: pages asked for, the door gone through.

Speaks to this machine only, over plain sockets: no Django, no cookie but ours.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

T = TypeVar("T")

_MOST_REDIRECTS = 5
_PAUSE_SECONDS = 0.1  # those who look too often slow down what they wait for
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    """Somebody who looks at the pages that a process serves on `port`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def page(self, path: str) -> str:
        """Return the page at `path`, through redirects. Raises OSError while nobody answers."""
        status, text = 0, ""
        for _ in range(_MOST_REDIRECTS):
            status, location, text = self.call("GET", path)
            if not location:
                break
            path = urlsplit(location)._replace(scheme="", netloc="").geturl()
        if status != http.client.OK:
            raise ValueError(f"{path} answers {status}")
        return text

    def enter(self, email: str) -> str:
        """Go through the door of the demo; return the page behind it. ValueError: it is shut."""
        token = _TOKEN.search(self.page("/demo/"))
        if token is None:
            raise ValueError("nobody can enter yet")
        form = urlencode({"csrfmiddlewaretoken": token[1], "email": email})
        status, location, _ = self.call("POST", "/demo/enter/", form)
        if location != "/":
            raise ValueError(f"the door answers {status} {location}")
        return self.page("/")

    def call(self, method: str, path: str, form: str = "") -> tuple[int, str, str]:
        """Make one request; return its status, its Location and its text."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(method, path, form or None, self._headers())
            response = connection.getresponse()
            self._keep(response.headers.get_all("Set-Cookie") or [])
            text = response.read().decode()
            return response.status, response.headers.get("Location", ""), text
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self._port}",
            "Cookie": cookies,
        }

    def _keep(self, set_cookies: list[str]) -> None:
        for line in set_cookies:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value


def until(look: Callable[[], T | None], *, seconds: float) -> T:
    """Return the first true result of `look`, which may raise OSError or ValueError meanwhile.

    Raises TimeoutError after `seconds`.
    """
    end = time.monotonic() + seconds
    problem: Exception | None = None
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except (OSError, ValueError) as error:
            problem = error
        time.sleep(_PAUSE_SECONDS)
    raise TimeoutError(f"it never came: {problem}")
