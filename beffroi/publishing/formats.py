"""Where on its network a channel's post may appear, in words."""

from __future__ import annotations

from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks.contracts import PostFormat

#: Forms know formats by these: they do not reach down to networks.
Format: TypeAlias = PostFormat
ORDINARY = PostFormat.POST
NAMES = {
    PostFormat.POST: _("Post"),
    PostFormat.REEL: _("Reel"),
    PostFormat.STORY: _("Story"),
}


def choices(channel: Channel) -> list[tuple[str, object]]:
    """Return the formats of a channel with their names, ordinary posts first."""
    return [(one.value, NAMES[one]) for one in gateway.formats_of(channel)]


def chosen(channel: Channel, value: object) -> PostFormat:
    """Return the format that a form names, an ordinary post for one that the channel lacks."""
    known = [one for one in gateway.formats_of(channel) if one.value == value]
    return known[0] if known else ORDINARY


def shown(post_format: PostFormat) -> str:
    """Return what people call a format beside a post, "" for an ordinary one."""
    return "" if post_format is ORDINARY else str(NAMES[post_format])
