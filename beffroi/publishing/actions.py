"""What a person does with a post."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery
from beffroi.media.models import Image
from beffroi.publishing import checks, rules
from beffroi.publishing.models import Approval, Post, PostImage, Variant
from beffroi.publishing.rules import Finding, Problem, Stage
from beffroi.workspaces.models import User, Workspace


class CannotSchedule(Exception):
    """Something keeps the post from leaving; `findings` says what, fit for the page."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.problem.value for finding in findings))
        self.findings = tuple(findings)


class AlreadyLeft(Exception):
    """Part of the post is with a network already: it can no longer be changed here."""


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture as the composer gives it."""

    image_id: uuid.UUID
    alt_text: str


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post as the composer gives it. `own_texts` is by channel id; every id is the workspace's.

    `wall` is the naive wall time in the workspace's zone; `second` takes the second of two.
    """

    text: str
    channel_ids: frozenset[int]
    own_texts: Mapping[int, str] = field(default_factory=dict)
    pictures: Sequence[PictureDraft] = ()
    language: str = "fr"
    visibility: str = "public"
    content_warning: str = ""
    wall: datetime | None = None
    second: bool = False


@transaction.atomic
def create_post(
    *, workspace: Workspace, actor: User | None, draft: PostDraft, now: datetime
) -> Post:
    """Keep a new draft."""
    post = Post.objects.create(workspace=workspace, author=actor, created_at=now, changed_at=now)
    _write(post, draft, now=now)
    return post


@transaction.atomic
def change_post(
    post: Post, *, actor: User, may_approve: bool, draft: PostDraft, now: datetime
) -> None:
    """Replace what a post says, until the last moment.

    A scheduled post stays scheduled when whoever changes it may approve; otherwise the change
    waits for a new yes. Raises AlreadyLeft, CannotSchedule; then nothing has changed.
    """
    post = _locked(post)
    was_scheduled = post.stage == Stage.SCHEDULED.value
    if was_scheduled:
        _forbid_when_left(post)
    post.version += 1
    _write(post, draft, now=now)
    if not was_scheduled:
        return
    if may_approve:
        _approve(post, actor=actor, now=now)
        _schedule(post, actor=actor, now=now)
    else:
        _withdraw(post, actor=actor, now=now)
        post.stage = Stage.SUBMITTED.value
        post.save(update_fields=["stage"])


@transaction.atomic
def submit_post(post: Post, *, actor: User, now: datetime) -> None:
    """Ask for a yes. Raises CannotSchedule when the post could not leave as it is."""
    post = _locked(post)
    _check(post, now=now)
    if post.stage == Stage.DRAFT.value:
        post.stage = Stage.SUBMITTED.value
        post.save(update_fields=["stage"])
        _audit(post, "post.submitted", actor=actor, now=now)


@transaction.atomic
def schedule_post(post: Post, *, actor: User, now: datetime) -> None:
    """Say yes to the post as it stands, and plan its deliveries. Raises CannotSchedule.

    The caller has checked that `actor` may approve.
    """
    post = _locked(post)
    if post.stage == Stage.SCHEDULED.value:
        return
    _approve(post, actor=actor, now=now)
    _schedule(post, actor=actor, now=now)


@transaction.atomic
def send_back(post: Post, *, actor: User, now: datetime) -> None:
    """Make the post a draft again; nothing of it will leave. Raises AlreadyLeft."""
    post = _locked(post)
    if post.stage == Stage.DRAFT.value:
        return
    _forbid_when_left(post)
    _withdraw(post, actor=actor, now=now)
    post.stage = Stage.DRAFT.value
    post.save(update_fields=["stage"])
    _audit(post, "post.withdrawn", actor=actor, now=now)


@transaction.atomic
def delete_post(post: Post, *, actor: User, now: datetime) -> None:
    """Remove a post that never left. Raises AlreadyLeft."""
    post = _locked(post)
    _forbid_when_left(post)
    _withdraw(post, actor=actor, now=now)
    _audit(post, "post.deleted", actor=actor, now=now)
    post.delete()


@transaction.atomic
def move_post(
    post: Post, *, wall: datetime, second: bool, actor: User, may_approve: bool, now: datetime
) -> None:
    """Plan the post for another moment. Raises AlreadyLeft, CannotSchedule."""
    change_post(
        post,
        actor=actor,
        may_approve=may_approve,
        draft=draft_of(post, wall=wall, second=second),
        now=now,
    )


@transaction.atomic
def copy_post(post: Post, *, actor: User, now: datetime) -> Post:
    """Start a draft from `post` for the channels where it is not published, or for all of them."""
    left = {
        variant.channel_id
        for variant in post.variants.select_related("delivery")
        if _is_out(variant)
    }
    draft = draft_of(post, wall=None)
    remaining = draft.channel_ids - left
    return create_post(
        workspace=post.workspace,
        actor=actor,
        draft=replace(draft, channel_ids=frozenset(remaining or draft.channel_ids)),
        now=now,
    )


