from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.actions import Attached, create_delivery
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.networks import registry
from beffroi.networks.contracts import PostFormat
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    told = Script()
    monkeypatch.setitem(registry.NETWORKS, "scripted", lambda http: ScriptedNetwork(told))
    gateway.forget()
    yield told
    gateway.forget()


@pytest.fixture
def claire(db: None) -> User:
    return User.objects.create_user("claire@atelier-martin.example", name="Claire Martin")


@pytest.fixture
def channel(db: None, script: Script, clock: FrozenClock) -> Channel:
    workspace = Workspace.objects.create(name="Atelier Martin")
    return Channel.objects.create(
        workspace=workspace,
        network="scripted",
        origin="https://network.example",
        account_id="1",
        handle="atelier-martin",
        verified_at=clock(),
        connected_at=clock(),
    )


Plan = Callable[..., Delivery]


@pytest.fixture
def plan(channel: Channel, clock: FrozenClock) -> Plan:
    def planned(
        text: str = "Bonjour",
        *,
        due_at: datetime | None = None,
        files: Sequence[Attached] = (),
        post_format: PostFormat = PostFormat.POST,
    ) -> Delivery:
        return create_delivery(
            channel=channel,
            content=Content(
                text=text, language="fr", written_at=due_at or clock(), format=post_format
            ),
            files=files,
            due_at=due_at or clock(),
            actor=None,
            now=clock(),
        )

    return planned
