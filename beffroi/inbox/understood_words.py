"""What was understood of messages, in words and pictures, by the labels of `language.sources`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

#: By label, the picture beside the word.
ICONS = {
    "negative": "frown",
    "neutral": "meh",
    "positive": "smile",
    "question": "circle-help",
    "complaint": "rotate-ccw",
    "praise": "hand-heart",
    "lead": "file-text",
    "application": "user-plus",
    "press": "globe",
    "spam": "ban",
    "insult": "octagon-alert",
    "other": "message-circle",
}
#: By tone, the colour of its word.
COLOURS = {"negative": "bad", "neutral": "", "positive": "ok"}


def tones() -> dict[str, str]:
    """Return how each tone is called."""
    return {
        "negative": pgettext("tone", "Negative"),
        "neutral": pgettext("tone", "Neutral"),
        "positive": pgettext("tone", "Positive"),
    }


def intents() -> dict[str, str]:
    """Return how each intent is called, in the order of a choice."""
    return {
        "question": pgettext("intent", "Question"),
        "complaint": pgettext("intent", "Complaint"),
        "lead": pgettext("intent", "Order or quote"),
        "praise": pgettext("intent", "Thanks"),
        "application": pgettext("intent", "Application"),
        "press": pgettext("intent", "Press"),
        "insult": pgettext("intent", "Insult"),
        "spam": pgettext("intent", "Advertising"),
        "other": pgettext("intent", "Other"),
    }


def urgencies() -> dict[str, str]:
    """Return how each reason to answer within the hour is called, and that there is none."""
    return {
        "": _("Not urgent"),
        "health": pgettext("urgency", "Health"),
        "safety": pgettext("urgency", "Safety"),
        "law": pgettext("urgency", "Law"),
        "data": pgettext("urgency", "Personal data"),
        "discrimination": pgettext("urgency", "Discrimination"),
        "press": pgettext("urgency", "Press"),
    }


def aspects() -> dict[str, str]:
    """Return how each aspect of a company is called."""
    return {
        "welcome": pgettext("aspect", "Welcome"),
        "quality": pgettext("aspect", "Quality"),
        "price": pgettext("aspect", "Price"),
        "delay": pgettext("aspect", "Waiting time"),
        "place": pgettext("aspect", "Place"),
        "product": pgettext("aspect", "Product"),
    }
