"""What was understood of a message, drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.inbox import understood_words
from beffroi.web.templatetags.beffroi import icon

register = template.Library()

Choice = tuple[str, str, Iterable[tuple[str, str]], str]


class Meaning(Protocol):
    """What a message says, by the labels of `language.sources`."""

    @property
    def tone(self) -> str:
        """How its writer feels."""

    @property
    def intent(self) -> str:
        """What they want."""

    @property
    def urgency(self) -> str:
        """Why that cannot wait, "" where it can."""


class WithAspects(Meaning, Protocol):
    """The same, and what it speaks of."""

    @property
    def aspects(self) -> Mapping[str, str]:
        """By aspect, how it is spoken of."""


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
def meaning(meant: WithAspects) -> SafeString:
    """Draw urgency, intent, tone and what is praised or blamed."""
    return SafeString(wanted(meant) + tone(meant) + _aspects(meant))


@register.filter
def in_words(meant: WithAspects) -> str:
    """Say the same as `meaning` where there are no pictures: “Complaint, negative”."""
    urgency = understood_words.urgencies()[meant.urgency] if meant.urgency else ""
    names, signs = understood_words.aspects(), {"+": _("praised"), "-": _("blamed")}
    aspects = (
        f"{names[name]} ({signs[sign]})"
        for name, sign in meant.aspects.items()
        if name in names and sign in signs
    )
    said = (urgency, intent_word(meant.intent), tone_word(meant.tone), *aspects)
    return capfirst(", ".join(word.lower() for word in said if word))


def wanted(meant: Meaning) -> str:
    """Draw what somebody wants, and before it why that cannot wait."""
    urgency = understood_words.urgencies()[meant.urgency]
    drawn = tag("octagon-alert", urgency, tone="t-bad") if meant.urgency else ""
    return drawn + tag(
        understood_words.ICONS[meant.intent], understood_words.intents()[meant.intent]
    )


def tone(meant: Meaning) -> str:
    """Draw in what tone they say it."""
    colour = understood_words.COLOURS[meant.tone]
    word = understood_words.tones()[meant.tone]
    return tag(understood_words.ICONS[meant.tone], word, tone=f"t-{colour}" if colour else "")


def tag(symbol: str, text: str, *, tone: str = "") -> str:
    """Draw a word beside its picture: in Python alone, for a list has many."""
    kind = f' class="{tone}"' if tone else ""
    return f"<span{kind}>{icon(symbol)}{escape(text)}</span>"


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


def _aspects(meant: WithAspects) -> SafeString:
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
