"""Calling addresses as someone, with every change undone afterwards."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from beffroi.demo.world import World
from beffroi.workspaces import actions
from beffroi.workspaces.models import User
from tests.access import inbox_objects, source_objects, watch_objects  # noqa: F401 - add what they make
from tests.access.addresses import Address
from tests.access.objects import MAKERS, Side

#: No column can hold it, and yet an address can.
BEYOND_ALL_INTEGERS = 10**30

_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(.*)', re.I | re.S)
#: What a visit itself may leave behind: the session, and when the person was seen.
_TRACES = {"django_session", "usersessions_usersession"}

#: Keys of the sessions of this walk, by person.
_sessions: dict[int, str] = {}


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


@contextmanager
def everybody_signed_in(world: World) -> Iterator[None]:
    """Open a session for each person of the world: signing in takes as long as a visit."""
    people = [person for person in vars(world).values() if isinstance(person, User)]
    _sessions.update({person.pk: _sign_in(person) for person in people})
    yield
    _sessions.clear()


def _sign_in(user: User) -> str:
    """Return the key of a session of somebody who has just proven who they are."""
    client = Client()
    client.force_login(user)
    session = client.session
    assert BACKEND_SESSION_KEY in session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    assert session.session_key is not None
    return str(session.session_key)


def visit(url: str, *, method: str = "GET", as_user: User | None = None, **extra: Any) -> Visit:
    """Call an address once, as somebody who has just proven who they are, or as nobody."""
    client = Client(raise_request_exception=True)
    if as_user is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = _sessions[as_user.pk]
    written: list[str] = []
    with connection.execute_wrapper(_watch(written)):
        response = client.generic(method, url, **extra)
        getattr(response, "getvalue", bytes)()
    return Visit(response, written)


def _watch(written: list[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = _WRITES.match(sql)
        if match and match[2] not in _TRACES and '"last_seen_at"' not in match[3]:
            written.append(sql)
        return execute(sql, params, many, context)

    return note
