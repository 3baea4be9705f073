"""Pictures on their way to the library of a site. Not yet in a post.

https://developer.wordpress.org/rest-api/reference/media/ (read on 2026-11-22)
"""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingMedia, UploadedMedia
from beffroi.networks.errors import ContentRefused, NotFound
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import ids
from beffroi.networks.wordpress.client import Site

_LIBRARY = "wp/v2/media"
#: A site refuses a file whose name does not fit what it holds.
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}


def upload(site: Site, image: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over the bytes once, then say what they show."""
    kept = progress.kept or _send(site, image)
    progress.keep(kept)
    if image.alt_text:
        path = f"{_LIBRARY}/{json.loads(kept)['id']}"
        site.upload(path, json={"alt_text": image.alt_text})
    return UploadedMedia(
        handle=kept, width=image.width, height=image.height, alt_text=image.alt_text
    )


def is_ready(site: Site, image: UploadedMedia) -> bool:
    """Tell whether the picture is still in the library: people tidy it up."""
    try:
        site.read("GET", f"{_LIBRARY}/{media_id(image)}")
    except NotFound as error:
        raise ContentRefused(error.detail, field="media") from error
    return True


def media_id(image: UploadedMedia) -> int:
    """Return the site's own number of a picture."""
    return int(json.loads(image.handle)["id"])


def figure(image: UploadedMedia) -> str:
    """Return the HTML that shows a picture in a post."""
    source = escape(str(json.loads(image.handle)["url"]))
    name = f"wp-image-{media_id(image)}"
    return (
        f'<figure class="wp-block-image"><img src="{source}" alt="{escape(image.alt_text)}" '
        f'class="{name}"/></figure>'
    )


def _send(site: Site, image: OutgoingMedia) -> str:
    """Return the handle, as JSON text. The same file always has the same name."""
    ending = _ENDINGS.get(image.media_type)
    if ending is None:
        raise ContentRefused(f"sites take no {image.media_type[:50]}", field="media")
    name = f"{sha256(image.content).hexdigest()[:16]}.{ending}"
    answer = site.upload(
        _LIBRARY,
        content=image.content,
        headers={
            "Content-Type": image.media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )
    return _handle(shapes.record(answer.data, "media"))


def _handle(media: Record) -> str:
    return json.dumps({"id": ids.read_number(media, "id"), "url": shapes.text(media, "source_url")})
