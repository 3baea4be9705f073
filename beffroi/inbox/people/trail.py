"""What was done about a person, as the copy of their data tells it. Nobody is named."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_words(action: str) -> str:
    """Return an action of the audit trail in words; one that has none is told by its key."""
    said = {**_conversations(), **_feedback(), **_notes(), **_people(), **_reviews()}
    return said.get(action) or _("Something else was done: %(action)s") % {"action": action}


def _conversations() -> dict[str, str]:
    return {
        "conversation.answered": _("An answer was written"),
        "conversation.answered_by_itself": _("An answer left by itself"),
        "conversation.assigned": _("The conversation was assigned to a member of the team"),
        "conversation.done": _("The conversation was marked done"),
        "conversation.labelled": _("A label was put on the conversation"),
        "conversation.reopened": _("The conversation was opened again"),
        "conversation.restored": _("A change of the conversation was undone"),
        "conversation.snoozed": _("The conversation was put aside"),
        "conversation.unassigned": _("The conversation was no longer assigned to anybody"),
        "conversation.unlabelled": _("A label was taken off the conversation"),
        "conversation.woken": _("The conversation came back from where it was put aside"),
        "escalation.closed": _("The alert to the crisis team was ended"),
        "escalation.raised": _("The crisis team was alerted"),
        "escalation.reopened": _("The alert to the crisis team was opened again"),
        "rule.undone": _("What a rule had done was undone"),
    }


def _feedback() -> dict[str, str]:
    return {
        "feedback.corrected": _("How the message was understood was corrected"),
        "feedback.correction_undone": _("That correction was undone"),
        "feedback.gone_before_removal": _("The message was gone before it was to be deleted"),
        "feedback.hidden": _("The message was hidden on the network"),
        "feedback.removal_asked": _("The network was to delete the message"),
        "feedback.removal_refused": _("The network did not delete the message"),
        "feedback.removal_undone": _("That the message be deleted was called off"),
        "feedback.removed": _("The message was deleted on the network"),
        "feedback.reported": _("The message was reported to those who moderate the network"),
        "feedback.shown": _("The message was shown on the network again"),
    }


def _notes() -> dict[str, str]:
    return {
        "note.deleted": _("An internal note was deleted"),
        "note.edited": _("An internal note was changed"),
        "note.restored": _("A deleted internal note was taken back"),
        "note.written": _("An internal note was written"),
    }


def _people() -> dict[str, str]:
    return {
        "consent.recorded": _("What you agreed to was noted"),
        "consent.restored": _("That you took it back was undone"),
        "consent.withdrawn": _("It was noted that you took it back"),
        "person.blocked": _("You were blocked on the network"),
        "person.erasure_asked": _("It was asked that all about you be erased"),
        "person.exported": _("A copy of your data was made"),
        "person.noted": _("The team’s note about you was written"),
        "person.objected": _("It was noted that you object to being followed"),
        "person.unblocked": _("You were let in again on the network"),
    }


def _reviews() -> dict[str, str]:
    return {
        "reviews.left_out": _("The review was left out of the public page"),
        "reviews.put_back": _("The review was put back on the public page"),
    }