def is_editable(post: Post) -> bool:
    """Tell whether nothing of the post can have left."""
    return all(delivery_actions.is_editable(delivery) for delivery in _deliveries(post))


def draft_of(post: Post, *, wall: datetime | None, second: bool = False) -> PostDraft:
    """Return the post as a draft, at another wall time."""
    variants = list(post.variants.all())
    return PostDraft(
        text=post.text,
        channel_ids=frozenset(variant.channel_id for variant in variants),
        own_texts={
            variant.channel_id: variant.own_text for variant in variants if variant.own_text
        },
        pictures=[PictureDraft(item.image_id, item.alt_text) for item in post.images.all()],
        language=post.language,
        visibility=post.visibility,
        content_warning=post.content_warning,
        wall=wall,
        second=second,
    )


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=post.pk)


def _write(post: Post, draft: PostDraft, *, now: datetime) -> None:
    zone = post.workspace.zone
    moment = rules.moment(draft.wall, zone, second=draft.second) if draft.wall else None
    post.text = draft.text
    post.language = draft.language
    post.visibility = draft.visibility
    post.content_warning = draft.content_warning
    post.planned_at = moment.at if moment else None
    post.planned_wall = draft.wall.strftime("%Y-%m-%dT%H:%M") if draft.wall else ""
    post.planned_zone = post.workspace.time_zone if draft.wall else ""
    post.changed_at = now
    post.save()
    _write_variants(post, draft, now=now)
    post.images.all().delete()
    known = Image.objects.filter(workspace_id=post.workspace_id).in_bulk(
        [item.image_id for item in draft.pictures]
    )
    PostImage.objects.bulk_create(
        PostImage(post=post, image=known[item.image_id], position=position, alt_text=item.alt_text)
        for position, item in enumerate(item for item in draft.pictures if item.image_id in known)
    )


def _write_variants(post: Post, draft: PostDraft, *, now: datetime) -> None:
    channels = Channel.objects.filter(workspace_id=post.workspace_id, pk__in=draft.channel_ids)
    for variant in post.variants.exclude(channel__in=channels).select_related("delivery"):
        if variant.delivery is not None:
            _cancel(variant.delivery, actor=None, now=now)
        variant.delete()
    for channel in channels:
        Variant.objects.update_or_create(
            post=post, channel=channel, defaults={"own_text": draft.own_texts.get(channel.pk, "")}
        )


def _forbid_when_left(post: Post) -> None:
    if not is_editable(post):
        raise AlreadyLeft


def _is_out(variant: Variant) -> bool:
    return variant.delivery is not None and variant.delivery.status == "published"


def _deliveries(post: Post) -> list[Delivery]:
    return list(Delivery.objects.filter(variant__post=post).exclude(status="cancelled"))


def _withdraw(post: Post, *, actor: User, now: datetime) -> None:
    for delivery in _deliveries(post):
        _cancel(delivery, actor=actor, now=now)
    post.variants.update(delivery=None)


def _cancel(delivery: Delivery, *, actor: User | None, now: datetime) -> None:
    try:
        delivery_actions.cancel(delivery, actor=actor, now=now)
    except delivery_actions.AlreadyLeft as error:
        raise AlreadyLeft from error


def _approve(post: Post, *, actor: User, now: datetime) -> None:
    Approval.objects.get_or_create(
        post=post, version=post.version, approver=actor, defaults={"at": now}
    )
    _audit(post, "post.approved", actor=actor, now=now)


def _check(post: Post, *, now: datetime) -> datetime:
    found = checks.findings_of(post)
    if post.planned_at is None:
        found.append(Finding(Problem.NO_DATE))
    elif rules.is_past(post.planned_at, now=now):
        found.append(Finding(Problem.DATE_PAST))
    if found or post.planned_at is None:
        raise CannotSchedule(found)
    return post.planned_at


def _schedule(post: Post, *, actor: User, now: datetime) -> None:
    planned_at = _check(post, now=now).astimezone(UTC)
    pictures = [
        delivery_actions.Picture(item.image, item.alt_text)
        for item in post.images.select_related("image")
    ]
    for variant in post.variants.select_related("channel", "delivery", "post"):
        content = Content(
            text=variant.text,
            language=post.language,
            written_at=max(planned_at, now),
            visibility=post.visibility,
            content_warning=post.content_warning,
        )
        if variant.delivery is not None:
            delivery_actions.revise(
                variant.delivery,
                content=content,
                pictures=pictures,
                due_at=planned_at,
                actor=actor,
                now=now,
            )
            continue
        variant.delivery = delivery_actions.create_delivery(
            channel=variant.channel,
            content=content,
            pictures=pictures,
            due_at=planned_at,
            actor=actor,
            now=now,
        )
        variant.save(update_fields=["delivery"])
    post.stage = Stage.SCHEDULED.value
    post.save(update_fields=["stage"])


def _audit(post: Post, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=post.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"post:{post.pk}",
        now=now,
    )
