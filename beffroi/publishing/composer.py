"""Between the composer's page and the actions: uploads, saving, and what the page shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.media.actions import add_image
from beffroi.media.models import Image
from beffroi.media.pictures import UPLOAD_BYTES_MAX, ImageRefused, Problem
from beffroi.publishing import actions, queries, rules
from beffroi.publishing.actions import PictureDraft
from beffroi.publishing.forms import IMAGES_MAX, PostForm
from beffroi.publishing.messages import Advice, advices, explain_image
from beffroi.publishing.models import Post
from beffroi.publishing.queries import Counter
from beffroi.publishing.rules import Finding, Stage
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture in the composer."""

    image: Image
    alt_text: str
    #: It has been looked at, and its description is missing.
    lacks_alt_text: bool = False


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A channel in the composer."""

    channel_id: int
    network: str
    name: str
    handle: str
    is_chosen: bool
    is_connected: bool
    own_text: str


def add_uploads(
    request: WorkspaceRequest, *, now: datetime
) -> tuple[list[PictureDraft], list[str]]:
    """Keep the pictures sent with a request. Return them, and a sentence for each one refused."""
    added: list[PictureDraft] = []
    errors: list[str] = []
    for upload in request.FILES.getlist("upload")[:IMAGES_MAX]:
        try:
            image = add_image(
                workspace=request.workspace, actor=request.user, upload=_read(upload), now=now
            )
        except ImageRefused as refused:
            errors.append(explain_image(refused, name=upload.name or _("This file")))
        else:
            added.append(PictureDraft(image.pk, ""))
    return added, errors


def _read(upload: UploadedFile[bytes]) -> bytes:
    if (upload.size or 0) > UPLOAD_BYTES_MAX:
        raise ImageRefused(Problem.TOO_HEAVY)
    content: bytes = upload.read()
    return content


def save(
    request: WorkspaceRequest,
    row: Post | None,
    form: PostForm,
    *,
    added: Sequence[PictureDraft],
    now: datetime,
) -> tuple[Post, Sequence[Finding]]:
    """Keep what was typed, then do what the pressed button says.

    Return the post and what keeps it from leaving. What was typed is kept even then, except for a
    post that is scheduled already: that one stays as it was. Raises AlreadyLeft.
    """
    intent, draft = request.POST.get("intent", "draft"), form.to_draft(added=added)
    may_approve = may(request.role, Permission.APPROVE_POSTS)
    try:
        if row is None:
            row = actions.create_post(
                workspace=request.workspace, actor=request.user, draft=draft, now=now
            )
        else:
            if intent == "draft":
                actions.send_back(row, actor=request.user, now=now)
            actions.change_post(
                row, actor=request.user, may_approve=may_approve, draft=draft, now=now
            )
        if intent == "schedule" and may_approve:
            actions.schedule_post(row, actor=request.user, now=now)
        elif intent in {"schedule", "submit"}:
            actions.submit_post(row, actor=request.user, now=now)
    except actions.CannotSchedule as error:
        assert row is not None  # noqa: S101 - creating a draft never raises it
        return row, error.findings
    row.refresh_from_db()
    return row, ()


def saved_sentence(post: Post) -> str:
    """Say what saving did."""
    return {
        Stage.DRAFT: _("The draft is saved."),
        Stage.SUBMITTED: _("The post waits for a yes. Nothing leaves before."),
        Stage.SCHEDULED: _("The post is scheduled."),
    }[Stage(post.stage)]


def context(
    request: WorkspaceRequest,
    row: Post | None,
    form: PostForm,
    *,
    now: datetime,
    added: Sequence[PictureDraft] = (),
    image_errors: Sequence[str] = (),
    findings: Sequence[Finding] = (),
) -> dict[str, Any]:
    """Return what the composer's page shows."""
    looked_at = bool(findings)
    pictures = [*form.pictures, *added]
    return {
        "post": row,
        "form": form,
        "variants": _variants(form),
        "counters": counters(form),
        "pictures": picture_rows(request.workspace, pictures, looked_at=looked_at),
        "image_errors": image_errors,
        "advices": _advices(findings, form),
        "moment": _moment(form, request.workspace),
        "may_approve": may(request.role, Permission.APPROVE_POSTS),
        "today": now.astimezone(request.workspace.zone).date(),
    }


def counters(form: PostForm) -> list[Counter]:
    """Count what is typed for each chosen channel."""
    own, chosen = form.own_texts(), form.chosen_ids
    text = _value(form, "text")
    channels = [channel for channel in form.channels if channel.pk in chosen]
    texts = {channel.pk: own.get(channel.pk) or text for channel in channels}
    return queries.counters(channels, texts, content_warning=_value(form, "content_warning"))


def names(post: Post) -> Mapping[int, str]:
    """Return the network's name for each channel of a post."""
    return {
        variant.channel_id: network_name(variant.channel.network)
        for variant in post.variants.select_related("channel")
    }


def picture_rows(
    workspace: Workspace, pictures: Sequence[PictureDraft], *, looked_at: bool = False
) -> list[PictureRow]:
    """Return the pictures that are the workspace's own, in order."""
    ids: list[uuid.UUID] = [picture.image_id for picture in pictures]
    known = Image.objects.filter(workspace=workspace).in_bulk(ids)
    return [
        PictureRow(known[item.image_id], item.alt_text, looked_at and not item.alt_text)
        for item in pictures
        if item.image_id in known
    ]


def _variants(form: PostForm) -> list[VariantRow]:
    own, chosen = form.own_texts(), form.chosen_ids
    return [
        VariantRow(
            channel_id=channel.pk,
            network=channel.network,
            name=network_name(channel.network),
            handle=channel.handle,
            is_chosen=channel.pk in chosen,
            is_connected=channel.is_connected,
            own_text=own.get(channel.pk, ""),
        )
        for channel in form.channels
    ]


def _advices(findings: Sequence[Finding], form: PostForm) -> list[Advice]:
    return advices(
        findings, {channel.pk: network_name(channel.network) for channel in form.channels}
    )


def _moment(form: PostForm, workspace: Workspace) -> rules.Moment | None:
    """Return where the typed date falls when the clocks change around it, else None."""
    day, hour = form["day"].value(), form["hour"].value()
    try:
        wall = datetime.fromisoformat(f"{day}T{str(hour)[:5]}")
    except ValueError:
        return None
    moment = rules.moment(wall, workspace.zone)
    return None if moment.kind is rules.Clock.PLAIN else moment


def _value(form: PostForm, name: str) -> str:
    return str(form[name].value() or "").replace("\r\n", "\n").strip()
