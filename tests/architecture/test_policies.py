"""Every address says who may call it. What each answers to whom is tested with the access rules."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from beffroi.workspaces.access import Policy


def _patterns(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, address)
        else:
            yield address, entry


def test_every_view_says_who_may_call_it() -> None:
    views = list(_patterns(get_resolver()))
    without = [
        address
        for address, pattern in views
        if not isinstance(getattr(pattern.callback, "policy", None), Policy)
    ]
    assert views
    assert without == []
