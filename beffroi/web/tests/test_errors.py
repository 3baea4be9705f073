"""Pages for what goes wrong, reached through every layer of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from django.views.decorators.http import require_POST
from pytest_django import DjangoAssertNumQueries

from beffroi.core.gone import Gone
from beffroi.web.errors import EXPLANATIONS, error_page
from beffroi.workspaces.middleware import WorkspaceMiddleware

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def _raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


@require_POST
def _post_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


handler400 = "beffroi.web.views.bad_request"
handler403 = "beffroi.web.views.forbidden"
handler404 = "beffroi.web.views.not_found"
handler500 = "beffroi.web.views.broken"
urlpatterns = [
    path("", include("beffroi.web.urls")),
    path("400/", _raising(SuspiciousOperation("odd"))),
    path("403/", _raising(PermissionDenied())),
    path("405/", _post_only),
    path("410/", _raising(Gone())),
    path(
        "413/", lambda request: error_page(request, 413)
    ),  # refused before any view: see receiving
    path("507/", lambda request: error_page(request, 507)),
    path("500/", _raising(ZeroDivisionError())),
    path("503/", _raising(OperationalError("database is locked"))),
]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize("status", EXPLANATIONS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_error_is_explained_calmly_under_the_same_policy(
    visitor: Client, status: int, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    response = visitor.get(f"/{status}/", headers={"accept-language": language})
    page = response.content.decode()
    assert response.status_code == status
    with translation.override(language):
        assert str(EXPLANATIONS[status].title).replace("'", "&#x27;") in page
        assert str(EXPLANATIONS[status].advice) in page
    assert f'<html lang="{language}"' in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_form_that_waited_too_long_is_told_so(visitor: Client) -> None:
    response = visitor.post("/405/")
    assert response.status_code == 403
    assert "Ce formulaire a trop attendu" in response.content.decode()
    assert "Content-Security-Policy" in response.headers


def test_a_refused_method_says_which_are_allowed(visitor: Client) -> None:
    assert visitor.get("/405/").headers["Allow"] == "POST"


def test_an_absent_database_asks_to_come_back(visitor: Client) -> None:
    assert visitor.get("/503/").headers["Retry-After"] == "30"


def test_a_database_that_is_absent_before_the_page_asks_the_same(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(WorkspaceMiddleware, "__call__", absent)
    response = visitor.get("/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_an_error_page_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        for status in EXPLANATIONS:
            assert error_page(request, status).status_code == status


def test_an_error_tells_nothing_of_what_happened_inside(visitor: Client) -> None:
    page = visitor.get("/500/").content.decode()
    assert "ZeroDivisionError" not in page
    assert "Traceback" not in page
