"""What every part of the simulated Instagram stands on: its world, who calls, how it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from beffroi.networks.families.graph.simulator import GraphSimulator, Request
from beffroi.networks.families.graph.simulator_dialog import Dialog
from beffroi.networks.families.graph.simulator_login import App, Authority
from beffroi.networks.families.graph.simulator_wire import Refused, invalid, missing
from beffroi.networks.instagram import simulator_strangers
from beffroi.networks.instagram.declaration import PAGE_NAMES, PAGE_SCOPES, PAGE_TASKS, SCOPES
from beffroi.networks.instagram.simulator_login import InstagramLogin
from beffroi.networks.instagram.simulator_pages import PAGE, Page
from beffroi.networks.instagram.simulator_wire import Writer
from beffroi.networks.instagram.simulator_world import Habits, Person, World
from beffroi.networks.simulation_server import Call, Refusal, Reply

_HABITS = frozenset(asdict(Habits()))


class Frame(GraphSimulator):
    """One Instagram with its people, without its calls."""

    network = "Instagram"
    quota_kind = "instagram"
    quota_code = 80002
    app = App("990602627938098", "simulated-instagram-secret")
    #: The same app, as Facebook's login knows it.
    page_app = App("123456789012345", "simulated-facebook-secret")

    def settle(self) -> None:
        """Make the world new, with its three people. Tokens die."""
        self.world = World(clock=self.clock, ledger=self.ledger)
        self.owner = self.world.add_person("ateliermartin", name="Atelier Martin")
        for name, shown in zip(simulator_strangers.NAMES, ("Zoé", "Rémi"), strict=True):
            self.world.add_person(name, name=shown)
        self.login = InstagramLogin(self.authority, self.owner.id)
        self.subscribed: tuple[str, ...] = ()
        self.page_authority = Authority(self.page_app, clock=self.clock)
        self.other = self.world.add_person("fournil.martin", name="Le Fournil")
        #: Accounts that are no professional ones, by their ids.
        self.personal: set[str] = set()
        pages = (("Atelier Martin", self.owner.id), ("Le Fournil", self.other.id), ("Amis", ""))
        made = [Page(self.world.new_id(PAGE), name, linked) for name, linked in pages]
        self.pages = {page.id: page for page in made}

    def accounts(self) -> Mapping[str, str]:
        """Return whom the person may connect: it is their own account alone."""
        return {self.owner.id: self.owner.username}

    def issue(self) -> str:
        """Return a token of sixty days for the owner, without asking."""
        return self.login.issue(self.person, scopes=SCOPES).value

    @property
    def page(self) -> Page:
        """Return the Page that is linked with the owner at first."""
        return next(iter(self.pages.values()))

    def issue_by_page(self) -> str:
        """Return a token of the owner's Page, without asking."""
        chosen = [*self.pages, self.owner.id, self.other.id]
        token = self.page_authority.issue(
            self.person, scopes=PAGE_SCOPES, accounts=chosen, account=self.page.id
        )
        return token.value

    def authority_of(self, token: str) -> Authority:
        """Return who handed out a token: Facebook's login, or Instagram's."""
        return self.page_authority if token in self.page_authority.tokens else self.authority

    def page_dialog(self) -> Dialog:
        """Return Facebook's login, where Pages and accounts are chosen."""
        return Dialog(
            lambda: self.page_authority,
            network="Facebook",
            person=self.person,
            accounts=self._choices,
            served=lambda: self.served_version,
        )

    def linked(self, page: Page) -> str:
        """Return the professional account of a Page, "" without one."""
        return "" if page.account_id in self.personal else page.account_id

    def speaker(self, request: Request, scope: str) -> Person:
        """Return whose messages are called: through a Page, it is asked for them."""
        page = self.pages.get(request.token.account)
        if page is None:
            return self.us(request, scope)
        user = request.param("user")
        if user == self.linked(page):
            raise invalid("Tried accessing nonexisting field on node type (IGUser)")
        if user not in {"me", page.id}:
            raise missing(user)
        self.require(request, "pages_manage_metadata", page.id)
        return self._of_page(request, page, self.linked(page), scope)

    def us(self, request: Request, scope: str) -> Person:
        """Return the account that is called. Refuses any other, and what was not allowed."""
        page = self.pages.get(request.token.account)
        if page is not None:
            user = request.call.params.get("user", self.linked(page))
            return self._of_page(request, page, user, scope)
        user = request.call.params.get("user", "me")
        if user not in {"me", self.owner.id}:
            raise missing(user)
        self.require(request, scope, self.owner.id)
        return self.owner

    @property
    def writer(self) -> Writer:
        """Return what writes nodes."""
        return Writer(self.world, origin=self.origin, cut=self._cut_nested)

    def _of_page(self, request: Request, page: Page, user: str, scope: str) -> Person:
        if user == "me":
            raise invalid("Tried accessing nonexisting field on node type (Page)")
        if not user or user != self.linked(page):
            raise missing(user)
        self.require(request, "pages_read_engagement", page.id)
        self.require(request, PAGE_NAMES[scope], user)
        if scope in PAGE_TASKS and PAGE_TASKS[scope] not in page.tasks:
            raise Refused(200, "(#200) The user hasn't authorized the application to do this")
        return self.world.people[user]

    def _choices(self) -> Mapping[str, str]:
        people = (self.owner, self.other)
        pages = {page.id: f"{page.name} (Page)" for page in self.pages.values()}
        return {**pages, **{one.id: f"@{one.username} (Instagram)" for one in people}}

    def _cut_nested(self, items: Sequence[Any], modifiers: Mapping[str, Any]) -> Any:
        return self.cut(items, modifiers, key=lambda one: str(one.id))

    def _set_habits(self, call: Call) -> Reply:
        wanted = call.json()
        for name, value in wanted.items():
            if name not in _HABITS | self.habits():
                raise Refusal(Reply(400, {"error": f"no habit is named {name}"}))
            setattr(self.world.habits if name in _HABITS else self, name, value)
        return Reply(data=wanted)
