"""What a server would refuse of a draft, beyond its limits. Pure.

https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/embed, read on 2026-11-27.
"""

from __future__ import annotations

from beffroi.networks.contracts import MediaKind
from beffroi.networks.declarations import Draft, Problem, ProblemCode


def problems(draft: Draft) -> list[Problem]:
    """Return what must change first: a post bears pictures, or one video."""
    has_video = any(one.kind is MediaKind.VIDEO for one in draft.media)
    if has_video and len(draft.media) > 1:
        return [Problem(ProblemCode.MEDIA_MIXED, found=len(draft.media), limit=1)]
    return []
