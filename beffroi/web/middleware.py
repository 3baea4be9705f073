"""The language of each answer, and a calm page where Django would leave a blank one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from beffroi.core.gone import Gone
from beffroi.web.errors import error_page, refusal
from beffroi.web.preferences import language_of
from beffroi.web.receiving import REFUSED

Answer = Callable[[HttpRequest], HttpResponseBase]


class LanguageMiddleware:
    """Speaks the person's language while the request is answered, and forgets it after."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in one language; `Vary` tells caches what it depended on."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response


class ErrorPageMiddleware:
    """Shows a page for what is refused before any view, and where Django leaves one empty (405)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and fill an empty “method not allowed”."""
        if "\0" in request.path_info:  # no address of ours; PostgreSQL cannot even look for it
            return error_page(request, 404)
        if request.content_type == "multipart/form-data":
            request.encoding = "utf-8"  # as our pages are, whatever else a form says of itself
        if REFUSED in getattr(request, "scope", {}):
            return refusal(request, *request.scope[REFUSED])  # type: ignore[attr-defined]
        response = self.get_response(request)
        if (
            response.status_code != 405
            or not isinstance(response, HttpResponse)
            or response.content
        ):
            return response
        page = error_page(request, 405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that what a page was about was erased meanwhile; all else is left to Django."""
        return error_page(request, 410) if isinstance(error, Gone) else None
