"""Which kinds of jobs exist, and what runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from beffroi.core.clock import Clock

DEFAULT_ATTEMPTS = 8


class Handler(Protocol):
    """What runs a job: None is "finished", an instant is "once more, then"."""

    def __call__(self, payload: Mapping[str, Any], /, *, clock: Clock) -> datetime | None:
        """Do the work; raise when it fails."""


class QuarantineCallback(Protocol):
    """What is told that a job is given up, inside the transaction that gives it up."""

    def __call__(self, payload: Mapping[str, Any], /, *, clock: Clock) -> None:
        """Write down what that means."""


HandlerT = TypeVar("HandlerT", bound=Handler)
CallbackT = TypeVar("CallbackT", bound=QuarantineCallback)


class RetryAt(Exception):
    """Raised by a handler that failed and knows when to try again; counts as a failure."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(f"Try again at {moment.isoformat()}.")
        self.moment = moment


class UnknownKind(Exception):
    """The kind of job was never registered: a misspelt name, or a module that is not imported."""


class KindTaken(Exception):
    """Two handlers claim the same kind."""


@dataclass(frozen=True)
class Registration:
    """One kind of job."""

    kind: str
    handler: Handler
    attempts: int = DEFAULT_ATTEMPTS
    every: timedelta | None = None


_registrations: dict[str, Registration] = {}
_callbacks: dict[str, QuarantineCallback] = {}


def job(kind: str, *, attempts: int = DEFAULT_ATTEMPTS) -> Callable[[HandlerT], HandlerT]:
    """Register a handler of `kind`; after `attempts` failures in a row the job is quarantined."""

    def register(handler: HandlerT) -> HandlerT:
        _register(Registration(kind, handler, attempts=attempts))
        return handler

    return register


def periodic(kind: str, *, every: timedelta) -> Callable[[HandlerT], HandlerT]:
    """Register a handler that runs again and again, `every` so long after its last end.

    A handler may return another instant. Failures are retried, and never stop the rhythm.
    """

    def register(handler: HandlerT) -> HandlerT:
        _register(Registration(kind, handler, every=every))
        return handler

    return register


def on_quarantine(kind: str) -> Callable[[CallbackT], CallbackT]:
    """Register what to do when a job of `kind` is given up: write rows, and never call out."""

    def register(callback: CallbackT) -> CallbackT:
        if _callbacks.get(kind, callback) is not callback:
            raise KindTaken(kind)
        _callbacks[kind] = callback
        return callback

    return register


def _register(registration: Registration) -> None:
    if registration.kind in _registrations:
        raise KindTaken(registration.kind)
    _registrations[registration.kind] = registration


def registration(kind: str) -> Registration:
    """Return what was registered as `kind`."""
    try:
        return _registrations[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def callback(kind: str) -> QuarantineCallback | None:
    """Return what wants to know that a job of `kind` is given up."""
    return _callbacks.get(kind)


def kinds() -> list[str]:
    """Return every registered kind, sorted."""
    return sorted(_registrations)


def periodic_registrations() -> list[Registration]:
    """Return the kinds that run by themselves."""
    return [_registrations[kind] for kind in kinds() if _registrations[kind].every is not None]
