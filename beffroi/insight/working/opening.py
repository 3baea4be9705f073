"""By which measure posts are judged where nobody chose one, and where that can never be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from beffroi.channels.queries import network_name
from beffroi.insight.working.gathering import Gathered, gather
from beffroi.insight.working.rules import Measure, sample, silent_channels
from beffroi.listening.sentences import listed
from beffroi.metrics.groups import ENOUGH_POSTS
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Silent:
    """The networks that do not tell what a rate needs, in a sentence, and whether all are so."""

    sentence: str
    is_all: bool


def opened(workspace: Workspace, *, now: datetime) -> tuple[Measure, Gathered]:
    """Return the first measure by which enough posts can be compared, with these posts.

    Where there is none: interactions, or visits where no network in use can ever tell enough for
    interactions. As many queries as the measures that had to be tried, see `gather`.
    """
    tried = {}
    for measure in Measure:
        gathered = tried[measure] = gather(workspace, measure=measure, now=now)
        if len(sample(gathered.seen, measure=measure, now=now).posts) >= ENOUGH_POSTS:
            return measure, gathered
    silent = silent_of(tried[Measure.RATE], now=now)
    chosen = Measure.VISITS if silent and silent.is_all else Measure.RATE
    return chosen, tried[chosen]


def silent_of(gathered: Gathered, *, now: datetime, channel_id: int | None = None) -> Silent | None:
    """Return which networks do not tell what interactions are held against; None for none."""
    seen = [one for one in gathered.seen if channel_id in (None, one.channel_id)]
    silent = silent_channels(seen, now=now)
    if not silent:
        return None
    networks = {
        one.delivery.channel.network for one in gathered.posts if one.delivery.channel_id in silent
    }
    names = sorted(network_name(key) for key in networks)
    sentence = ngettext(
        "%(networks)s does not tell how often a post is displayed: posts there can never be"
        " compared by interactions.",
        "%(networks)s do not tell how often a post is displayed: posts there can never be"
        " compared by interactions.",
        len(names),
    )
    is_all = silent >= {one.channel_id for one in seen}
    return Silent(sentence % {"networks": listed(names)}, is_all)
