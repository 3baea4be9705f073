"""What a request may bring with it: a form, unless its address takes more from who sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Bound:
    """How many bytes a view takes at most, from those for whom `is_for` holds."""

    bytes_max: int
    is_for: Callable[..., bool]


def takes(bytes_max: int, *, is_for: Callable[..., bool]) -> Callable[[View], View]:
    """Declare that a view takes more than a form; `is_for` is called as the view is."""

    def declare(view: View) -> View:
        view.bound = Bound(bytes_max, is_for)  # type: ignore[attr-defined]
        return view

    return declare


def when_too_heavy(answer: Callable[[], HttpResponse]) -> Callable[[View], View]:
    """Declare what a view answers in the place of a refusal to whoever sends more than it takes."""

    def declare(view: View) -> View:
        view.when_too_heavy = answer  # type: ignore[attr-defined]
        return view

    return declare


def answer_to_too_much(request: HttpRequest) -> HttpResponse | None:
    """Return what an address answers to whoever sends too much, None where it refuses."""
    match = _match(request)
    answer: Callable[[], HttpResponse] | None = getattr(
        match.func if match else None, "when_too_heavy", None
    )
    return answer() if answer else None


def bytes_max_of(request: HttpRequest) -> int:
    """Return how many bytes may come with a request, of which only the head is known."""
    match = _match(request)
    bound: Bound | None = getattr(match.func, "bound", None) if match else None
    if match and bound and bound.is_for(request, *match.args, **match.kwargs):
        return bound.bytes_max
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def is_for_machines(request: HttpRequest) -> bool:
    """Tell whether only programs call this address: nobody would read a page there."""
    match = _match(request)
    policy = getattr(match.func, "policy", None) if match else None
    is_exempt = bool(match and getattr(match.func, "csrf_exempt", False))
    return is_exempt and not getattr(policy, "signed_in", True)


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
