"""Says in one sentence why an answer cannot leave, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.data_use import span_in_words
from beffroi.inbox import data_rules
from beffroi.inbox.actions import CannotAnswer
from beffroi.inbox.models import Feedback
from beffroi.inbox.moderating import CannotModerate


def explain(error: CannotAnswer, *, name: str) -> str:
    """Return why the answer stays here; `name` is the network's."""
    if error.problem == "too_long":
        return ngettext(
            "%(name)s will not take this answer: %(excess)s character too many.",
            "%(name)s will not take this answer: %(excess)s characters too many.",
            error.excess,
        ) % {"name": name, "excess": error.excess}
    return {
        "empty": _("Write an answer first."),
        "gone": _(
            "What you would answer was deleted on the network. There is nothing left to answer."
        ),
        "channel_lost": _(
            "This channel is no longer connected. Connect it again, your text stays here."
        ),
        "never": _(
            "%(name)s lets nobody answer this from here. Open it on %(name)s to answer there."
        ),
        "window_over": _(
            "%(name)s took answers for a while only, and that is over. Write to the person in "
            "another way, or wait until they write again."
        ),
        "answered": _(
            "%(colleague)s answered meanwhile. Read it above; send again if yours still helps."
        ),
    }[error.problem] % {"name": name, "colleague": error.colleague or _("Somebody")}


def explain_moderation(error: CannotModerate, *, name: str) -> str:
    """Return why what somebody said stands as it did; `name` is the network's."""
    return {
        "refused": _(
            "%(name)s refuses: your access lacks a role or a permission. See under Channels."
        ),
        "unavailable": _("%(name)s does not answer. Nothing was changed; try again in a moment."),
        "impossible": _("%(name)s does not offer this."),
    }[error.problem] % {"name": name}


def explain_erasure(feedback: Feedback, *, name: str) -> str:
    """Return which rule had the words erased here, "" when none had; `name` is the network's."""
    if feedback.erased_at is None:
        return ""
    use = data_rules.use_of(feedback.channel.network)
    sentences = {
        Feedback.Erasure.KEPT_LONG_ENOUGH: (
            _("Erased here after %(span)s, as the rules of %(name)s ask."),
            use.kept_for,
        ),
        Feedback.Erasure.NOT_CONFIRMED: (
            _("Erased here: %(name)s did not show it again within %(span)s, as its rules ask."),
            use.refreshed_within,
        ),
        Feedback.Erasure.ASKED: (_("Erased here: its author asked for it through %(name)s."), None),
    }
    sentence, term = sentences[Feedback.Erasure(feedback.erased_as)]
    return sentence % {"name": name, "span": span_in_words(term) if term else "—"}
