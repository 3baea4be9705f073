"""Says how the channels are, and what a person did today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from beffroi.channels.queries import network_name
from beffroi.channels.rules import Health
from beffroi.routines.handling import Act
from beffroi.web import times
from beffroi.web.queries import ChannelHealth
from beffroi.web.rooms import Pulse


def pulse(channels: Sequence[ChannelHealth], *, now: datetime, zone: ZoneInfo) -> Pulse | None:
    """Return the health line: what answers and since when, then what does not.

    None without any channel.
    """
    if not channels:
        return None
    closed = [one for one in channels if one.is_gone or one.health is Health.REFUSED]
    lost = [one for one in channels if one.health is Health.LOST and not one.is_gone]
    silent = [one for one in channels if one.health is Health.SILENT]
    apart = {Health.LOST, Health.SILENT, Health.REFUSED}
    well = [one for one in channels if one.health not in apart]
    checked = _checked(well, now=now, zone=zone)
    sentences = [checked, _lost(lost), _silent(silent, now, zone), _closed(closed)]
    text = " ".join(sentence for sentence in sentences if sentence)
    icons = {"plug": lost, "cloud-off": silent, "circle-off": closed}
    icon = next((name for name, found in icons.items() if found), "")
    return Pulse(text, tone="warn", icon=icon) if icon else Pulse(text)


def figures(acts: Mapping[Act, int]) -> list[tuple[str, int]]:
    """Return what was done today, each with its number; what was not done is left out."""
    return [(name, number) for _act, name, number in _named(acts) if number]


def figures_at_the_end(acts: Mapping[Act, int]) -> list[tuple[str, int]]:
    """Return the same for the end of the day, where answers, posts and alerts are told even at 0.

    Nothing where nothing was done.
    """
    if not any(acts.values()):
        return []
    number = Counter(acts)
    asked = {
        Act.ANSWERED: npgettext("end of day", "Answer", "Answers", number[Act.ANSWERED]),
        Act.APPROVED: npgettext("end of day", "Post", "Posts", number[Act.APPROVED]),
        Act.LISTENED: npgettext("end of day", "Alert", "Alerts", number[Act.LISTENED]),
    }
    told = [(name, number[act]) for act, name in asked.items()]
    others = [(name, many) for act, name, many in _named(acts) if many and act not in asked]
    return told + others


def _named(acts: Mapping[Act, int]) -> list[tuple[Act, str, int]]:
    number = Counter(acts)
    named = {
        Act.ANSWERED: ngettext("Answer given", "Answers given", number[Act.ANSWERED]),
        Act.DONE: ngettext("Message settled", "Messages settled", number[Act.DONE]),
        Act.CHECKED: ngettext("Delivery settled", "Deliveries settled", number[Act.CHECKED]),
        Act.APPROVED: ngettext("Post approved", "Posts approved", number[Act.APPROVED]),
        Act.RECONNECTED: ngettext(
            "Channel connected", "Channels connected", number[Act.RECONNECTED]
        ),
        Act.LISTENED: ngettext("Alert looked at", "Alerts looked at", number[Act.LISTENED]),
    }
    return [(act, name, number[act]) for act, name in named.items()]


def _checked(channels: Sequence[ChannelHealth], *, now: datetime, zone: ZoneInfo) -> str:
    if not channels:
        return ""
    sentence = ngettext(
        "%(count)s channel checked %(when)s.", "%(count)s channels checked %(when)s.", len(channels)
    )
    oldest = min(one.verified_at for one in channels)
    return sentence % {"count": len(channels), "when": times.at(oldest, now=now, zone=zone)}


def _lost(channels: Sequence[ChannelHealth]) -> str:
    if len(channels) == 1:
        return _("%(name)s must be connected again.") % {"name": network_name(channels[0].network)}
    if not channels:
        return ""
    return _("%(count)s channels must be connected again.") % {"count": len(channels)}


def _closed(channels: Sequence[ChannelHealth]) -> str:
    """Tell of sources that are gone, or let no program read: there is nothing to connect again."""
    if not channels:
        return ""
    sentence = ngettext(
        "%(count)s source can no longer be read.",
        "%(count)s sources can no longer be read.",
        len(channels),
    )
    return sentence % {"count": len(channels)}


def _silent(channels: Sequence[ChannelHealth], now: datetime, zone: ZoneInfo) -> str:
    if not channels:
        return ""
    oldest = min(channels, key=lambda one: one.verified_at)
    return _("%(name)s has not answered since %(since)s.") % {
        "name": network_name(oldest.network),
        "since": times.near(oldest.verified_at, now=now, zone=zone),
    }
