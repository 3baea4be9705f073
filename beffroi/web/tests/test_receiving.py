from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import django.db
import pytest
from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path
from pytest_django.fixtures import Settings

from beffroi.core.bodies import takes
from beffroi.web import receiving
from beffroi.web.receiving import BoundedHandler
from beffroi.workspaces.access import public

pytestmark = pytest.mark.django_db

ANYBODY = {"is_for": lambda *_, **__: True}


def _count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.read())))


def _no_database(request: HttpRequest) -> bool:
    raise django.db.OperationalError


urlpatterns = [
    path("much/", takes(5_000_000, **ANYBODY)(public(_count))),
    path("away/", takes(5_000_000, is_for=_no_database)(public(lambda request: HttpResponse()))),
]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ROOT_URLCONF = __name__
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def send(where: str, *pieces: bytes, method: str = "GET") -> tuple[int, bytes]:
    """Send a request in pieces, without saying how long it is; return status and body."""
    coming = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, start=1)
    ]
    sent: list[Mapping[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": where,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept-language", b"fr")],
    }

    async def receive() -> Mapping[str, Any]:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop(0)

    async def keep(message: Mapping[str, Any]) -> None:
        sent.append(message)

    async def answer() -> None:
        await BoundedHandler().handle(scope, receive, keep)

    async_to_sync(answer)()
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])


def test_what_an_address_takes_comes_whole(folder: Path) -> None:
    assert send("/much/", b"x" * 3_000_000, b"y" * 1_999_999) == (200, b"4999999")


def test_more_than_an_address_takes_is_refused_with_its_bound(folder: Path) -> None:
    status, page = send("/much/", b"x" * 3_000_000, b"y" * 2_000_001)
    assert status == 413
    assert "5\u00a0Mo au plus" in page.decode()


def test_a_disk_without_room_is_a_refusal_that_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = shutil.disk_usage(folder)._replace(free=receiving.ROOM_KEPT_BYTES - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: little)
    status, page = send("/much/", b"x" * 3_000_000)
    assert (status, "plus de place" in page.decode()) == (507, True)


def test_a_disk_that_gets_full_meanwhile_says_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    bodies_kept = iter([Full(), BytesIO()])
    monkeypatch.setattr(receiving, "SpooledTemporaryFile", lambda **_: next(bodies_kept))
    assert send("/much/", b"x")[0] == 507


def test_a_database_that_is_away_is_told_as_such(folder: Path) -> None:
    assert send("/away/", b"x" * 3_000_000)[0] == 503


def test_a_share_that_is_too_heavy_leads_to_the_composer_which_says_so(
    folder: Path, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "beffroi.config.urls"
    assert send("/share/", b"x" * 3_000_000, method="POST") == (303, b"")


def test_only_these_addresses_take_more_than_a_form() -> None:
    declared = [
        view for view in _views(get_resolver("beffroi.config.urls")) if hasattr(view, "bound")
    ]
    people = {view.__qualname__ for view in declared if view.policy.signed_in}
    machines = {view.bound.bytes_max for view in declared if not view.policy.signed_in}
    assert people == {"post_new", "post", "files", "_new", "_table", "_give"}
    assert machines == {1_000_000, 5_000_000}


def _views(resolver: Any) -> list[Any]:
    found = []
    for pattern in resolver.url_patterns:
        inner = hasattr(pattern, "url_patterns")
        found += _views(pattern) if inner else [pattern.callback]
    return found
