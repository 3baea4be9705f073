"""Files over HTTP: never by name, never as anything but what they are."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from beffroi.media import access
from beffroi.media.models import MediaFile
from beffroi.media.pictures import as_jpeg
from beffroi.media.ranges import Unsatisfiable, read_range
from beffroi.media.sources import StoredFile
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission

_PIECE_BYTES = 1 << 18


@require_safe
@requires(Permission.SEE_POSTS)
def file(request: WorkspaceRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """Show a file; `?small` asks for the small picture of it."""
    row = access.file(request.workspace, file_id)
    if "small" in request.GET:
        media_type = row.media_type if row.is_picture else "image/jpeg"
        response: HttpResponseBase = _whole(row.thumbnail_path, media_type)
    elif row.is_picture:
        response = _whole(row.path, row.media_type)
    else:
        response = _streamed(request, row)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return _closed(response)


def _shared(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand a file to a network that was given its address, a picture as the JPEG that all take."""
    row = access.shared_file(token)
    if row.is_picture:
        response: HttpResponseBase = HttpResponse(
            as_jpeg(_read(row.path)), content_type="image/jpeg"
        )
    else:
        response = _streamed(request, row)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return _closed(response)


shared = public(require_safe(_shared))


def _whole(path: Path, media_type: str) -> HttpResponse:
    return HttpResponse(_read(path), content_type=media_type)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()  # at most 2 MB: see `pictures`
    except FileNotFoundError as error:
        raise Http404 from error


def _streamed(request: HttpRequest, row: MediaFile) -> HttpResponseBase:
    """Answer with a file of any size, or the part that a player asks for, piece by piece."""
    if not row.path.exists():
        raise Http404
    size = row.size_bytes
    try:
        part = read_range(request.headers.get("Range", ""), size=size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    response = StreamingHttpResponse(
        _pieces(StoredFile(row.path, size), start, end),
        content_type=row.media_type,
        status=206 if part else 200,
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if row.is_document:
        response["Content-Disposition"] = "attachment"
    return response


async def _pieces(source: StoredFile, start: int, end: int) -> AsyncIterator[bytes]:
    read = sync_to_async(source.read, thread_sensitive=False)
    while start < end:
        piece = await read(start, min(_PIECE_BYTES, end - start))
        if not piece:
            return
        yield piece
        start += len(piece)


def _closed(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
