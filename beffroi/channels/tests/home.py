"""A network with one home: people make its app themselves, and a yes may open several pages."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from beffroi.networks.contracts import (
    Access,
    Connection,
    DeveloperApp,
    Handshake,
    Notice,
    Profile,
    TextCount,
)
from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Draft,
    Gate,
    Limits,
    Problem,
    Verification,
)
from beffroi.networks.errors import NetworkError

HOME = "https://home.example"
ENDS_AT = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)


class HomeNetwork:
    """What a test scripts: `pages` are offered, `refusal` is raised instead."""

    declaration: ClassVar[Declaration] = Declaration(
        key="facebook",
        name="Facebook",
        capabilities=frozenset({Capability.CONNECT_WITH_OAUTH, Capability.RECEIVE_WEBHOOKS}),
        limits=Limits(
            text_max=500,
            images_max=4,
            image_bytes_max=1_000_000,
            image_types=frozenset({"image/jpeg"}),
            alt_text_max=100,
            source_url="https://home.example/limits",
            checked_on=date(2026, 9, 1),
            slowest_commit=timedelta(seconds=60),
        ),
        data_use=DataUse(
            contacts_allowed=True,
            export_allowed=True,
            source_url="https://home.example/rules",
            checked_on=date(2026, 9, 1),
            is_confirmed=True,
        ),
        verification=Verification.DOCUMENTATION,
        gate=Gate.OWN_APP,
        home=HOME,
        app_extras=("consumer_secret",),
        scopes=("pages_manage_posts",),
    )
    pages: ClassVar[list[str]] = []
    refusal: ClassVar[NetworkError | None] = None
    apps: ClassVar[list[DeveloperApp]] = []

    def __init__(self, http: object = None) -> None:
        self._http = http

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        return TextCount(len(text), limits.text_max)

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        return ()

    def open(self, keeper: object) -> object:
        return object()

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        return f"{app.origin}/dialog?state={state}&client_id={app.client_id}"

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Sequence[Connection]:
        self.apps.append(app)
        if self.refusal is not None:
            raise self.refusal
        return [_connection(name) for name in self.pages]

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        return Handshake(query["challenge"]) if query.get("token") == verify_token else None

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        return hmac.compare_digest(headers.get("x-signature", ""), signature(app, body))

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        return [
            Notice(str(one["account"]), tuple(map(str, one["ids"]))) for one in json.loads(body)
        ]


def signature(app: DeveloperApp, body: bytes) -> str:
    return hmac.new(app.client_secret.encode(), body, hashlib.sha256).hexdigest()


def _connection(name: str) -> Connection:
    secrets: dict[str, Any] = {"page_token": f"token-of-{name}"}
    return Connection(
        Profile(account_id=name, handle=name, display_name=name.title(), url="", kind="page"),
        Access(HOME, name, secrets, ends_at=ENDS_AT),
    )
