"""What works, over HTTP: days and times, traits of posts, two posts beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.insight.queries import PostFigures
from beffroi.insight.working import comparing, opening, showing, wording
from beffroi.insight.working.forms import PairForm
from beffroi.insight.working.gathering import Gathered, gather
from beffroi.insight.working.rules import WEEKS, Measure, Sample, sample
from beffroi.insight.working.showing import When
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice above the figures."""

    label: str
    url: str
    is_current: bool
    network: str = ""


@require_safe
@may_see
def what_works(request: WorkspaceRequest) -> HttpResponse:
    """Show which slots, kinds and words go with posts that do better, and compare two posts.

    `?by=` is a measure, without it the first for which there is enough; `?on=` is a channel;
    `?first=` and `?second=` are two posts.
    """
    now = utc_now()
    workspace = request.workspace
    measure, gathered = _measured(workspace, request.GET.get("by", ""), now=now)
    channels = _channels(gathered)
    is_of_channels = measure is not Measure.MARGIN and len(channels) > 1
    channel = _chosen(channels, request.GET.get("on", "")) if is_of_channels else None
    counted = sample(
        gathered.seen, measure=measure, now=now, channel_id=channel.pk if channel else None
    )
    few = showing.too_few(counted)
    context = {
        "weeks": WEEKS,
        "measures": _measures(measure, channel),
        "channels": _channel_chips(channels, channel, measure) if is_of_channels else [],
        "needs_rate": measure is Measure.MARGIN and not gathered.currency,
        "meaning": wording.meaning(measure, counted),
        "counted": len(counted.posts),
        "left": [wording.left_out(why, many, measure) for why, many in counted.left.items()],
        "few": few,
        "silent": _silent(gathered, measure, channel, now=now),
        "shown": None if few else _shown(gathered, counted, measure, When(now, workspace.zone)),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "kept": _query(measure, channel).items(),
        **_pair(workspace, _on(gathered, channel), request.GET),
    }
    return render(request, "working/what_works.html", context)


def _shown(gathered: Gathered, counted: Sample, measure: Measure, when: When) -> showing.Shown:
    return showing.shown(
        counted,
        measure=measure,
        currency=gathered.currency,
        texts={one.delivery.pk: one.delivery.content["text"] for one in gathered.posts},
        when=when,
    )


def _on(gathered: Gathered, channel: Channel | None) -> list[PostFigures]:
    return [one for one in gathered.posts if channel in (None, one.delivery.channel)]


def _pair(workspace: Workspace, of: Sequence[PostFigures], sent: QueryDict) -> dict[str, Any]:
    """Return the form of two posts and, where two were chosen, what they tell of each other."""
    posts = comparing.choices(of, workspace)
    is_sent = "first" in sent or "second" in sent
    form = PairForm(sent if is_sent else None, posts=posts)
    pair = None
    if is_sent and form.is_valid():
        pair = comparing.compared(*form.pair, workspace)
    return {"pair_form": form, "pair": pair, "can_pair": len(posts) > 1}


def _measured(workspace: Workspace, typed: str, *, now: datetime) -> tuple[Measure, Gathered]:
    """Return what was asked for in the address, or else what the page opens on."""
    for measure in Measure:
        if measure.value == typed:
            return measure, gather(workspace, measure=measure, now=now)
    return opening.opened(workspace, now=now)


def _silent(
    gathered: Gathered, measure: Measure, channel: Channel | None, *, now: datetime
) -> opening.Silent | None:
    if measure is not Measure.RATE:
        return None
    return opening.silent_of(gathered, now=now, channel_id=channel.pk if channel else None)


def _channels(gathered: Gathered) -> list[Channel]:
    """Return the channels of the posts, that with the most first."""
    rows = {one.delivery.channel_id: one.delivery.channel for one in gathered.posts}
    many = Counter(one.delivery.channel_id for one in gathered.posts)
    return [rows[pk] for pk in sorted(rows, key=lambda pk: (-many[pk], pk))]


def _chosen(channels: list[Channel], typed: str) -> Channel | None:
    return next((one for one in channels if str(one.pk) == typed), None)


def _query(measure: Measure, channel: Channel | None) -> dict[str, str]:
    return {"by": measure.value} | ({"on": str(channel.pk)} if channel else {})


def _address(measure: Measure, channel: Channel | None) -> str:
    return f"{reverse('what_works')}?{urlencode(_query(measure, channel))}"


def _measures(current: Measure, channel: Channel | None) -> list[Chip]:
    return [
        Chip(str(label), _address(one, channel), one is current)
        for one, label in wording.MEASURES.items()
    ]


def _channel_chips(
    channels: list[Channel], current: Channel | None, measure: Measure
) -> list[Chip]:
    every = Chip(_("All channels"), _address(measure, None), current is None)
    return [
        every,
        *(
            Chip(one.called, _address(measure, one), one == current, one.network)
            for one in channels
        ),
    ]
