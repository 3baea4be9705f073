"""A post as the composer gives and takes it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from beffroi.networks.contracts import PostFormat
from beffroi.publishing.models import Post
from beffroi.publishing.moments import wall_of


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file as the composer gives it."""

    file_id: uuid.UUID
    alt_text: str


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post as the composer gives it. Every id is the workspace's.

    `own_texts` and `formats` are by channel id.
    `wall` is the naive wall time in the workspace's zone; `second` takes the second of two.
    """

    text: str
    channel_ids: frozenset[int]
    own_texts: Mapping[int, str] = field(default_factory=dict)
    formats: Mapping[int, PostFormat] = field(default_factory=dict)
    files: Sequence[FileDraft] = ()
    first_comment: str = ""
    language: str = "fr"
    visibility: str = "public"
    content_warning: str = ""
    #: None leaves it as it is: nobody was asked.
    has_short_links: bool | None = None
    #: The id of its campaign, 0 for none; None leaves it as it is: nobody was asked.
    campaign_id: int | None = None
    #: The id of its pillar, as its campaign is told.
    pillar_id: int | None = None
    wall: datetime | None = None
    second: bool = False


def says_the_same(post: Post, draft: PostDraft) -> bool:
    """Tell whether a post says already what `draft` wishes."""
    campaign_id = post.campaign_id if draft.campaign_id is None else draft.campaign_id or None
    pillar_id = post.pillar_id if draft.pillar_id is None else draft.pillar_id or None
    wished = replace(draft, campaign_id=campaign_id, pillar_id=pillar_id)
    return current_draft(post) == wished


def current_draft(post: Post) -> PostDraft:
    """Return the post as the composer takes it, its time in the workspace's zone of today."""
    variants = list(post.variants.all())
    wall, second = None, False
    if post.planned_at is not None:
        wall, second = wall_of(post.planned_at, post.workspace.zone)
    return PostDraft(
        text=post.text,
        channel_ids=frozenset(variant.channel_id for variant in variants),
        own_texts={
            variant.channel_id: variant.own_text for variant in variants if variant.own_text
        },
        formats={
            variant.channel_id: PostFormat(variant.format)
            for variant in variants
            if variant.format != PostFormat.POST.value
        },
        files=tuple(FileDraft(item.file_id, item.alt_text) for item in post.files.all()),
        first_comment=post.first_comment,
        language=post.language,
        visibility=post.visibility,
        content_warning=post.content_warning,
        has_short_links=post.has_short_links,
        campaign_id=post.campaign_id,
        pillar_id=post.pillar_id,
        wall=wall,
        second=second,
    )
