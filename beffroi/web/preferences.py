"""The language and the theme of a visitor: where they are kept and how they are found."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from beffroi.workspaces.models import User

YEAR_SECONDS = 365 * 24 * 3600
THEMES = ("system", "light", "dark")
THEME_COOKIE = settings.LANGUAGE_COOKIE_NAME.replace("language", "theme")


def is_language(code: str) -> bool:
    """Tell whether Beffroi speaks the language."""
    return code in dict(settings.LANGUAGES)


def language_of(request: HttpRequest) -> str:
    """Return the person's language, else the cookie's, else the browser's, else French."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and is_language(user.language):
        return user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if is_language(chosen) else _accepted(request.headers.get("Accept-Language", ""))


def _accepted(header: str) -> str:
    for code, _weight in parse_accept_lang_header(header):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def theme_of(request: HttpRequest) -> str:
    """Return the chosen theme, “system” unless one was chosen."""
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    return theme if theme in THEMES else "system"


def keep(response: HttpResponseBase, *, cookie: str, value: str) -> None:
    """Keep a preference for a year on this device."""
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
