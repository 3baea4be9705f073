"""Says in one sentence why something in the inbox was not done, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.channels.data_use import span_in_words
from beffroi.inbox import data_rules
from beffroi.inbox.actions import CannotAnswer
from beffroi.inbox.models import Feedback, Removal
from beffroi.inbox.moderating import CannotModerate
from beffroi.networks.contracts import ReportReason

#: What a sentence names of a text that is full of brackets.
_GAPS_MAX = 4
_GAP_MAX = 60
REPORT_REASONS = {
    ReportReason.SPAM: gettext_lazy("Spam"),
    ReportReason.HARASSMENT: gettext_lazy("Insult or harassment"),
    ReportReason.ILLEGAL: gettext_lazy("Illegal"),
    ReportReason.OTHER: gettext_lazy("Another reason"),
}


def explain(error: CannotAnswer, *, name: str) -> str:
    """Return why the answer stays here; `name` is the network's."""
    if error.problem == "too_long":
        return ngettext(
            "%(name)s will not take this answer: %(excess)s character too many.",
            "%(name)s will not take this answer: %(excess)s characters too many.",
            error.excess,
        ) % {"name": name, "excess": intcomma(error.excess)}
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
            "%(colleague)s answered meanwhile. Read it above; your text is kept, and leaves if you "
            "send it anyway."
        ),
        "answered_there": _(
            "Somebody answered on %(name)s itself meanwhile. Read it above; your text is kept, and "
            "leaves if you send it anyway."
        ),
        "wrote_again": _(
            "The person wrote again meanwhile. Read it above; your text is kept, and leaves if you "
            "send it anyway."
        ),
        "to_fill": _(
            "Still to fill in: %(gaps)s. Write it in the place of the brackets, or take them away. "
            "Your text is kept."
        ),
    }[error.problem] % {
        "name": name,
        "colleague": error.colleague or _("Somebody"),
        "gaps": gaps_in_words(error.gaps),
    }


def gaps_in_words(gaps: Sequence[str]) -> str:
    """Return what is still between brackets, as a sentence goes on with it."""
    shown = [gap if len(gap) <= _GAP_MAX else f"{gap[:_GAP_MAX]}…" for gap in gaps[:_GAPS_MAX]]
    return ", ".join([*shown, "…"] if len(gaps) > _GAPS_MAX else shown)


def explain_moderation(error: CannotModerate, *, name: str) -> str:
    """Return why what somebody said stands as it did; `name` is the network's."""
    return {
        "refused": _no_right(),
        "declined": _("%(name)s refuses to do this from here. Try on %(name)s."),
        "unavailable": _("%(name)s does not answer. Nothing was changed; try again in a moment."),
        "unclear": _(
            "%(name)s gave no clear answer: it may have arrived. You can send it again; at worst "
            "they see it twice."
        ),
        "impossible": _("%(name)s does not offer this."),
        "channel_lost": _(
            "This channel is no longer connected. Connect it again first; nothing was changed."
        ),
        "nobody": _("%(name)s no longer knows who this is. Nothing was changed."),
        "gone": _("It is no longer on %(name)s: there is nothing left to report."),
        "too_late": _("It is too late to undo this: %(name)s has been asked to delete it."),
        "nothing_to_undo": _("There is nothing to undo."),
    }[error.problem] % {"name": name}


def _no_right() -> str:
    return _(
        "%(name)s refuses: your access lacks a role or a permission. Connect the channel again, or "
        "see under Channels what is missing."
    )


def explain_removal(removal: Removal | None, *, name: str) -> str:
    """Return why it was not deleted on the network, "" unless it was asked and refused."""
    if removal is None or removal.state != Removal.State.REFUSED:
        return ""
    return {
        Removal.Problem.NO_RIGHT: _no_right(),
        Removal.Problem.CHANNEL_LOST: _(
            "%(name)s is no longer connected. Connect it again, then delete once more."
        ),
        Removal.Problem.REFUSED: _("%(name)s refuses to delete it from here. Try on %(name)s."),
        Removal.Problem.GIVEN_UP: _(
            "%(name)s gave no clear answer, in spite of many tries. Look there whether it still "
            "stands, then delete once more."
        ),
        Removal.Problem.RESTORED: _(
            "Beffroi was restored from a backup. Delete once more if it should still go."
        ),
    }[Removal.Problem(removal.problem)] % {"name": name}


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
            _(
                "Erased here, as the rules of %(name)s ask: it was not shown there again within "
                "%(span)s."
            ),
            use.refreshed_within,
        ),
        Feedback.Erasure.ASKED: (_("Erased here: its author asked for it through %(name)s."), None),
    }
    sentence, term = sentences[Feedback.Erasure(feedback.erased_as)]
    return sentence % {"name": name, "span": span_in_words(term) if term else "—"}
