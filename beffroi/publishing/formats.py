"""Where on its network a channel's post may appear, in words."""

from __future__ import annotations

from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks.contracts import PostFormat

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
