"""Pictures over HTTP: never by name, never as anything but a picture."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from beffroi.media import access
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_safe
@requires(Permission.SEE_POSTS)
def image(request: WorkspaceRequest, image_id: uuid.UUID) -> HttpResponse:
    """Show a picture; `?small` asks for the thumbnail."""
    picture = access.image(request.workspace, image_id)
    path = picture.thumbnail_path if "small" in request.GET else picture.path
    try:
        content = path.read_bytes()  # at most 2 MB: see `pictures`
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=picture.media_type)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
