"""Says in one sentence what was done for the team, or why it was not, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.company.rules import Kind
from beffroi.inbox.deeds import CannotDo
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models.team import TONES
from beffroi.inbox.notes import NOTE_MAX, CannotNote, Told
from beffroi.inbox.places import PLACES
from beffroi.inbox.sweeping import AT_ONCE_MAX, CannotSweep, Deed


def explain_keeping(error: CannotKeep) -> str:
    """Return why a thing was not kept under its name."""
    return {
        "empty": _("Give it a name first."),
        "taken": _("Another one has this name already. Choose another name."),
        "too_many": _("There are as many as can be shown. Delete one first."),
        "no_words": _("Write the answer first."),
        "too_long": _("This is too long to be kept. Shorten it."),
        "unknown": _(
            "%(words)s is no place that can be filled in. Use one of those in the list, or take "
            "the braces away."
        ),
    }[error.problem] % {"words": ", ".join(f"{{{word}}}" for word in error.words)}


def explain_deed(error: CannotDo) -> str:
    """Return why nothing could be done."""
    return {
        "nobody": _(
            "This person may not answer here, or is no longer in the team. Choose somebody else."
        ),
        "no_label": _("This label was deleted. Choose another one."),
        "past": _("This day cannot be used: choose one that is to come, within a year."),
        "unknown": _("Choose what is to be done. Nothing was changed."),
    }[error.problem]


def explain_sweep(error: CannotSweep) -> str:
    """Return why nothing was done to several messages, or undone."""
    return {
        "none": _("Choose messages first: tick them in the list."),
        "too_many": _("At most %(count)s messages at once. Nothing was changed; choose fewer."),
        "too_late": _("This can no longer be undone: half an hour has passed."),
        "undone": _("This was undone already."),
    }[error.problem] % {"count": AT_ONCE_MAX}


def told(deed: Deed, number: int) -> str:
    """Return what was done to how many messages."""
    if not number:
        return _("Nothing to change: it was so already.")
    sentences = {
        "conversation.done": ngettext(
            "%(count)s message is done.", "%(count)s messages are done.", number
        ),
        "conversation.assigned": ngettext(
            "%(count)s message is assigned.", "%(count)s messages are assigned.", number
        ),
        "conversation.unassigned": ngettext(
            "%(count)s message is no longer assigned to anybody.",
            "%(count)s messages are no longer assigned to anybody.",
            number,
        ),
        "conversation.snoozed": ngettext(
            "%(count)s message is put aside. It comes back by itself, or when the person writes.",
            "%(count)s messages are put aside. They come back by themselves, or when the person "
            "writes.",
            number,
        ),
        "conversation.woken": ngettext(
            "%(count)s message is back.", "%(count)s messages are back.", number
        ),
        "conversation.labelled": ngettext(
            "%(count)s message bears the label.", "%(count)s messages bear the label.", number
        ),
        "conversation.unlabelled": ngettext(
            "%(count)s message no longer bears the label.",
            "%(count)s messages no longer bear the label.",
            number,
        ),
    }
    return sentences[deed.action] % {"count": number}


def tones() -> list[tuple[str, str]]:
    """Return the colours of labels with their names."""
    names = {
        "ok": pgettext("colour", "Green"),
        "warn": pgettext("colour", "Yellow"),
        "bad": pgettext("colour", "Red"),
        "info": pgettext("colour", "Blue"),
        "doubt": pgettext("colour", "Violet"),
        "bronze": pgettext("colour", "Bronze"),
    }
    return [(tone, names[tone]) for tone in TONES]


def explain_note(error: CannotNote) -> str:
    """Return why a note was not kept."""
    return {
        "empty": _("Write the note first."),
        "too_long": _("This note is too long: %(most)s characters at most. Shorten it."),
    }[error.problem] % {"most": intcomma(NOTE_MAX)}


def told_of_note(told: Told) -> str:
    """Return who finds a note on their Today, "" when nobody does."""
    if not told.names:
        return ""
    return ngettext(
        "%(people)s will find it on their Today.",
        "%(people)s will find it on their Today.",
        len(told.names),
    ) % {"people": _listed(told.names)}


def not_told_of_note(told: Told) -> list[str]:
    """Return a sentence for what a note calls in vain: nobody's name, or that of several."""
    sentences = [
        (
            told.unknown,
            _(
                "The note is kept, but nobody is told of %(words)s: no one who answers here is "
                "called so."
            ),
        ),
        (
            told.shared,
            _(
                "The note is kept, but nobody is told of %(words)s: several people are called so. "
                "Write the whole name."
            ),
        ),
    ]
    return [
        sentence % {"words": _listed([_("“%(word)s”") % {"word": word} for word in words])}
        for words, sentence in sentences
        if words
    ]


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def places_in_words() -> list[tuple[str, str]]:
    """Return the places of a saved answer and what fills them."""
    words = {
        "prenom": _("the person’s first name"),
        "nom": _("the person’s whole name"),
        "entreprise": _("the name of your company"),
        "reseau": _("the network on which they write"),
        "moi": _("the first name that signs: yours, unless your company chose one"),
    }
    return [(f"{{{name}}}", words[name]) for name in PLACES]


def keys() -> list[tuple[tuple[str, ...], str]]:
    """Return the keys of the inbox and what each does."""
    return [
        (("j", "k"), _("Next message, previous one")),
        ((pgettext("key", "Enter"),), _("Open the message")),
        (("n",), _("Next one that waits")),
        (("x", "X"), _("Choose it; all from the last one chosen")),
        (("r",), pgettext("key", "Answer")),
        ((pgettext("key", "Ctrl + Enter"),), _("Send what you are writing")),
        (("1", "5"), _("Put this suggestion into the answer")),
        (("e",), _("Done, no answer")),
        (("a",), _("Assign to somebody")),
        (("s",), _("Put aside until later")),
        (("l",), pgettext("messages", "Labels")),
        (("/",), _("Saved answers, or the search")),
        (("?",), _("This list")),
    ]


def kinds_of_promise() -> dict[Kind, str]:
    """Return how what waits is called, by which promise it falls under."""
    return {
        Kind.DANGER: pgettext("promise", "Health and safety, open or closed"),
        Kind.URGENT: pgettext("promise", "Urgent"),
        Kind.LEAD: pgettext("promise", "Orders and quotes"),
        Kind.REVIEW: pgettext("promise", "Reviews"),
        Kind.OTHER: pgettext("promise", "Everything else"),
    }
