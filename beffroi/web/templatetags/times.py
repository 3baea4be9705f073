"""Template tags that say instants and lengths, in the page's time zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from html import escape

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from beffroi.core.lengths import length
from beffroi.web import times

register = template.Library()


@register.simple_tag(takes_context=True)
def ago(context: Context, moment: datetime) -> SafeString:
    """Say how long ago something was; the full date shows on hover."""
    return _time(context, moment, times.ago)


@register.simple_tag(takes_context=True)
def until(context: Context, moment: datetime) -> SafeString:
    """Say how far off something is; the full date shows on hover."""
    return _time(context, moment, times.until)


@register.simple_tag(takes_context=True)
def near(context: Context, moment: datetime) -> SafeString:
    """Say an instant near now: “tomorrow at 8:00”."""
    return _time(context, moment, times.near)


@register.simple_tag(takes_context=True)
def at(context: Context, moment: datetime, beside: datetime | None = None) -> SafeString:
    """Say an instant as the end of a sentence: “at 9:05”; the day of `beside` is not repeated."""
    return _time(context, moment, partial(times.at, beside=beside))


@register.simple_tag(takes_context=True)
def brief(context: Context, moment: datetime) -> SafeString:
    """Say how long ago something was where there is little room: “3 h ago”, “yesterday”."""
    return _time(context, moment, times.brief)


@register.simple_tag(takes_context=True)
def due(context: Context, moment: datetime) -> SafeString:
    """Say by when something is due where there is little room: “before 16:00”, “late”."""
    return _time(context, moment, times.due)


@register.simple_tag(takes_context=True)
def due_calmly(context: Context, moment: datetime) -> SafeString:
    """Say the same of what presses nobody: “before 16:00”, “when you can”."""
    return _time(context, moment, times.due_calmly)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime) -> SafeString:
    """Say an instant in full: “Friday 19 June at 8:00”."""
    return _time(context, value, times.full)


@register.simple_tag(takes_context=True)
def hour(context: Context, value: datetime) -> SafeString:
    """Say the time of day."""
    words = times.hour(value, zone=context["zone"])
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag(takes_context=True)
def day(context: Context, value: datetime | date) -> SafeString:
    """Say a day: “Friday 19 June”."""
    if isinstance(value, datetime):
        return _time(context, value, times.day)
    today = context["now"].astimezone(context["zone"]).date()
    words = times.day_of(value, today=today)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag(takes_context=True)
def today_in_words(context: Context) -> str:
    """Say today’s date as the start of a sentence: “Tuesday 16 June”."""
    today = context["now"].astimezone(context["zone"]).date()
    return capfirst(times.day_of(today, today=today))


def _time(context: Context, moment: datetime, say: Callable[..., str]) -> SafeString:
    now, zone = context["now"], context["zone"]
    title = escape(times.full(moment, now=now, zone=zone))
    words = escape(say(moment, now=now, zone=zone))
    return SafeString(f'<time datetime="{moment.isoformat()}" title="{title}">{words}</time>')


@register.filter
def lasting(span: timedelta | None) -> str:
    """Say a length of time: “2 h 10 min”; “—” for none."""
    return "—" if span is None else length(span)


@register.simple_tag
def minutes(count: int) -> str:
    """Say a length in minutes: “4 min”."""
    return _("%(count)s min") % {"count": count}


@register.filter(expects_localtime=True)
def in_full(value: date) -> str:
    """Say a calendar day with its year: “1 December 2026”, « 1er décembre 2026 »."""
    return times.date_of(value, with_year=True)


@register.filter(expects_localtime=True)
def without_year(value: date) -> str:
    """Say a calendar day without its year: “1 December”, « 1er décembre »."""
    return times.date_of(value, with_year=False)


@register.simple_tag
def span(first: date, last: date) -> str:
    """Say some days as the start of a sentence: “From 2 to 29 November 2026”; one day alone."""
    return _("From %(first)s to %(last)s") % _ends(first, last) if first < last else in_full(last)


@register.simple_tag
def span_within(first: date, last: date) -> str:
    """Say some days within a sentence: “from 2 to 29 November 2026”; one day alone."""
    return _("from %(first)s to %(last)s") % _ends(first, last) if first < last else in_full(last)


def _ends(first: date, last: date) -> dict[str, str]:
    return {"first": times.ends_of(first, last)[0], "last": in_full(last)}


@register.filter
def leading_to(first: date, last: date) -> str:
    """Say where some days begin, without what `last` says as well: “from 2 to 29 November”."""
    return times.ends_of(first, last)[0]


@register.filter
def coming_from(last: date, first: date) -> str:
    """Say where some days end, with its year where `first` is in another."""
    return times.ends_of(first, last)[1]


@register.filter(expects_localtime=True)
def in_short(value: date) -> str:
    """Say a calendar day where there is little room: “1 Dec.”, « 1er déc. »."""
    return times.short_date_of(value, with_year=False)


@register.filter(expects_localtime=True)
def in_short_with_year(value: date) -> str:
    """Say a calendar day and its year where there is little room: “1 Dec. 2026”."""
    return times.short_date_of(value, with_year=True)
