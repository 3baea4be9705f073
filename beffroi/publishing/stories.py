"""What became of one post, channel by channel, as those read it who do not change it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from beffroi.channels.advice import Advice
from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.delivery.advice import Source, advise
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.delivery.queries import is_kept_back
from beffroi.publishing.models import Approval, Post, PostFile, Variant
from beffroi.publishing.queries import standing
from beffroi.publishing.short_links import Shown, shown_of
from beffroi.publishing.states import PostState, Stage, state_among, state_of_delivery


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What became of one variant. `refusal` says why the network took it away, `advice` what to do
    where it did not take it.
    """

    post_id: int
    channel: Channel
    network_name: str
    text: str
    is_own_text: bool
    delivery: Delivery | None
    state: PostState | None
    refusal: str = ""
    #: Our first comment under it.
    comment: Delivery | None = None
    comment_state: PostState | None = None
    links: tuple[Shown, ...] = ()
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A post as those read it who do not change it."""

    state: PostState
    rows: tuple[DeliveryRow, ...]
    files: tuple[PostFile, ...]
    approvals: tuple[Approval, ...]

    @property
    def has_left(self) -> bool:
        """Whether there is anything to tell of any channel."""
        return any(row.delivery for row in self.rows)

    @property
    def has_links(self) -> bool:
        """Whether some channel says short links."""
        return any(row.links for row in self.rows)


def story(post: Post) -> Story:
    """Return `post` with what became of each variant."""
    comments = Delivery.objects.exclude(status="cancelled")
    variants = post.variants.select_related("channel", "delivery__confirmed_by", "post")
    variants = variants.annotate(is_paused=is_kept_back("delivery__"))
    variants = variants.prefetch_related(
        Prefetch("delivery__comments", comments), "short_links__link"
    )
    rows = tuple(_delivery_row(variant, post) for variant in variants)
    found = [row.state for row in rows if row.state]
    return Story(
        state=state_among(Stage(post.stage), found),
        rows=rows,
        files=tuple(post.files.select_related("file")),
        approvals=tuple(post.approvals.filter(version=post.version).select_related("approver")),
    )


def _delivery_row(variant: Variant, post: Post) -> DeliveryRow:
    name, delivery = network_name(variant.channel.network), variant.delivery
    comment = next(iter(delivery.comments.all()), None) if delivery else None
    is_paused: bool = variant.is_paused  # type: ignore[attr-defined]
    return DeliveryRow(
        post_id=variant.post_id,
        channel=variant.channel,
        network_name=name,
        text=variant.text,
        is_own_text=bool(variant.own_text),
        delivery=delivery,
        state=_state(delivery, is_paused=is_paused) if delivery else None,
        refusal=explain(delivery, name=name) if delivery and delivery.was_taken_away else "",
        advice=advise(delivery, name=name, source=_source(variant)) if delivery else None,
        links=shown_of(variant, post),
        comment=comment,
        comment_state=_state(comment, is_paused=is_paused) if comment else None,
    )


def _state(delivery: Delivery, *, is_paused: bool) -> PostState:
    return state_of_delivery(standing(delivery, is_paused=is_paused))


def _source(variant: Variant) -> Source:
    return Source(reverse("post", args=[variant.post_id]))
