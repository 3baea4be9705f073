"""What a person does with a post."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.delivery import actions as delivery_actions
from beffroi.media.models import MediaFile
from beffroi.networks.contracts import PostFormat
from beffroi.publishing import checks, planning, rules
from beffroi.publishing.drafts import PostDraft, current_draft, says_the_same
from beffroi.publishing.models import Approval, Post, PostFile, Variant
from beffroi.publishing.moments import moment
from beffroi.publishing.rules import Finding
from beffroi.publishing.states import Stage
from beffroi.strategy.models import Campaign, Pillar
from beffroi.workspaces.models import User, Workspace


class CannotSchedule(Exception):
    """Something keeps the post from leaving; `findings` says what, fit for the page."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.problem.value for finding in findings))
        self.findings = tuple(findings)


class ChangedMeanwhile(Exception):
    """Somebody changed the post since the page was shown; nothing was done."""


class NotADraft(Exception):
    """Only a draft can be deleted, and what is deleted must be taken back before it changes."""


@transaction.atomic
def create_post(
    *,
    workspace: Workspace,
    actor: User | None,
    draft: PostDraft,
    key: uuid.UUID | None = None,
    now: datetime,
) -> Post:
    """Keep a new draft. With the `key` of a post that exists already, return that post."""
    post, is_new = Post.objects.get_or_create(
        workspace=workspace,
        form_key=key or uuid.uuid4(),
        defaults={"author": actor, "created_at": now, "changed_at": now},
    )
    if is_new:
        _write(post, draft, now=now)
    return post


@transaction.atomic
def change_post(
    post: Post,
    *,
    actor: User,
    may_approve: bool,
    draft: PostDraft,
    seen_version: int | None = None,
    now: datetime,
) -> None:
    """Replace what a post says, until the last moment.

    A scheduled post stays scheduled when whoever changes it may approve; otherwise the change
    waits for a new yes. Raises AlreadyLeft, CannotSchedule, NotADraft when it was deleted, and
    ChangedMeanwhile when the post is no longer the `seen_version`; then nothing has changed.
    """
    post = _open(post, draft, seen_version=seen_version)
    was_scheduled = post.stage == Stage.SCHEDULED.value
    post.version += 1
    _write(post, draft, now=now)
    if not was_scheduled:
        return
    if may_approve:
        _schedule(post, actor=actor, now=now)
        _approve(post, actor=actor, now=now)
    else:
        _check(post, now=now)
        planning.withdraw(post, actor=actor, now=now)
        _move_to(post, Stage.SUBMITTED)
        _audit(post, "post.submitted", actor=actor, now=now)


@transaction.atomic
def change_to_draft(
    post: Post, *, actor: User, draft: PostDraft, seen_version: int | None = None, now: datetime
) -> None:
    """Replace what a post says and make it a draft; nothing of it will leave before a new yes.

    Raises AlreadyLeft, NotADraft and ChangedMeanwhile like `change_post`.
    """
    post = _open(post, draft, seen_version=seen_version)
    _send_back(post, actor=actor, now=now)
    post.version += 1
    _write(post, draft, now=now)


@transaction.atomic
def submit_post(post: Post, *, actor: User, now: datetime) -> None:
    """Ask for a yes. Raises CannotSchedule when the post could not leave as it is."""
    post = _locked(post)
    _check(post, now=now)
    if post.stage == Stage.DRAFT.value:
        _move_to(post, Stage.SUBMITTED)
        _audit(post, "post.submitted", actor=actor, now=now)


@transaction.atomic
def schedule_post(post: Post, *, actor: User, now: datetime) -> None:
    """Plan one's own post: say yes to it and plan its deliveries. Raises CannotSchedule.

    The caller has checked that `actor` may approve.
    """
    post = _locked(post)
    if post.stage in {Stage.DRAFT.value, Stage.SUBMITTED.value}:
        _schedule(post, actor=actor, now=now)
        _approve(post, actor=actor, now=now)


@transaction.atomic
def approve_post(post: Post, *, actor: User, seen_version: int | None, now: datetime) -> None:
    """Say yes to what was read, and plan its deliveries.

    The caller has checked that `actor` may approve. Raises ChangedMeanwhile when the post is no
    longer the `seen_version` or no longer waits for a yes, and CannotSchedule.
    """
    post = _locked(post)
    if seen_version != post.version:
        raise ChangedMeanwhile
    if post.stage == Stage.SCHEDULED.value:
        return
    if post.stage != Stage.SUBMITTED.value:
        raise ChangedMeanwhile
    _schedule(post, actor=actor, now=now)
    _approve(post, actor=actor, now=now)


@transaction.atomic
def send_back(post: Post, *, actor: User, now: datetime) -> None:
    """Make the post a draft again; nothing of it will leave.

    Raises AlreadyLeft, and ChangedMeanwhile when it neither waits for a yes nor is scheduled.
    """
    post = _locked(post)
    if post.stage not in {Stage.SUBMITTED.value, Stage.SCHEDULED.value}:
        raise ChangedMeanwhile
    planning.forbid_when_left(post)
    _send_back(post, actor=actor, now=now)


@transaction.atomic
def delete_post(post: Post, *, actor: User, now: datetime) -> None:
    """Put a draft away; it can be taken back for `rules.DELETED_KEPT`. Raises NotADraft."""
    post = _locked(post)
    if post.stage != Stage.DRAFT.value:
        raise NotADraft
    post.changed_at = now
    _move_to(post, Stage.DELETED)
    _audit(post, "post.deleted", actor=actor, now=now)


