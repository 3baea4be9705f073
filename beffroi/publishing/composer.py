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
from django.utils.translation import gettext_lazy

from beffroi.channels.models import Channel
from beffroi.media.models import MediaFile
from beffroi.networks.contracts import MediaKind
from beffroi.publishing import checks, formats, queries, rules, short_links
from beffroi.publishing.calendar import city_of
from beffroi.publishing.checks import Version
from beffroi.publishing.forms import PostForm
from beffroi.publishing.messages import Advice, advices, clock_note
from beffroi.publishing.models import Post
from beffroi.publishing.moments import moment
from beffroi.publishing.queries import Counter
from beffroi.publishing.rules import Finding
from beffroi.publishing.short_links import Known
from beffroi.publishing.states import PostState
from beffroi.publishing.subjects import offers_around
from beffroi.workspaces.models import Workspace

#: What the words beside a file are for.
WORDS = {
    MediaKind.IMAGE: gettext_lazy("Description for those who do not see the picture"),
    MediaKind.VIDEO: gettext_lazy("Description for those who do not see the video"),
    MediaKind.DOCUMENT: gettext_lazy("Title, shown above the document"),
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the composer. `number` counts from 1."""

    file: MediaFile
    number: int
    field: BoundField

    @property
    def label(self) -> str:
        """What its words are for."""
        return str(WORDS[self.file.shows])

    @property
    def length(self) -> str:
        """How long a video is, as players show it."""
        minutes, seconds = divmod(round(self.file.seconds or 0), 60)
        return f"{minutes}:{seconds:02d}"


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
    #: Where on its network the post appears; None where there is no choice.
    format: BoundField | None


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
    #: The first line, where posts have a title.
    title: str
    #: What its network calls where it appears, "" for an ordinary post.
    format_name: str
    is_wordless: bool
    #: What we say ourselves under it, "" where nothing is sent.
    first_comment: str
    #: Where the short links in all that lead.
    links: Sequence[short_links.Shown] = ()
    #: In US dollars; None where publishing is free.
    usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """What changes with every sign that is typed; the server alone counts."""

    counters: Sequence[Counter]
    previews: Sequence[Preview]
    files: Sequence[FileRow]
    versions: Sequence[VersionRow]
    warnings: Sequence[Advice]
    to_settle: Sequence[Advice]
    clock: Any


def live(form: PostForm, workspace: Workspace, *, row: Post | None, now: datetime) -> Live:
    """Look at what is typed as each chosen channel would; `row` is what is kept of it."""
    known = short_links.known_of(row) if row and form.wants_short_links else {}
    versions = _versions(form, known)
    warning = form.typed("content_warning")
    files = file_rows(form, workspace)
    counted = queries.counters(versions, content_warning=warning)
    found = rules.while_writing(_findings(form, versions, files, workspace, now=now))
    names = queries.channel_names(form.channels)
    told = advices(found, names, [row.file.pk for row in files])
    wall = form.wall()
    return Live(
        counters=counted,
        previews=[
            _preview(form, version, counter, files, known=known.get(version.channel.pk, {}))
            for version, counter in zip(versions, counted, strict=True)
        ],
        files=files,
        versions=_version_rows(form, names, {row.channel.pk for row in counted if row.excess}),
        warnings=[advice for advice in told if advice.channel_id],
        to_settle=told,
        clock=clock_note(wall, workspace.zone) if wall else None,
    )


def context(
    form: PostForm, workspace: Workspace, *, row: Post | None, now: datetime
) -> dict[str, Any]:
    """Return what the composer's page shows besides what may be done with it."""
    seen = live(form, workspace, row=row, now=now)
    return {
        "form": form,
        "live": seen,
        "files": seen.files,
        "post": row,
        "state": queries.state_of(row) if row else PostState.DRAFT,
        "zone_name": city_of(workspace.time_zone),
        "action": reverse("post", args=[row.pk]) if row else reverse("post_new"),
        "has_audience": any(item.network in rules.WITH_AUDIENCE for item in form.channels),
        "shows_to_settle": form.is_bound or row is not None,
        "offers": offers_around(workspace, now=now) if form.pillars else None,
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


def file_rows(form: PostForm, workspace: Workspace) -> list[FileRow]:
    """Return the form's files that are the workspace's own, in order."""
    files = queries.files(workspace, form.file_ids)
    return [
        FileRow(file, number, form.alt_text_field(file.pk))
        for number, file in enumerate(files, start=1)
    ]


def problems(form: PostForm, workspace: Workspace, findings: Sequence[Finding]) -> list[Advice]:
    """Return what keeps a post from leaving, and mark the fields of its form."""
    files = [row.file.pk for row in file_rows(form, workspace)]
    for finding in findings:
        place = finding.place
        if finding.problem is rules.Problem.ALT_TEXT_MISSING and place is not None:
            form.add_error(f"alt_text_{files[place]}", _("Describe this picture, or remove it."))
        elif finding.problem is rules.Problem.DOCUMENT_TITLE_MISSING and place is not None:
            form.add_error(f"alt_text_{files[place]}", _("Give this document a title."))
        elif finding.problem is rules.Problem.DATE_PAST:
            form.add_error("day", _("This moment is past. Choose another."))
        elif finding.problem is rules.Problem.NO_DATE:
            form.add_error("day", _("Choose a day and a time."))
    return advices(findings, queries.channel_names(form.channels), files)


def _versions(form: PostForm, known: Mapping[int, Known]) -> list[Version]:
    return [
        Version(
            channel,
            _leaving(form, form.text_for(channel), known.get(channel.pk, {})),
            form.format_for(channel),
        )
        for channel in form.chosen
    ]


def _leaving(form: PostForm, text: str, known: Known) -> str:
    """Return a text as it would leave: with short links, where they are wanted."""
    return short_links.measured(text, known=known) if form.wants_short_links else text


def _seen(form: PostForm, files: Sequence[FileRow]) -> list[rules.File]:
    """Return what the rules need to know of the form's files."""
    return [checks.file_of(row.file, form.typed(f"alt_text_{row.file.pk}")) for row in files]


def _findings(
    form: PostForm,
    versions: Sequence[Version],
    files: Sequence[FileRow],
    workspace: Workspace,
    *,
    now: datetime,
) -> list[Finding]:
    wall = form.wall()
    planned_at = moment(wall, workspace.zone, second=form.is_second).at if wall else None
    return [
        *checks.findings(
            versions,
            _seen(form, files),
            content_warning=form.typed("content_warning"),
            first_comment=_leaving(form, form.typed("first_comment"), {}),
        ),
        *rules.date_findings(planned_at, now=now),
    ]


def _preview(
    form: PostForm,
    version: Version,
    counter: Counter,
    files: Sequence[FileRow],
    *,
    known: Known,
) -> Preview:
    channel, is_wordless = version.channel, version.is_wordless
    content_warning = form.typed("content_warning")
    first_comment = _leaving(form, form.typed("first_comment"), known)
    cost = checks.cost(version, _seen(form, files), first_comment=first_comment)
    text = "" if is_wordless else version.text
    title = checks.titled(version)[0]
    has_audience = channel.network in rules.WITH_AUDIENCE
    fits = len(text)
    if counter.excess:
        fits = checks.fitting_length(version, content_warning=content_warning)
    return Preview(
        channel=channel,
        network_name=counter.network_name,
        title=title,
        text=rules.split_title(text[:fits])[1] if title else text[:fits],
        excess_text=text[fits:],
        excess=counter.excess,
        is_adapted=bool(form.own_text(channel)),
        content_warning=content_warning if has_audience else "",
        format_name=formats.shown(version.format),
        is_wordless=is_wordless,
        first_comment=first_comment if checks.takes_comment(version) else "",
        is_for_followers=has_audience and form["visibility"].value() == "private",
        links=_links(form, version, known),
        usd=None if cost is None else rules.price(cost),
    )


def _links(form: PostForm, version: Version, known: Known) -> Sequence[short_links.Shown]:
    if not form.wants_short_links:
        return ()
    text = "" if version.is_wordless else form.text_for(version.channel)
    comment = form.typed("first_comment") if checks.takes_comment(version) else ""
    return short_links.shown((text, comment), known=known)


def _version_rows(form: PostForm, names: Mapping[int, str], too_long: set[int]) -> list[VersionRow]:
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
            format=form.format_field(channel),
        )
        for channel in form.channels
    ]
