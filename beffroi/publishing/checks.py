"""Looks at a post as each of its channels would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.media.models import MediaFile
from beffroi.networks.contracts import MediaKind, PostFormat, TextCount
from beffroi.networks.declarations import Capability, Draft, DraftMedia, Limits, Problem
from beffroi.networks.port import Priced
from beffroi.publishing import rules, short_links
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.rules import Finding


@dataclass(frozen=True, slots=True)
class Version:
    """What one channel says, and where on its network that appears."""

    channel: Channel
    text: str
    format: PostFormat = PostFormat.POST

    @property
    def limits(self) -> Limits:
        """What this server takes in this format."""
        return gateway.limits_of(self.channel, self.format)

    @property
    def is_wordless(self) -> bool:
        """Whether nothing that is written shows there, as in a story."""
        return self.limits.text_max == 0


def count(version: Version, *, content_warning: str = "") -> TextCount:
    """Count a text as its channel's network does, against this server's limit.

    Where posts have a title, the first line is it and does not count.
    """
    network = gateway.network(version.channel.network)
    return network.count_text(
        titled(version)[1], limits=version.limits, content_warning=content_warning
    )


def titled(version: Version) -> tuple[str, str]:
    """Return the title and the text of what a version becomes on its network.

    Where posts have a title, the first line is it; elsewhere the title is empty. Where no words
    show, both are.
    """
    if version.is_wordless:
        return "", ""
    has_title = gateway.limits_of(version.channel).title_max > 0
    return rules.split_title(version.text) if has_title else ("", version.text)


def fitting_length(version: Version, *, content_warning: str = "") -> int:
    """Return how many characters of a text, from its start, the channel would take."""
    low, high = 0, len(version.text)
    while low < high:
        middle = (low + high + 1) // 2
        part = replace(version, text=version.text[:middle])
        if count(part, content_warning=content_warning).excess:
            high = middle - 1
        else:
            low = middle
    return low


def takes_comment(version: Version) -> bool:
    """Tell whether we may write ourselves under what a version becomes."""
    is_read = Capability.READ_FEEDBACK in gateway.abilities_of(version.channel)
    return is_read and version.limits.comment_max != 0


def count_comment(version: Version, text: str) -> TextCount | None:
    """Count our first comment as the network does, None where none is sent."""
    if not text or not takes_comment(version):
        return None
    limits = version.limits
    most = limits.text_max if limits.comment_max is None else limits.comment_max
    network = gateway.network(version.channel.network)
    return network.count_text(text, limits=replace(limits, text_max=most))


def findings(
    versions: Sequence[Version],
    files: Sequence[rules.File],
    *,
    content_warning: str,
    first_comment: str,
) -> list[Finding]:
    """Return what keeps these versions from leaving; their date apart."""
    drafts = [
        rules.Draft(
            channel_id=version.channel.pk,
            is_connected=version.channel.is_connected,
            text=version.text,
            count=count(version, content_warning=content_warning),
            limits=version.limits,
            problems=_problems(version, files),
            is_reached=gateway.is_reached_by(version.channel),
            comment=count_comment(version, first_comment),
        )
        for version in versions
    ]
    return rules.findings(drafts, files)


def file_of(file: MediaFile, alt_text: str) -> rules.File:
    """Return what the rules need to know of a file."""
    return rules.File(
        media_type=file.media_type,
        alt_text=alt_text,
        width=file.width,
        height=file.height,
        size_bytes=file.size_bytes,
        kind=file.shows,
        seconds=file.seconds,
    )


def cost(version: Version, files: Sequence[rules.File], *, first_comment: str) -> Decimal | None:
    """Return what a version and our comment under it cost, in US dollars; None where it is free."""
    network = gateway.network(version.channel.network)
    if not isinstance(network, Priced):
        return None
    price = network.cost_of(_draft(version, files)).usd
    if first_comment and takes_comment(version):
        price += network.cost_of(Draft(first_comment)).usd
    return price


def version_of(variant: Variant) -> Version:
    """Return what a stored variant says, and where."""
    return Version(variant.channel, variant.text, PostFormat(variant.format))


def counted_version(variant: Variant) -> Version:
    """Return the same, as long as it will leave."""
    version = version_of(variant)
    return replace(version, text=short_links.counted(variant.post, version.text))


def _problems(version: Version, files: Sequence[rules.File]) -> tuple[Problem, ...]:
    network = gateway.network(version.channel.network)
    return tuple(network.problems(_draft(version, files), limits=version.limits))


def _draft(version: Version, files: Sequence[rules.File]) -> Draft:
    title, text = titled(version)
    documents = [one.alt_text for one in files if one.kind is MediaKind.DOCUMENT]
    media = tuple(
        DraftMedia(one.kind, one.media_type, one.size_bytes, one.width, one.height, one.seconds)
        for one in files
    )
    return Draft(
        text=text,
        format=version.format,
        title=title or next(iter(documents), ""),
        media=media,
    )


def findings_of(post: Post) -> list[Finding]:
    """Return what keeps the stored post from leaving, its date apart."""
    variants = post.variants.select_related("channel", "post")
    files = [file_of(item.file, item.alt_text) for item in post.files.select_related("file")]
    return findings(
        [counted_version(variant) for variant in variants],
        files,
        content_warning=post.content_warning,
        first_comment=short_links.counted(post, post.first_comment),
    )
