"""Beffroi on a phone's home screen: its name, a page for when there is no network, sharing."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.bodies import when_too_heavy
from beffroi.web.preferences import is_language
from beffroi.workspaces.access import public

#: What the page without a network is made of, besides itself.
_LOOK = ("web/beffroi.css", "web/beffroi.js", "web/fonts/inter-latin.woff2", "web/favicon.svg")
_INK, _PAPER = "#14213d", "#f8f6f2"
_SEE_OTHER = 303
#: Of shared words in an address, in signs as the page to sign in writes them: escaped twice.
#: Django follows no address beyond 2,048 signs.
_WORDS_MAX = 1_800
_DIGEST = 12


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """Say what Beffroi is called on a home screen, and what it takes from other apps."""
    told = {
        "id": "/",
        "name": "Beffroi",
        "short_name": "Beffroi",
        "description": _("Social networks in fifteen minutes a day"),
        "lang": translation.get_language(),
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _INK,
        "icons": [_icon("icon-192", 192), _icon("icon-512", 512), _maskable()],
        "shortcuts": [
            {"name": _("Today"), "url": reverse("today")},
            {"name": _("Answer"), "url": reverse("inbox")},
            {"name": _("New post"), "url": reverse("post_new")},
        ],
        "share_target": {
            "action": reverse("share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "files", "accept": ["image/*", "video/*", "application/pdf"]}],
            },
        },
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker; it is another as soon as anything that it keeps is."""
    language = translation.get_language()
    page = f"{reverse('offline')}?{urlencode({'language': language})}"
    files = [page, *(static(name) for name in _LOOK)]
    told = render_to_string("web/phone/offline.html", {"LANGUAGE_CODE": language})
    digest = hashlib.sha256("\n".join([*files, told]).encode()).hexdigest()[:_DIGEST]
    context = {
        "version": digest,
        "files": SafeString(json.dumps(files)),
        "sharing": reverse("share"),
        "composer": reverse("post_new"),
    }
    response = render(request, "web/phone/worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@public
def offline(request: HttpRequest) -> HttpResponse:
    """Show what a phone shows without a network: nothing of anybody."""
    asked = request.GET.get("language", "")
    language = asked if is_language(asked) else translation.get_language()
    with translation.override(language):
        return render(request, "web/phone/offline.html", {"LANGUAGE_CODE": language})


def _to_composer(query: dict[str, str]) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('post_new')}?{urlencode(query)}")
    response.status_code = _SEE_OTHER
    return response


@when_too_heavy(lambda: _to_composer({"missing": "all"}))
@csrf_exempt  # another app sends it, and nothing is kept: it leads to a page with a form
@require_POST
@public
def share(request: HttpRequest) -> HttpResponse:
    """Lead to a new post that begins with what was shared, where no worker has taken it over.

    Nothing is kept, whoever sends it. Files stay behind, and so do words beyond what an address
    holds; the composer says so (`?missing=…`).
    """
    whole = _words(request)
    text = _cut(whole)
    query = {"text": text}
    if request.FILES:
        query["missing"] = "files"
    elif text != whole:
        query["missing"] = "words"
    return _to_composer(query)


def _words(request: HttpRequest) -> str:
    """Return title, text and address, each once: many apps repeat one in another."""
    sent = [request.POST.get(name, "").strip() for name in ("title", "text", "url")]
    told = [one for one in dict.fromkeys(sent) if one]
    return "\n".join(
        one for one in told if not any(one in other for other in told if other is not one)
    )


def _cut(text: str) -> str:
    """Return as much of a text as an address holds, never half a character."""
    left = _WORDS_MAX
    for place, sign in enumerate(text):
        left -= len(quote_plus(quote_plus(sign)))
        if left < 0:
            return text[:place]
    return text


def _icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"web/{name}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _maskable() -> dict[str, str]:
    return _icon("icon-maskable", 512, "maskable")
