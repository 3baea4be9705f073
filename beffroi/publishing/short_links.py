"""The short links of posts: one for each address and channel, so that visits tell whence they came.

They are made in the transaction that schedules a post: before anything of it can be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.text import slugify

from beffroi.core.addresses import has_public_name
from beffroi.links import actions as link_actions
from beffroi.links import own, texts
from beffroi.links.addressing import Campaign, shown_address
from beffroi.links.models import Link
from beffroi.publishing.models import Post, Variant, VariantLink
from beffroi.workspaces.models import Workspace

#: Of a campaign's name in statistics: the first words of the post.
_WORDS_MAX = 40
#: Short addresses by the pages to which they lead.
Known = Mapping[str, str]
_NONE: Known = {}


@dataclass(frozen=True, slots=True)
class Leaving:
    """What one channel says once its links are made.

    `fingerprint` is a short address in the text that no other post of ours has, "" without one.
    """

    text: str
    comment: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A short address and the page to which it leads, as people read addresses.

    `short` is "" where the link is not made yet.
    """

    short: str
    target: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a short link stands in; the delivery is None while its post is not scheduled."""

    post_id: int
    channel_id: int
    delivery_id: int | None


def are_possible() -> bool:
    """Tell whether everybody can follow them: this installation has a name, and https."""
    url = settings.PUBLIC_URL
    return url.startswith("https://") and has_public_name(url)


def are_wanted(workspace: Workspace) -> bool:
    """Tell whether a new post should have them: as in the last one where somebody chose."""
    if not are_possible():
        return False
    asked = Post.objects.filter(workspace=workspace, has_short_links__isnull=False)
    last = asked.order_by("-pk").values_list("has_short_links", flat=True).first()
    return last is not False


def have(post: Post) -> bool:
    """Tell whether the addresses of a post leave as short ones."""
    return bool(post.has_short_links) and are_possible()


def measured(text: str, *, known: Known = _NONE) -> str:
    """Return a text as long as it will leave: links that are not made yet look like any other."""
    unknown = own.placeholder()
    return texts.replaced(text, lambda page: known.get(page, unknown), ours=own.prefix())


def counted(post: Post, text: str) -> str:
    """Return a text of a post as long as it will leave."""
    return measured(text) if have(post) else text


def leaving(variant: Variant, text: str, comment: str, *, now: datetime) -> Leaving:
    """Return what a variant says, with its short links; makes those that it has not.

    Inside the transaction that schedules it.
    """
    if not have(variant.post):
        return Leaving(text, comment, "")
    mine = {page: link_actions.short_address(link) for page, link in _links(variant).items()}
    pages = [one.address for said in (text, comment) for one in _found(said)]
    for page in dict.fromkeys(pages):
        if page not in mine:
            mine[page] = link_actions.short_address(_make(variant, page, now=now))
    first = next((mine[one.address] for one in _found(text)), "")
    return Leaving(measured(text, known=mine), measured(comment, known=mine), first)


def known_of(post: Post) -> dict[int, dict[str, str]]:
    """Return, by channel, the short addresses that a post has. One query."""
    known: dict[int, dict[str, str]] = {}
    rows = VariantLink.objects.filter(variant__post=post).order_by("pk")
    for row in rows.select_related("variant", "link"):
        mine = known.setdefault(row.variant.channel_id, {})
        mine[row.address] = link_actions.short_address(row.link)
    return known


def shown(said: Sequence[str], *, known: Known = _NONE) -> tuple[Shown, ...]:
    """Return where the short links of texts lead, each once, in their order."""
    pages = dict.fromkeys(one.address for text in said for one in _found(text))
    return tuple(Shown(shown_address(known.get(page, "")), shown_address(page)) for page in pages)


def shown_of(variant: Variant, post: Post) -> tuple[Shown, ...]:
    """Return where the short links of a variant lead, of what it says now.

    None where nothing is scheduled. No query, where `short_links` and their links were prefetched.
    """
    if not post.has_short_links:
        return ()
    made = {one.address: link_actions.short_address(one.link) for one in variant.short_links.all()}
    pages = dict.fromkeys(
        one.address
        for text in (variant.own_text or post.text, post.first_comment)
        for one in _found(text)
    )
    return tuple(
        Shown(shown_address(made[page]), shown_address(page)) for page in pages if page in made
    )


def origin_of(links: Collection[int]) -> dict[int, Origin]:
    """Return, of the ids of links, in what those of posts stand. One query."""
    rows = VariantLink.objects.filter(link__in=links).order_by("pk")
    told = rows.values_list(
        "link_id", "variant__post_id", "variant__channel_id", "variant__delivery_id"
    )
    return {link: Origin(post, channel, delivery) for link, post, channel, delivery in told}


def _found(text: str) -> list[texts.Found]:
    return texts.find(text, ours=own.prefix())


def _links(variant: Variant) -> dict[str, Link]:
    return {one.address: one.link for one in variant.short_links.select_related("link")}


def _make(variant: Variant, page: str, *, now: datetime) -> Link:
    """Make the link of a variant to a page, which is told whence its visitors come."""
    post, channel = variant.post, variant.channel
    campaign = Campaign(channel.network, _campaign_name(post))
    link = link_actions.make(workspace=post.workspace, target=page, campaign=campaign, now=now)
    VariantLink.objects.create(variant=variant, address=page, link=link)
    return link


def _campaign_name(post: Post) -> str:
    """Return what statistics call it: the name of the post's campaign, else its first words."""
    if post.campaign is not None:
        name = post.campaign.name
        return slugify(name) or slugify(name, allow_unicode=True) or f"campaign-{post.campaign_id}"
    words = slugify(post.title)[:_WORDS_MAX].strip("-")
    return f"{words}-{post.pk}" if words else f"post-{post.pk}"
