"""Looks at a post as each of its channels would."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks.contracts import TextCount
from beffroi.publishing import rules
from beffroi.publishing.models import Post
from beffroi.publishing.rules import Finding


def count(channel: Channel, text: str, *, content_warning: str = "") -> TextCount:
    """Count `text` as the channel's network does, against this server's limit."""
    network = gateway.network(channel.network)
    return network.count_text(
        text, limits=gateway.limits_of(channel), content_warning=content_warning
    )


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
        )
        for channel, text in texts
    ]
    return rules.findings(drafts, pictures)


def findings_of(post: Post) -> list[Finding]:
    """Return what keeps the stored post from leaving, its date apart."""
    variants = post.variants.select_related("channel", "post")
    pictures = [
        rules.Picture(item.image.media_type, item.alt_text)
        for item in post.images.select_related("image")
    ]
    return findings(
        [(variant.channel, variant.text) for variant in variants],
        pictures,
        content_warning=post.content_warning,
    )
