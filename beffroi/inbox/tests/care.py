"""A network that blocks people and takes reports as it is told to."""

from __future__ import annotations

from collections.abc import Callable

from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import NetworkError


class CaringNetwork:
    """Does what it is told, or raises; `meanwhile` happens during the call."""

    def __init__(self) -> None:
        self.did: list[tuple[str, ...]] = []
        self.fails: NetworkError | None = None
        self.meanwhile: Callable[[], object] = lambda: None

    def block(self, author_id: str) -> None:
        """Do as told."""
        self._do("block", author_id)

    def unblock(self, author_id: str) -> None:
        """Do as told."""
        self._do("unblock", author_id)

    def report(self, remote_id: str, *, reason: ReportReason, words: str) -> None:
        """Do as told."""
        self._do("report", remote_id, reason.value, words)

    def _do(self, *what: str) -> None:
        self.did.append(what)
        self.meanwhile()
        if self.fails is not None:
            raise self.fails
