"""The language of each answer, and a calm page where Django would leave a blank one."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from beffroi.web.errors import error_page
from beffroi.web.preferences import language_of

logger = logging.getLogger(__name__)

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
    """Shows a page for answers that Django leaves empty (405), and when the database is away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and fill an empty “method not allowed”."""
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
        """Turn an unreachable or locked database into “come back in a moment”."""
        if settings.DEBUG or not isinstance(error, OperationalError | InterfaceError):
            return None
        logger.error("The database does not answer", exc_info=error)
        page = error_page(request, 503)
        page.headers["Retry-After"] = "30"
        return page
