"""Every address of the product, with its name, its arguments and who may call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beffroi.workspaces.access import Policy


@dataclass(frozen=True)
class Address:
    """One entry of the URLconf."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def policy(self) -> Policy | None:
        """Who may call it; None is a defect that a test names."""
        return getattr(self.view, "policy", None)

    @property
    def who(self) -> Policy:
        """Who may call it, where that is known."""
        assert self.policy is not None, f"{self.name or self.route} says not who may call it"
        return self.policy

    def url(self, values: dict[str, Any]) -> str:
        """Return the address with these values for its arguments."""
        return reverse(self.name, kwargs=values)


def addresses() -> list[Address]:
    """Return all addresses, in the order in which they are tried."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            arguments = tuple(entry.pattern.converters)
            yield Address(entry.name or "", route, arguments, entry.callback)
        else:
            yield from _walk(entry, route)
