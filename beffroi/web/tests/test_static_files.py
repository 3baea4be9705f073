from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from beffroi.web.static_files import StaticFilesMiddleware


@pytest.fixture
def served(tmp_path: Path, settings: Settings) -> StaticFilesMiddleware:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "beffroi.css").write_text("body { color: navy }")
    settings.STATIC_ROOT, settings.STATIC_URL = str(folder), "/static/"
    settings.DEBUG = False
    return StaticFilesMiddleware(lambda request: HttpResponse("page"))  # type: ignore[no-untyped-call]


def test_a_file_comes_in_one_piece_with_its_type(served: StaticFilesMiddleware) -> None:
    answer = served(RequestFactory().get("/static/beffroi.css"))
    assert isinstance(answer, HttpResponse)
    assert not answer.streaming
    assert answer.content == b"body { color: navy }"
    assert answer.headers["Content-Type"].startswith("text/css")


def test_a_file_that_is_known_is_not_sent_again(served: StaticFilesMiddleware) -> None:
    known = served(RequestFactory().get("/static/beffroi.css")).headers["Last-Modified"]
    request = RequestFactory().get("/static/beffroi.css", headers={"If-Modified-Since": known})
    answer = served(request)
    assert answer.status_code == 304
    assert answer.content == b""


def test_a_part_of_a_file_can_be_had(served: StaticFilesMiddleware) -> None:
    answer = served(RequestFactory().get("/static/beffroi.css", headers={"Range": "bytes=0-3"}))
    assert (answer.status_code, answer.content) == (206, b"body")


def test_everything_else_goes_to_the_pages(served: StaticFilesMiddleware) -> None:
    assert served(RequestFactory().get("/static/nothing.css")).content == b"page"
