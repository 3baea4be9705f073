"""What was understood of a message, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.inbox import understood_words
from beffroi.web.templatetags.beffroi import icon

register = template.Library()

Choice = tuple[str, str, Iterable[tuple[str, str]], str]


class Meaning(Protocol):
    """What a message says, by the labels of `language.sources`."""

    tone: str
    intent: str
    urgency: str
    aspects: dict[str, str]


@register.filter
def tone_word(key: str) -> str:
    """Return how a tone is called within a sentence."""
    return understood_words.tones().get(key, "").lower()


@register.filter
def intent_word(key: str) -> str:
    """Return how an intent is called within a sentence."""
    return understood_words.intents().get(key, "").lower()


@register.simple_tag
def tones() -> list[tuple[str, str, str]]:
    """Return each tone with its word and its picture."""
    words = understood_words.tones()
    return [(key, word, understood_words.ICONS[key]) for key, word in words.items()]


@register.simple_tag
def meaning(meant: Meaning) -> SafeString:
    """Draw urgency, intent, tone and what is praised or blamed."""
    parts = [(understood_words.ICONS[meant.intent], understood_words.intents()[meant.intent], "")]
    colour = understood_words.COLOURS[meant.tone]
    tone = understood_words.tones()[meant.tone]
    parts.append((understood_words.ICONS[meant.tone], tone, f"t-{colour}" if colour else ""))
    if meant.urgency:
        urgency = understood_words.urgencies()[meant.urgency]
        parts.insert(0, ("octagon-alert", urgency, "t-bad"))
    return SafeString(
        format_html_join(
            "", '<span class="{}">{}{}</span>', ((c, icon(i), word) for i, word, c in parts)
        )
        + _aspects(meant)
    )


@register.simple_tag
def meaning_choices(meant: Meaning) -> list[Choice]:
    """Return what can be corrected: name, label, options and what is understood."""
    return [
        ("intent", _("What they want"), understood_words.intents().items(), meant.intent),
        ("tone", pgettext("messages", "Tone"), understood_words.tones().items(), meant.tone),
        (
            "urgency",
            pgettext("messages", "Urgency"),
            understood_words.urgencies().items(),
            meant.urgency,
        ),
    ]


def _aspects(meant: Meaning) -> SafeString:
    words = understood_words.aspects()
    signs = {"+": ("smile", "t-ok", _("praised")), "-": ("frown", "t-bad", _("blamed"))}
    return format_html_join(
        "",
        "{}",
        (
            (_aspect(words[name], *signs[sign]),)
            for name, sign in meant.aspects.items()
            if sign in signs and name in words
        ),
    )


def _aspect(word: str, symbol: str, colour: str, said: str) -> SafeString:
    return format_html(
        '<span class="{}">{}{}<span class="vh"> ({})</span></span>',
        colour,
        icon(symbol),
        word,
        said,
    )
