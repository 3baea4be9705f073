"""Pages of a collection, from its beginning to its end.

https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/pagination (2026-11-22): a page
that is shorter than asked is the last one, unless a next one is announced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from beffroi.networks import shapes
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Reader
from beffroi.networks.shapes import Record

_PAGE = 100
_PAGES_MAX = 10


class TooManyPages(UnexpectedResponse):
    """There is more than is read at once."""


class RepeatedPages(UnexpectedResponse):
    """The server gives again what it gave: nobody can tell what else there is."""


def read_pages(
    calls: Reader, path: str, query: Mapping[str, str], *, key: str
) -> Iterator[list[Record]]:
    """Yield what each page has that no earlier one had. `key` names what tells two things apart.

    The next page begins where the last one ended: a server may give fewer than was asked.
    """
    seen: set[str] = set()
    start = 0
    headers = {"X-RestLi-Method": "FINDER"} if "q" in query else {}
    for _ in range(_PAGES_MAX):
        asked = restli.query(**query, start=start, count=_PAGE)
        answer = calls.read("GET", f"{path}?{asked}", headers=headers)
        data = shapes.record(answer.data, path)
        elements = shapes.records(data.get("elements"), path)
        fresh = _fresh(elements, lambda one: shapes.optional_text(one, key) or "", seen)
        yield fresh
        if not _has_more(data, len(elements)):
            return
        if not fresh:
            raise RepeatedPages(f"{path}: the pages repeat themselves")
        start += len(elements)
    raise TooManyPages(f"{path}: the pages do not end")


def _fresh(elements: list[Record], key: Callable[[Record], str], seen: set[str]) -> list[Record]:
    fresh = [one for one in elements if not key(one) or key(one) not in seen]
    seen.update(key(one) for one in fresh)
    return fresh


def _has_more(data: Record, found: int) -> bool:
    links = shapes.inner(data, "paging").get("links")
    is_announced = any(one.get("rel") == "next" for one in shapes.records(links or [], "links"))
    return is_announced or found >= _PAGE
