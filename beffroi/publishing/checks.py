"""Looks at a post as each of its channels would."""

from __future__ import annotations

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


def findings_of(post: Post) -> list[Finding]:
    """Return what keeps the stored post from leaving, its date apart."""
    pictures = [
        rules.Picture(item.image.media_type, item.alt_text)
        for item in post.images.select_related("image")
    ]
    drafts = [
        rules.Draft(
            channel_id=variant.channel_id,
            is_connected=variant.channel.is_connected,
            text=variant.text,
            count=count(variant.channel, variant.text, content_warning=post.content_warning),
            limits=gateway.limits_of(variant.channel),
        )
        for variant in post.variants.select_related("channel", "post")
    ]
    return rules.findings(drafts, pictures)
