"""Calls to one site, as one of its users or as nobody. Shapes and meaning are read elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from beffroi.networks.contracts import Access
from beffroi.networks.errors import NetworkError
from beffroi.networks.http import Answer, Document, NetworkHttp, error_code
from beffroi.networks.wordpress import errors
from beffroi.networks.wordpress.notices import parse_after_notices

__all__ = ["CREDENTIAL", "ROOT", "Answer", "Document", "Site"]

#: Where the interface is, and the user's name and password as the web writes them.
ROOT, CREDENTIAL = "rest_origin", "basic"


class Site:
    """One site. `root` is where its interface begins, with its last slash."""

    def __init__(
        self, http: NetworkHttp, *, root: str = "", credential: str = "", account_id: str = ""
    ) -> None:
        self._http = http
        self._root = root
        self._credential = credential
        self.user_id = account_id.partition("/")[0]

    @classmethod
    def of(cls, http: NetworkHttp, access: Access) -> Site:
        """Return the site of a connected channel."""
        return cls(
            http,
            root=access.secrets.get(ROOT, ""),
            credential=access.secrets.get(CREDENTIAL, ""),
            account_id=access.account_id,
        )

    def signed_in(self, *, root: str, credential: str) -> Site:
        """Return the site as it is for the user whom `credential` names."""
        return Site(self._http, root=root, credential=credential)

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat."""
        return self._http.read(method, self._root + path, **_READING, **self._signed(request))

    def upload(self, path: str, **request: Any) -> Answer:
        """Hand over a file, or say what it shows: whatever is refused there is the file."""
        reading = {**_READING, "explain": _explaining(errors.explain_upload)}
        return self._http.read("POST", self._root + path, **reading, **self._signed(request))

    def act(self, method: str, path: str, **request: Any) -> Answer:
        """Make a visible call, once."""
        return self._http.act(method, self._root + path, **_READING, **self._signed(request))

    def read_root(self, root: str, **request: Any) -> Answer:
        """Ask what may be the root of an interface what it is, as nobody."""
        return self._http.read("GET", root, **_READING, **request)

    def fetch(self, url: str, **request: Any) -> Document:
        """Read a page of the site, as nobody."""
        return self._http.fetch(url, **request)

    def _signed(self, request: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Accept": "application/json", **request.get("headers", {})}
        if self._credential:
            headers["Authorization"] = f"Basic {self._credential}"
        return {**request, "headers": headers}


def _explaining(
    explain: Callable[..., NetworkError | None],
) -> Callable[[Answer, str], NetworkError | None]:
    def explained(answer: Answer, about: str) -> NetworkError | None:
        code = error_code(answer.data, "code")
        detail = f"{about}: {answer.status} {code}".rstrip()
        return explain(answer.status, code, answer.data, detail=detail)

    return explained


#: How every answer of a site is read.
_READING: dict[str, Any] = {"explain": _explaining(errors.explain), "parse": parse_after_notices}
