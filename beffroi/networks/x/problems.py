"""What X would refuse of a draft, beyond its limits. Pure.

https://docs.x.com/x-api/posts/manage-tweets/integrate, read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.networks.contracts import MediaKind
from beffroi.networks.declarations import Draft, Problem, ProblemCode
from beffroi.networks.x.text import count_cashtags, forbidden_signs

_CASHTAGS_MAX = 1


def problems(draft: Draft) -> list[Problem]:
    """Return what must change first."""
    return [*_of_the_text(draft.text), *_of_the_files(draft)]


def _of_the_text(text: str) -> Iterator[Problem]:
    cashtags = count_cashtags(text)
    if cashtags > _CASHTAGS_MAX:
        yield Problem(ProblemCode.TOO_MANY_CASHTAGS, found=cashtags, limit=_CASHTAGS_MAX)
    if signs := forbidden_signs(text):
        yield Problem(ProblemCode.FORBIDDEN_SIGNS, signs=signs)


def _of_the_files(draft: Draft) -> Iterator[Problem]:
    """A post bears pictures, or one GIF, or one video."""
    alone = [
        one for one in draft.media if one.kind is MediaKind.VIDEO or one.media_type == "image/gif"
    ]
    if alone and len(draft.media) > 1:
        yield Problem(ProblemCode.MEDIA_MIXED, found=len(draft.media), limit=1)
