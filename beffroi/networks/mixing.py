"""What does not go together in one post, on networks that agree about it. Pure."""

from __future__ import annotations

from beffroi.networks.contracts import MediaKind
from beffroi.networks.declarations import Draft, Problem, ProblemCode


def check_video_alone(draft: Draft) -> list[Problem]:
    """Return what must change first where a post bears pictures, or one video.

    https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/embed and
    https://docs.joinmastodon.org/user/posting/#attachments, read on 2026-11-27.
    """
    has_video = any(one.kind is MediaKind.VIDEO for one in draft.media)
    if has_video and len(draft.media) > 1:
        return [Problem(ProblemCode.MEDIA_MIXED, found=len(draft.media), limit=1)]
    return []
