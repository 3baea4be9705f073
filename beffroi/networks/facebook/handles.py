"""What stands in a handle: a photo or a video that Facebook holds and nobody sees. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from beffroi.networks.contracts import PostFormat, UploadedMedia
from beffroi.networks.errors import UnexpectedResponse


@dataclass(frozen=True, slots=True)
class Handle:
    """One file over there. A video also has the door by which it came, and how far it is.

    `session` and `until` are for long videos: the next part goes from `sent` to `until`. `address`
    is where a short one's bytes go.
    """

    photo: str = ""
    video: str = ""
    door: str = ""
    session: str = ""
    address: str = field(default="", repr=False)
    sent: int = 0
    until: int = 0

    def dumped(self) -> str:
        """Return it as JSON text."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})


def loaded(text: str) -> Handle:
    """Return the handle that `dumped` wrote. Raises UnexpectedResponse for any other text."""
    try:
        handle = Handle(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise UnexpectedResponse("this handle is not one of ours") from error
    if not (handle.photo or handle.video):
        raise UnexpectedResponse("this handle is not one of ours")
    return handle


def door_of(post_format: PostFormat) -> str:
    """Return the edge of the Page at which a video for such a post is handed over."""
    return {
        PostFormat.REEL: "video_reels",
        PostFormat.STORY: "video_stories",
    }.get(post_format, "videos")


def photos(media: Sequence[UploadedMedia]) -> tuple[str, ...]:
    """Return the ids of the photos among `media`, in order."""
    found = [loaded(one.handle).photo for one in media]
    return tuple(one for one in found if one)


def video(media: Sequence[UploadedMedia]) -> Handle | None:
    """Return the first video among `media`."""
    found = [loaded(one.handle) for one in media]
    return next((one for one in found if one.video), None)
