"""What a page may draw on while it is printed: our own static files, and pictures given with it.

The one door of the printing process; anything else is refused, and noted without its details.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, parse

from weasyprint.urls import URLFetcher, URLFetcherResponse

#: The kinds of files that paper has a use for.
_MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".ttf": "font/ttf",
}
_GIVEN = "data:image/"


class Refused(Exception):
    """An address leads to what a page may not draw on."""


class Sources(URLFetcher):  # type: ignore[misc]
    """Reads static files from `folders`, the first that has it; `refused` keeps what it did not."""

    def __init__(self, *, static_url: str, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.static_url = static_url
        self.refused: list[str] = []
        self._folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what an address stands for. Raises Refused, which leaves a hole in the page."""
        if url.startswith(_GIVEN):
            return super().fetch(url)
        path = self.path_of(url)
        if path is None:
            self.refused.append(_shown(url))
            raise Refused
        content_type = {"Content-Type": _MEDIA_TYPES[path.suffix]}
        return URLFetcherResponse(url, path.read_bytes(), content_type)

    def path_of(self, url: str) -> Path | None:
        """Return the file of a static address, None when it is none or leads elsewhere."""
        if not url.startswith(self.static_url):
            return None
        name = unquote(urlsplit(url[len(self.static_url) :]).path)
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder) and path.suffix in _MEDIA_TYPES and path.is_file():
                return path
        return None

    def symbol(self, url: str) -> Element | None:
        """Return the element that an address names in a drawing of ours, if there is one."""
        path = self.path_of(url)
        if path is None or path.suffix != ".svg":
            return None
        try:
            tree = parse(path)  # noqa: S314 - a file of ours
        except ParseError:
            return None
        name = urlsplit(url).fragment
        return next((one for one in tree.iter() if one.get("id") == name), None)


def _shown(url: str) -> str:
    """Return what may stand in a log: a scheme and a host, for the rest may tell of somebody."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}"
