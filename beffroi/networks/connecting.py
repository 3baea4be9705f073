"""The part of the port through which accounts are connected; the rest is in `port.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from beffroi.networks.contracts import Connection, DeveloperApp


@runtime_checkable
class PasswordConnector(Protocol):
    """Capability.CONNECT_WITH_PASSWORD."""

    def connect(self, *, address: str, identifier: str, password: str) -> Connection:
        """Open a session at the whole `address`; its path counts where servers hold several.

        Raises AccessRevoked when the pair is refused.
        """
        ...


@runtime_checkable
class AddressConnector(Protocol):
    """Capability.CONNECT_WITH_ADDRESS: a public source, read without an account."""

    def connect_address(self, *, address: str) -> Connection:
        """Find what can be read at `address`. Raises ContentRefused("address") when nothing can."""
        ...


@runtime_checkable
class OAuthConnector(Protocol):
    """Capability.CONNECT_WITH_OAUTH."""

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        """Return the address where a person says yes. Pure."""
        ...

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        """Trade the code for an access to each account that the person may connect: one or more.

        Raises AccessRevoked when the server refuses the code or the person allowed too little,
        NoAccount when they may connect none.
        """
        ...


@runtime_checkable
class AppRegistrar(Protocol):
    """Capability.REGISTER_APP: a server that takes our registration by itself.

    Without it, an operator enters the developer app that they made on the vendor's site.
    """

    def register(self, *, origin: str, redirect_uri: str) -> DeveloperApp:
        """Register this installation with the server at `origin`."""
        ...
