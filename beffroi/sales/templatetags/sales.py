"""Words of sales in templates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from beffroi.sales import wording
from beffroi.sales.contests import rules_text, words
from beffroi.sales.contests.rules import LeftOut

register = template.Library()


@register.filter
def kind_word(key: str) -> str:
    """Return what people call a kind of conversion."""
    return str(wording.KINDS[key])


@register.filter
def cost_word(key: str) -> str:
    """Return what people call a kind of cost."""
    return str(wording.COST_KINDS[key])


@register.filter
def proof_word(level: int | None) -> str:
    """Return what people call a level of proof."""
    return str(wording.PROOFS[level])


@register.filter
def trouble_words(problem: str) -> str:
    """Return why something that a shop told was not taken."""
    return wording.reason(problem)


@register.filter
def software_word(key: str) -> str:
    """Return what a shop is made with."""
    return str(wording.SOFTWARES[key])


@register.filter
def why_left_out(reason: str) -> str:
    """Return why an entry of a contest is not drawn."""
    return str(words.LEFT_OUT[LeftOut(reason)])


@register.filter
def as_in_rules(at: datetime) -> str:
    """Return an instant as the rules of a contest say it, in the current zone."""
    return rules_text.moment_in_words(at, ZoneInfo(timezone.get_current_timezone_name()))
