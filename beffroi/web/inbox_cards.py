"""The cards about what people wrote: answers to give, alerts, what colleagues give and say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.company.rules import Kind as Promised
from beffroi.inbox import understood_words
from beffroi.inbox.models import Conversation, Nudge
from beffroi.inbox.naming import within_sentence
from beffroi.inbox.pressing import is_calm, plea_of
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import GIVEN_LATE, Kind, Rank


def answer(conversation: Conversation, *, clock: Clock, is_mine: bool, user_id: int) -> Card:
    """Ask for an answer to somebody; `user_id` is whom it is shown to."""
    waits_from = conversation.waiting_since or conversation.last_feedback_at
    label, tone, icon = _shape(conversation)
    why = _("%(person)s wrote to you on %(name)s and waits for an answer since %(since)s.")
    return Card(
        kind=Kind.ANSWER,
        id=conversation.pk,
        row=conversation,
        label=label,
        tone=tone,
        icon=icon,
        title=conversation.excerpt or _("A message without words"),
        who=conversation.who or _("Somebody"),
        why=why
        % {
            "person": within_sentence(conversation.person_name, otherwise=_("Somebody")),
            "name": network_name(conversation.channel.network),
            "since": clock.near(waits_from),
        },
        networks=(conversation.channel.network,),
        waits_from=waits_from,
        is_mine=is_mine,
        due_at=conversation.due_at,
        is_calm=is_calm(conversation) and conversation.escalated_at is None,
        is_quote=bool(conversation.excerpt),
        presses_at=conversation.presses_at,
        rank=_rank(conversation),
        notes=_notes(conversation, clock=clock, user_id=user_id),
    )


def alert(row: Nudge, *, clock: Clock, is_mine: bool) -> Card:
    """Bring somebody of the crisis team to what they were alerted to."""
    conversation, escalation = row.conversation, row.escalation
    values = {
        "colleague": row.told_by or _("A colleague"),
        "person": within_sentence(conversation.person_name, otherwise=_("somebody")),
    }
    return Card(
        kind=Kind.ALERT,
        id=row.pk,
        row=row,
        label=_("Crisis team"),
        tone="bad",
        icon="bell",
        title=_("%(colleague)s alerts you to what %(person)s wrote") % values,
        who=conversation.who or _("Somebody"),
        why=(escalation.why if escalation else "") or conversation.excerpt,
        networks=(conversation.channel.network,),
        waits_from=row.told_at,
        is_mine=is_mine,
        rank=Rank.ALERTED,
    )


def nudge(row: Nudge, *, clock: Clock, is_mine: bool) -> Card:
    """Tell what a colleague gave to somebody, or said to them."""
    conversation = row.conversation
    values = {
        "colleague": row.told_by or _("A colleague"),
        "person": within_sentence(conversation.person_name, otherwise=_("somebody")),
    }
    title = _("%(colleague)s assigned you what %(person)s wrote")
    words, label, icon = conversation.assignment_note, _("Assigned to you"), "user-check"
    if row.rule is not None:
        values["rule"] = row.rule.name
        title = _("The rule “%(rule)s” assigned you what %(person)s wrote")
        if row.kind == Nudge.Kind.TOLD:
            title = _("The rule “%(rule)s” tells you of what %(person)s wrote")
            label, icon = _("To read"), "bell"
    if row.note is not None:
        title = _("%(colleague)s names you in a note about %(person)s")
        words, label, icon = row.note.text, _("Note for you"), "at-sign"
    return Card(
        kind=Kind.NUDGE,
        id=row.pk,
        row=row,
        label=label,
        tone="bronze",
        icon=icon,
        title=title % values,
        who=conversation.who or _("Somebody"),
        why=words or conversation.excerpt,
        networks=(conversation.channel.network,),
        waits_from=row.told_at,
        is_mine=is_mine,
        rank=_rank(conversation),
    )


def _shape(conversation: Conversation) -> tuple[str, str, str]:
    """Return the label of a card, its tone and its picture."""
    if conversation.escalated_at is not None:
        return _("Crisis team alerted"), "bad", "bell"
    icon = "lock" if conversation.is_private else "message-circle"
    if conversation.urgency:
        return understood_words.urgencies()[conversation.urgency], "bad", icon
    return _("Private message") if conversation.is_private else _("Message"), "info", icon


def _rank(conversation: Conversation) -> Rank:
    if conversation.escalated_at is not None:
        return Rank.ALERTED
    is_urgent = conversation.urgency and conversation.waiting_since is not None
    return Rank.URGENT if is_urgent else Rank.ORDINARY


def _notes(conversation: Conversation, *, clock: Clock, user_id: int) -> tuple[str, ...]:
    """Say why it stands here though it is somebody else's, and that a danger waits for nothing."""
    notes = [_given(conversation, clock=clock)] if _is_of_another(conversation, user_id) else []
    if plea_of(conversation).kind is Promised.DANGER:
        notes.append(_("Health and safety: the delay runs while you are closed, too."))
    return tuple(notes)


def _is_of_another(conversation: Conversation, user_id: int) -> bool:
    return conversation.assignee_id not in {None, user_id}


def _given(conversation: Conversation, *, clock: Clock) -> str:
    sentence = _("Assigned to %(name)s.")
    if conversation.escalated_at is not None:
        sentence = _("Assigned to %(name)s; it stays here while the crisis team is alerted.")
    elif conversation.urgency:
        sentence = _("Assigned to %(name)s; it stays here because it is urgent.")
    elif conversation.due_at is not None and conversation.due_at < clock.now - GIVEN_LATE:
        sentence = _("Assigned to %(name)s; it is back here because it is more than a day late.")
    return sentence % {"name": conversation.assignee}
