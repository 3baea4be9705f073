"""Calling addresses as someone, with every change undone afterwards."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from beffroi.demo.world import World
from beffroi.workspaces import actions
from beffroi.workspaces.models import User
from tests.access.addresses import Address
from tests.access.objects import MAKERS, Side

#: No column can hold it, and yet an address can.
BEYOND_ALL_INTEGERS = 10**30

_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(.*)', re.I | re.S)
#: What a visit itself may leave behind: the session, and when the person was seen.
_TRACES = {"django_session", "usersessions_usersession"}


@dataclass(frozen=True)
class Visit:
    """What came back, and what was written meanwhile."""

    response: HttpResponseBase
    written: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def asks_to_sign_in(self) -> bool:
        """Tell whether the visitor was led to the sign-in page."""
        location = self.response.headers.get("Location", "")
        return self.status == 302 and location.startswith(reverse("account_login"))


def own_side(world: World, person: User, *, in_agency: bool, now: datetime) -> Side:
    """Return where the objects of the people of Atelier Martin and of Nova lie."""
    return Side(world.atelier, world.nova, person, in_agency, now)


def other_side(side: Side, world: World, *, now: datetime) -> Side:
    """Return where Zoé's objects lie, and those of an agency of hers."""

    agency = actions.create_agency(owner=world.zoe, name="Zoé & Cie", now=now)
    return replace(side, workspace=world.flowers, agency=agency, person=world.zoe)


def url_of(address: Address, side: Side) -> str:
    """Return the address of objects made on this side."""
    return address.url({name: MAKERS[name](side) for name in address.arguments})


@contextmanager
def undone() -> Iterator[None]:
    """Leave no trace of what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def visit(url: str, *, method: str = "GET", as_user: User | None = None, **extra: Any) -> Visit:
    """Call an address once, freshly signed in and having just proven who one is."""
    client = Client(raise_request_exception=True)
    if as_user is not None:
        client.force_login(as_user)
        _has_just_proven_it(client, as_user)
    written: list[str] = []
    with connection.execute_wrapper(_watch(written)):
        response = client.generic(method, url, **extra)
        getattr(response, "getvalue", bytes)()
    return Visit(response, written)


def _has_just_proven_it(client: Client, user: User) -> None:
    session = client.session
    assert BACKEND_SESSION_KEY in session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def _watch(written: list[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = _WRITES.match(sql)
        if match and match[2] not in _TRACES and '"last_seen_at"' not in match[3]:
            written.append(sql)
        return execute(sql, params, many, context)

    return note
