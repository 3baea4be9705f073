"""Atelier Martin on a simulated Instagram, connected through the Facebook Page of its account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from beffroi.networks.contracts import Access, Connection, DeveloperApp
from beffroi.networks.families.graph import simulator_webhooks
from beffroi.networks.instagram.declaration import BY_PAGE, PAGE_SCOPES
from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper

RETURN = "https://beffroi.test/channels/return/"


class PageWorld(InstagramWorld):
    def __init__(self, simulator: Simulator) -> None:
        super().__init__(simulator)
        access = Access(
            origin=simulator.origin,
            account_id=simulator.owner.id,
            secrets={
                "access_token": simulator.issue_by_page(),
                "page": simulator.page.id,
                "tasks": ",".join(simulator.page.tasks),
                "permissions": ",".join(PAGE_SCOPES),
            },
            ends_at=simulator.clock() + timedelta(days=90),
        )
        self.keeper = MemoryKeeper(access, app=self.app)

    @property
    def app(self) -> DeveloperApp:
        app = self.simulator.page_app
        return DeveloperApp(self.simulator.origin, app.id, app.secret, extra={"login": BY_PAGE})

    @property
    def page(self) -> Any:
        return self.simulator.page

    @property
    def everything(self) -> list[str]:
        """All that the person may choose on Facebook's page."""
        people = (self.simulator.owner, self.simulator.other)
        return [*self.simulator.pages, *(one.id for one in people)]

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        self.simulator.declare_page_app(redirect_uri)
        return self.app

    def decide(
        self, authorize_url: str, decision: str, *, chosen: Sequence[str] | None = None
    ) -> dict[str, list[str]]:
        accounts = self.everything if chosen is None else chosen
        return consent.press(decision, authorize_url, account=accounts)

    def connections(self, *, chosen: Sequence[str] | None = None) -> Sequence[Connection]:
        """Say yes to what is chosen, and return what it opens."""
        app = self.developer_app(RETURN)
        url = self.network.authorize_url(app, redirect_uri=RETURN, state="s", code_challenge="")
        code = self.decide(url, "allow", chosen=chosen)["code"][0]
        return self.network.exchange(app, redirect_uri=RETURN, code=code, code_verifier="v")

    def become(self, connection: Connection) -> None:
        """Let the channel be what a yes opened."""
        self.keeper = MemoryKeeper(connection.access, app=self.app)

    def unlink(self) -> None:
        """Take the account away from its Page, as a person does in its settings."""
        self.page.account_id = ""

    def take_task(self, task: str) -> None:
        """Take one thing away from what the person may do on the Page."""
        self.page.tasks = tuple(one for one in self.page.tasks if one != task)

    def revoke(self) -> None:
        self.simulator.page_authority.kill(subcode=460)

    def withdrawal(self) -> dict[str, str]:
        told = {"user_id": self.simulator.person, "issued_at": int(self.now().timestamp())}
        secret = self.app.client_secret
        return {"signed_request": simulator_webhooks.signed_request(told, secret=secret)}

    def change_access(self, **secrets: str) -> None:
        access = self.keeper.read()
        self.keeper._access = replace(access, secrets={**access.secrets, **secrets})
