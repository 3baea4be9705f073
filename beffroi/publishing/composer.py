"""What the composer's page shows, before and after it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.models import Channel
from beffroi.media.models import Image
from beffroi.publishing import checks, queries, rules
from beffroi.publishing.calendar import city_of
from beffroi.publishing.forms import PostForm
from beffroi.publishing.messages import Advice, advices, clock_note
from beffroi.publishing.models import Post
from beffroi.publishing.queries import Counter
from beffroi.publishing.rules import Finding
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture in the composer. `number` counts from 1."""

    image: Image
    number: int
    field: BoundField


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A channel in the composer, with its own version of the text."""

    channel: Channel
    name: str
    is_chosen: bool
    is_adapted: bool
    is_too_long: bool
    is_open: bool
    field: BoundField


@dataclass(frozen=True, slots=True)
class Preview:
    """A post as one channel would show it. `excess_text` is what it would not take."""

    channel: Channel
    network_name: str
    text: str
    excess_text: str
    excess: int
    is_adapted: bool
    content_warning: str
    is_for_followers: bool
    #: In US dollars; None where publishing is free.
    usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """What changes with every sign that is typed; the server alone counts."""

    counters: Sequence[Counter]
    previews: Sequence[Preview]
    pictures: Sequence[PictureRow]
    versions: Sequence[VersionRow]
    warnings: Sequence[Advice]
    to_settle: Sequence[Advice]
    clock: Any


def live(form: PostForm, workspace: Workspace, *, now: datetime) -> Live:
    """Look at what is typed as each chosen channel would."""
    texts = [(channel, form.text_for(channel)) for channel in form.chosen]
    warning = form.typed("content_warning")
    pictures = picture_rows(form, workspace)
    counted = queries.counters(texts, content_warning=warning)
    found = _findings(form, pictures, workspace, now=now)
    names = queries.channel_names(form.channels)
    told = advices(found, names, [row.image.pk for row in pictures])
    wall = form.wall()
    return Live(
        counters=counted,
        previews=[
            _preview(form, counter, pictures, content_warning=warning) for counter in counted
        ],
        pictures=pictures,
        versions=_versions(form, names, {row.channel.pk for row in counted if row.excess}),
        warnings=[advice for advice in told if advice.channel_id],
        to_settle=told,
        clock=clock_note(wall, workspace.zone) if wall else None,
    )


def context(
    form: PostForm, workspace: Workspace, *, row: Post | None, now: datetime
) -> dict[str, Any]:
    """Return what the composer's page shows besides what may be done with it."""
    seen = live(form, workspace, now=now)
    return {
        "form": form,
        "live": seen,
        "pictures": seen.pictures,
        "post": row,
        "state": queries.state_of(row) if row else rules.PostState.DRAFT,
        "zone_name": city_of(workspace.time_zone),
        "action": reverse("post", args=[row.pk]) if row else reverse("post_new"),
        "has_audience": any(item.network in rules.WITH_AUDIENCE for item in form.channels),
        "shows_to_settle": form.is_bound or row is not None,
    }


def form_advices(form: PostForm) -> list[Advice]:
    """Return what keeps the form from being kept at all, with where to mend it."""
    found = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        label = str(field.label) if field else ""
        sentence = " ".join(str(error) for error in errors)
        if label:
            sentence = _("%(label)s: %(message)s") % {"label": label, "message": sentence}
        found.append(Advice(sentence, label, field.id_for_label if field else "composer"))
    return found


def upload_advices(errors: Sequence[str]) -> list[Advice]:
    """Return what was wrong with the files, with where to choose others."""
    return [Advice(error, "", "id_upload") for error in errors]


def picture_rows(form: PostForm, workspace: Workspace) -> list[PictureRow]:
    """Return the form's pictures that are the workspace's own, in order."""
    images = queries.images(workspace, form.image_ids)
    return [
        PictureRow(image, number, form.alt_text_field(image.pk))
        for number, image in enumerate(images, start=1)
    ]


def problems(form: PostForm, workspace: Workspace, findings: Sequence[Finding]) -> list[Advice]:
    """Return what keeps a post from leaving, and mark the fields of its form."""
    images = [row.image.pk for row in picture_rows(form, workspace)]
    for finding in findings:
        place = finding.picture
        if finding.problem is rules.Problem.ALT_TEXT_MISSING and place is not None:
            form.add_error(f"alt_text_{images[place]}", _("Describe this picture, or remove it."))
        elif finding.problem is rules.Problem.DATE_PAST:
            form.add_error("day", _("This moment is past. Choose another."))
        elif finding.problem is rules.Problem.NO_DATE:
            form.add_error("day", _("Choose a day and a time."))
    return advices(findings, queries.channel_names(form.channels), images)


def _seen(form: PostForm, pictures: Sequence[PictureRow]) -> list[rules.Picture]:
    """Return what the rules need to know of the form's pictures."""
    return [
        checks.picture_of(row.image, form.typed(f"alt_text_{row.image.pk}")) for row in pictures
    ]


def _findings(
    form: PostForm, pictures: Sequence[PictureRow], workspace: Workspace, *, now: datetime
) -> list[Finding]:
    wall = form.wall()
    planned_at = rules.moment(wall, workspace.zone, second=form.is_second).at if wall else None
    return [
        *checks.findings(
            [(channel, form.text_for(channel)) for channel in form.chosen],
            _seen(form, pictures),
            content_warning=form.typed("content_warning"),
        ),
        *rules.date_findings(planned_at, now=now),
    ]


def _preview(
    form: PostForm, counter: Counter, pictures: Sequence[PictureRow], *, content_warning: str
) -> Preview:
    channel = counter.channel
    cost = checks.cost(channel, form.text_for(channel), _seen(form, pictures))
    text = form.text_for(channel)
    has_audience = channel.network in rules.WITH_AUDIENCE
    fits = len(text)
    if counter.excess:
        fits = checks.fitting_length(channel, text, content_warning=content_warning)
    return Preview(
        channel=channel,
        network_name=counter.network_name,
        text=text[:fits],
        excess_text=text[fits:],
        excess=counter.excess,
        is_adapted=bool(form.own_text(channel)),
        content_warning=content_warning if has_audience else "",
        is_for_followers=has_audience and form["visibility"].value() == "private",
        usd=rules.price(cost.usd) if cost else None,
    )


def _versions(form: PostForm, names: Mapping[int, str], too_long: set[int]) -> list[VersionRow]:
    chosen = {channel.pk for channel in form.chosen}
    opened = form.data.get("open", "") if form.is_bound else ""
    return [
        VersionRow(
            channel=channel,
            name=names[channel.pk],
            is_chosen=channel.pk in chosen,
            is_adapted=bool(form.own_text(channel)),
            is_too_long=channel.pk in too_long,
            is_open=str(channel.pk) == opened,
            field=form.own_text_field(channel),
        )
        for channel in form.channels
    ]
