"""Pictures over HTTP: never by name, never as anything but a picture."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from beffroi.media import access
from beffroi.media.pictures import as_jpeg
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission


@require_safe
@requires(Permission.SEE_POSTS)
def image(request: WorkspaceRequest, image_id: uuid.UUID) -> HttpResponse:
    """Show a picture; `?small` asks for the thumbnail."""
    picture = access.image(request.workspace, image_id)
    path = picture.thumbnail_path if "small" in request.GET else picture.path
    response = _response(_read(path), media_type=picture.media_type)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a picture to a network that was given its address, as the JPEG that all of them take."""
    picture = access.shared_image(token)
    response = _response(as_jpeg(_read(picture.path)), media_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response


shared = public(require_safe(_shared))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()  # at most 2 MB: see `pictures`
    except FileNotFoundError as error:
        raise Http404 from error


def _response(content: bytes, *, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
