"""An answer that is proposed, or that none is needed, from a mail."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.inbox import access, actions, deeds, rules, suggesting, summary, sweeping, talks
from beffroi.inbox.messages import explain
from beffroi.inbox.models import Conversation
from beffroi.inbox.talks import Talk
from beffroi.morning.acts.contract import Asked, Choice, Deed, NotPossible, Seen
from beffroi.morning.rules import Closed
from beffroi.suggestions.choice import Suggestion
from beffroi.suggestions.understanding import nearest_language
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation and what was said in it."""

    conversation: Conversation
    talk: Talk

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """Read what was said in it."""
        name = network_name(conversation.channel.network)
        return cls(conversation, talks.talk(conversation, name=name))

    @property
    def name(self) -> str:
        """What its network is called."""
        return network_name(self.conversation.channel.network)


class Answering:
    """People who wait for an answer; nothing that was said since the mail is passed over."""

    permission = Permission.ANSWER

    def found(self, workspace: Workspace, row_id: int) -> Heard | None:
        """Return the conversation with what was said."""
        try:
            return Heard.of(access.conversation(workspace, row_id))
        except Http404:
            return None

    def seen(self, row: Heard) -> Seen | None:
        """Bind a link to the last words of both sides."""
        return asdict(_last_words(row.talk)) if row.talk.newest else None

    def standing(self, row: Heard, seen: Seen) -> Closed | None:
        """Tell whether somebody still waits, and nothing was said since."""
        if row.talk.newest is None:
            return Closed.GONE
        if row.conversation.status == Conversation.Status.DONE:
            return Closed.SETTLED
        return Closed.CHANGED if self.seen(row) != seen else None

    def asked(self, row: Heard, *, person: User, now: datetime) -> Asked:
        """Show what they said, and the answer that is proposed."""
        proposed = proposal(row, person=person, now=now)
        answer = Choice(Deed.ANSWER, _("Publish this answer"), "send")
        settle = Choice(Deed.SETTLE, _("Done, no answer"), "check")
        return Asked(
            template="morning/conversation.html",
            context={"row": row.conversation, "newest": row.talk.newest, "name": row.name},
            choices=(answer, settle) if proposed else (settle,),
            page=reverse("conversation", args=[row.conversation.pk]),
            words=row.talk.newest.text if row.talk.newest else "",
            proposal=proposed.text if proposed else "",
            shown=_mark(proposed.text) if proposed else "",
        )

    def do(
        self, row: Heard, deed: Deed, *, seen: Seen, shown: str, actor: User, now: datetime
    ) -> str:
        """Say the answer that was shown, or settle the conversation."""
        if deed is Deed.ANSWER:
            return _answer(row, seen=seen, shown=shown, actor=actor, now=now)
        self._hold(row, seen)
        workspace, settled = row.conversation.workspace, deeds.settle(actor=actor, now=now)
        sweeping.sweep(workspace, [row.conversation.pk], settled, actor=actor, now=now)
        return _("Done. It comes back if this person writes again.")

    def _hold(self, row: Heard, seen: Seen) -> None:
        """Let nobody be heard while it is settled. Raises NotPossible where somebody just was.

        Raises Gone where it was erased.
        """
        held = Heard.of(summary.locked(row.conversation.pk))
        if self.standing(held, seen) is not None:
            raise NotPossible([_("It was settled in the meantime: nothing was changed.")])


def proposal(row: Heard, *, person: User, now: datetime) -> Suggestion | None:
    """Return the answer that fits best, None where none is sure enough to leave by one click."""
    conversation, newest = row.conversation, row.talk.newest
    if newest is None or not conversation.channel.is_connected or newest.wants_check:
        return None
    if conversation.escalated_at is not None or actions.why_closed(newest, now=now):
        return None
    message = suggesting.asked(
        conversation, newest, writer=person, now=now, was_answered=row.talk.was_answered
    )
    language = nearest_language(person.language)
    found = suggesting.offer(conversation, message, language=language).suggestions
    return next((one for one in found if not rules.gaps_in(one.text)), None)


def _answer(row: Heard, *, seen: Seen, shown: str, actor: User, now: datetime) -> str:
    proposed = proposal(row, person=actor, now=now)
    if proposed is None or _mark(proposed.text) != shown:
        raise NotPossible([_("Another answer is proposed by now: read it again.")])
    try:
        actions.answer(
            row.conversation,
            text=proposed.text,
            actor=actor,
            now=now,
            seen=actions.Seen(**seen),
            suggestion=proposed.key,
        )
    except actions.CannotAnswer as error:
        raise NotPossible([explain(error, name=row.name)]) from error
    return _("Your answer leaves now.")


def _last_words(talk: Talk) -> actions.Seen:
    return actions.Seen(talk.last_answer_id, talk.last_heard_id, talk.last_told_id)


def _mark(text: str) -> str:
    """Return what tells one proposed text from another, and holds no word of it."""
    return sha256(text.encode()).hexdigest()