@transaction.atomic
def restore_post(post: Post, *, actor: User, now: datetime) -> None:
    """Take a deleted draft back as it was. Raises NotADraft."""
    post = _locked(post)
    if post.stage != Stage.DELETED.value:
        raise NotADraft
    post.changed_at = now
    _move_to(post, Stage.DRAFT)
    _audit(post, "post.restored", actor=actor, now=now)


def erase_deleted(*, now: datetime) -> int:
    """Erase drafts that were put away long ago. Return how many."""
    old = Post.objects.filter(stage=Stage.DELETED.value, changed_at__lt=now - rules.DELETED_KEPT)
    _, by_model = old.delete()
    return by_model.get("publishing.Post", 0)


@transaction.atomic
def move_post(post: Post, *, wall: datetime, actor: User, may_approve: bool, now: datetime) -> None:
    """Plan the post for another wall time, the first of two. Raises what `change_post` raises."""
    post = _locked(post)
    change_post(
        post,
        actor=actor,
        may_approve=may_approve,
        draft=replace(current_draft(post), wall=wall, second=False),
        now=now,
    )


@transaction.atomic
def copy_post(post: Post, *, actor: User, now: datetime) -> Post:
    """Start a draft from `post`: for the channels that do not have it, or for all of them."""
    missing = {
        variant.channel_id
        for variant in post.variants.select_related("delivery")
        if variant.delivery is not None and variant.delivery.is_missing
    }
    draft = replace(current_draft(post), wall=None, second=False)
    return create_post(
        workspace=post.workspace,
        actor=actor,
        draft=replace(draft, channel_ids=frozenset(missing) or draft.channel_ids),
        now=now,
    )


def is_editable(post: Post) -> bool:
    """Tell whether nothing of the post can have left."""
    return post.stage != Stage.DELETED.value and planning.is_editable(post)


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=post.pk)


def _open(post: Post, draft: PostDraft, *, seen_version: int | None) -> Post:
    """Lock a post that `draft` may replace."""
    post = _locked(post)
    if post.stage == Stage.DELETED.value:
        raise NotADraft
    planning.forbid_when_left(post)
    if seen_version not in {None, post.version} and not says_the_same(post, draft):
        raise ChangedMeanwhile
    return post


def _send_back(post: Post, *, actor: User, now: datetime) -> None:
    if post.stage in {Stage.SUBMITTED.value, Stage.SCHEDULED.value}:
        planning.withdraw(post, actor=actor, now=now)
        _move_to(post, Stage.DRAFT)
        _audit(post, "post.withdrawn", actor=actor, now=now)


def _move_to(post: Post, stage: Stage) -> None:
    post.stage = stage.value
    post.save(update_fields=["stage", "changed_at"])


def _write(post: Post, draft: PostDraft, *, now: datetime) -> None:
    zone = post.workspace.zone
    placed = moment(draft.wall, zone, second=draft.second) if draft.wall else None
    post.text = draft.text
    post.first_comment = draft.first_comment
    post.language = draft.language
    post.visibility = draft.visibility
    post.content_warning = draft.content_warning
    if draft.has_short_links is not None:
        post.has_short_links = draft.has_short_links
    if draft.campaign_id is not None:
        own = Campaign.objects.filter(workspace_id=post.workspace_id, pk=draft.campaign_id)
        post.campaign = own.first() if draft.campaign_id else None
    if draft.pillar_id is not None:
        named = Pillar.objects.filter(strategy__workspace_id=post.workspace_id, pk=draft.pillar_id)
        post.pillar = named.first() if draft.pillar_id else None
    post.planned_at = placed.at if placed else None
    post.planned_wall = draft.wall.strftime("%Y-%m-%dT%H:%M") if draft.wall else ""
    post.planned_zone = post.workspace.time_zone if draft.wall else ""
    post.changed_at = now
    post.save()
    _write_variants(post, draft, now=now)
    post.files.all().delete()
    known = MediaFile.objects.filter(workspace_id=post.workspace_id).in_bulk(
        [item.file_id for item in draft.files]
    )
    PostFile.objects.bulk_create(
        PostFile(post=post, file=known[item.file_id], position=position, alt_text=item.alt_text)
        for position, item in enumerate(item for item in draft.files if item.file_id in known)
    )


def _write_variants(post: Post, draft: PostDraft, *, now: datetime) -> None:
    chosen = Channel.objects.filter(workspace_id=post.workspace_id, pk__in=draft.channel_ids)
    for variant in post.variants.exclude(channel__in=chosen).select_related("delivery"):
        if variant.delivery is not None:
            delivery_actions.cancel(variant.delivery, actor=None, now=now)
        variant.delete()
    for channel in chosen.order_by("id"):
        post_format = draft.formats.get(channel.pk, PostFormat.POST)
        values = {
            "own_text": draft.own_texts.get(channel.pk, ""),
            "format": post_format.value,
        }
        Variant.objects.update_or_create(post=post, channel=channel, defaults=values)


def _approve(post: Post, *, actor: User, now: datetime) -> None:
    Approval.objects.get_or_create(
        post=post, version=post.version, approver=actor, defaults={"at": now}
    )
    _audit(post, "post.approved", actor=actor, now=now)


def _check(post: Post, *, now: datetime) -> datetime:
    found = checks.findings_of(post) + rules.date_findings(post.planned_at, now=now)
    if found or post.planned_at is None:
        raise CannotSchedule(found)
    return post.planned_at


def _schedule(post: Post, *, actor: User, now: datetime) -> None:
    planning.plan(post, due_at=_check(post, now=now), actor=actor, now=now)
    _move_to(post, Stage.SCHEDULED)


def _audit(post: Post, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=post.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"post:{post.pk}",
        now=now,
    )
