"""The Facebook Pages beside the simulated Instagram: which account each speaks for, and how.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login/ and
https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps (read on 2026-11-27)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beffroi.networks.families.graph import pages
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_login import may
from beffroi.networks.families.graph.simulator_wire import Make, Refused, invalid, missing, render
from beffroi.networks.instagram.declaration import BASIC, PAGE_NAMES

if TYPE_CHECKING:
    from beffroi.networks.instagram.simulator_frame import Frame

#: What the numbers of Pages begin with.
PAGE = "1067"
_PAGE = rf"/(?P<page>{PAGE}\d+)"
_FIELDS = frozenset({"feed", "mention", "messages", "messaging_postbacks", "ratings"})
#: An app of somebody else, which the Page knows as well.
_OTHER_APP = {"id": "140586622674265", "name": "Agenda", "category": "Utilities"}


@dataclass
class Page:
    """A Page of the person, with the account that it is linked with, "" without one."""

    id: str
    name: str
    account_id: str
    tasks: tuple[str, ...] = pages.TASKS
    subscribed: tuple[str, ...] = ()


class Pages:
    """Answers the calls about Pages."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def calls(self) -> Sequence[GraphCall]:
        """Return the calls."""
        unlinked = ("what is told of an account that is a personal one",)
        apps = ("whether apps of others are listed",)
        subscriptions = f"{_PAGE}/subscribed_apps"
        return [
            GraphCall("accounts", "GET", "/me/accounts", self._accounts, doubts=unlinked),
            GraphCall("page", "GET", _PAGE, self.node),
            GraphCall("subscriptions", "GET", subscriptions, self._subscriptions, doubts=apps),
            GraphCall("subscribe_page", "POST", subscriptions, self._subscribe),
        ]

    def node(self, request: Request) -> Any:
        """Return the Page whose token calls: to it, "me" is the Page."""
        request.form.only()
        return self._written(request, self._called(request, "pages_read_engagement"))

    def _accounts(self, request: Request) -> Any:
        token = request.token
        if token.account or "pages_show_list" not in token.scopes:
            raise Refused(200, "(#200) Requires pages_show_list permission", status=403)
        request.form.only("limit", "after")
        chosen = token.targets.get("pages_show_list", ())
        found = [page for page in self._frame.pages.values() if page.id in chosen]
        return self._frame.list_of(request, found, write=lambda page: self._written(request, page))

    def _written(self, request: Request, page: Page) -> dict[str, Any]:
        frame, account_id = self._frame, self._frame.linked(page)
        is_told = bool(account_id) and may(request.token, PAGE_NAMES[BASIC], account_id)
        person = frame.world.people.get(account_id)
        fields: dict[str, Make] = {
            "id": lambda _: page.id,
            "name": lambda _: page.name,
            "tasks": lambda _: list(page.tasks),
            "access_token": lambda _: frame.page_authority.derive(request.token, page.id).value,
            "instagram_business_account": lambda ask: (
                frame.writer.user(person, ask.fields) if person and is_told else None
            ),
        }
        return render("Page", fields, request.fields)

    def _subscriptions(self, request: Request) -> Any:
        request.form.only("limit", "after")
        page, app = self._called(request, "pages_manage_metadata"), self._frame.page_app
        ours = {"id": app.id, "name": app.name, "subscribed_fields": list(page.subscribed)}
        return {"data": [_OTHER_APP, *([ours] if page.subscribed else [])]}

    def _subscribe(self, request: Request) -> Any:
        request.form.only("subscribed_fields")
        page = self._called(request, "pages_manage_metadata")
        wanted = request.form.needed("subscribed_fields").split(",")
        if not set(wanted) <= _FIELDS:
            raise invalid("Param subscribed_fields holds a name that is not known")
        page.subscribed = tuple(wanted)
        return {"success": True}

    def _called(self, request: Request, scope: str) -> Page:
        page = self._frame.pages.get(request.token.account)
        wanted = request.call.params.get("page", request.token.account)
        if page is None or wanted != page.id:
            raise missing(wanted)
        self._frame.require(request, scope, page.id)
        return page
