"""Looks at a post as each of its channels would."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.media.models import Image
from beffroi.networks.contracts import MediaKind, TextCount
from beffroi.networks.declarations import Cost, Draft, DraftMedia, Problem
from beffroi.networks.port import Priced
from beffroi.publishing import rules
from beffroi.publishing.models import Post
from beffroi.publishing.rules import Finding


def count(channel: Channel, text: str, *, content_warning: str = "") -> TextCount:
    """Count `text` as the channel's network does, against this server's limit.

    Where posts have a title, the first line is it and does not count.
    """
    network = gateway.network(channel.network)
    return network.count_text(
        titled(channel, text)[1],
        limits=gateway.limits_of(channel),
        content_warning=content_warning,
    )


def titled(channel: Channel, text: str) -> tuple[str, str]:
    """Return the title and the text of what `text` becomes on the channel's network.

    Where posts have a title, the first line is it; elsewhere the title is empty.
    """
    has_title = gateway.limits_of(channel).title_max > 0
    return rules.split_title(text) if has_title else ("", text)


def fitting_length(channel: Channel, text: str, *, content_warning: str = "") -> int:
    """Return how many characters of `text`, from its start, the channel would take."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count(channel, text[:middle], content_warning=content_warning).excess:
            high = middle - 1
        else:
            low = middle
    return low


def findings(
    texts: Sequence[tuple[Channel, str]],
    pictures: Sequence[rules.Picture],
    *,
    content_warning: str,
) -> list[Finding]:
    """Return what keeps these texts, each for its channel, from leaving; their date apart."""
    drafts = [
        rules.Draft(
            channel_id=channel.pk,
            is_connected=channel.is_connected,
            text=text,
            count=count(channel, text, content_warning=content_warning),
            limits=gateway.limits_of(channel),
            problems=_problems(channel, text, pictures),
            is_reached=gateway.is_reached_by(channel),
        )
        for channel, text in texts
    ]
    return rules.findings(drafts, pictures)


def picture_of(image: Image, alt_text: str) -> rules.Picture:
    """Return what the rules need to know of a picture."""
    return rules.Picture(image.media_type, alt_text, image.width, image.height, image.size_bytes)


def cost(channel: Channel, text: str, pictures: Sequence[rules.Picture]) -> Cost | None:
    """Return what publishing `text` costs on the channel's network, None where it is free."""
    network = gateway.network(channel.network)
    return network.cost_of(_draft(channel, text, pictures)) if isinstance(network, Priced) else None


def _problems(
    channel: Channel, text: str, pictures: Sequence[rules.Picture]
) -> tuple[Problem, ...]:
    network = gateway.network(channel.network)
    draft = _draft(channel, text, pictures)
    return tuple(network.problems(draft, limits=gateway.limits_of(channel)))


def _draft(channel: Channel, text: str, pictures: Sequence[rules.Picture]) -> Draft:
    title, rest = titled(channel, text)
    media = tuple(
        DraftMedia(MediaKind.IMAGE, one.media_type, one.size_bytes, one.width, one.height)
        for one in pictures
    )
    return Draft(text=rest, title=title, media=media)


def findings_of(post: Post) -> list[Finding]:
    """Return what keeps the stored post from leaving, its date apart."""
    variants = post.variants.select_related("channel", "post")
    pictures = [
        picture_of(item.image, item.alt_text) for item in post.images.select_related("image")
    ]
    return findings(
        [(variant.channel, variant.text) for variant in variants],
        pictures,
        content_warning=post.content_warning,
    )
