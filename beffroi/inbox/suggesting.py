"""Suggested answers for a conversation: what is known of the message, put together and asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from beffroi.company import rules as company_rules
from beffroi.company.models import Company
from beffroi.company.queries import Facts as CompanyFacts
from beffroi.company.queries import closures_of, crisis_of, facts_from
from beffroi.inbox import actions, answer_facts
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.networks.contracts import FeedbackKind
from beffroi.suggestions import bank
from beffroi.suggestions.advice import Advice, Course, advise
from beffroi.suggestions.bank import Language
from beffroi.suggestions.cases import Case, cases_for
from beffroi.suggestions.choice import SUGGESTIONS_MAX, Suggestion, suggest
from beffroi.suggestions.days import Heard, days_in
from beffroi.suggestions.facts import Facts
from beffroi.suggestions.families import family_of
from beffroi.suggestions.faults import blamed_in, borne_out
from beffroi.suggestions.plain import plain
from beffroi.suggestions.situations import (
    Aspect,
    Intent,
    Sentiment,
    Sign,
    Situation,
    Source,
    Topic,
    Urgent,
)
from beffroi.suggestions.topics import asked_in, topics_of
from beffroi.suggestions.traits import traits_of
from beffroi.suggestions.understanding import aspects_of, language_of, value_of
from beffroi.workspaces.models import User

#: The key of what the crisis file holds ready: the only words offered while the team is alerted.
HOLDING = "holding"
#: So many answers are looked back at: what was said in them is suggested last.
_LOOKED_BACK = 8
_SOURCES = {
    FeedbackKind.REPLY: Source.COMMENT,
    FeedbackKind.MENTION: Source.MENTION,
    FeedbackKind.MESSAGE: Source.MESSAGE,
    FeedbackKind.REVIEW: Source.REVIEW,
}


@dataclass(frozen=True)
class Asked:
    """A message that waits for an answer, as far as it is understood, and who answers it.

    `limit` is the network's, counted by `measure`. `holding` is the message of the crisis file
    while the crisis team is alerted, "" where there is none, None where nobody is alerted.
    """

    situation: Situation
    #: In the language of the answer; `every_fact` is for whoever can translate.
    facts: Facts
    every_fact: Facts
    language: Language
    is_understood: bool
    holding: str | None
    limit: int
    measure: Callable[[str], int]


@dataclass(frozen=True)
class Offer:
    """What stands beside the answer box."""

    suggestions: tuple[Suggestion, ...] = ()
    advice: Advice | None = None
    #: Whether a language model may be asked as well.
    may_draft: bool = False
    #: Whether nothing else is offered because the crisis team is alerted.
    is_held: bool = False

    @property
    def first_points(self) -> tuple[str, ...]:
        """What of the advice is read at once: more of it where it is better to wait."""
        if self.advice is None:
            return ()
        most = 1 if self.advice.course is Course.ANSWER else 2
        return self.advice.sentences[:most]

    @property
    def other_points(self) -> tuple[str, ...]:
        """The rest of the advice."""
        return self.advice.sentences[len(self.first_points) :] if self.advice else ()


def asked(
    conversation: Conversation,
    feedback: Feedback,
    *,
    writer: User,
    now: datetime,
    was_answered: bool = False,
    holding: str | None = None,
) -> Asked:
    """Return what is known of some words of a conversation. At most one query.

    Words that tell no language are answered in that of the writer. `was_answered`: one of us said
    something before them; `holding`: see `Asked`.
    """
    workspace = conversation.workspace
    company = getattr(workspace, "company", None) or Company(workspace=workspace)
    closures = closures_of(workspace) if company.week is not None else []
    known = facts_from(company, workspace=workspace, closures=closures)
    language = language_of(feedback.language, otherwise=writer.language)
    said_on = feedback.written_at.astimezone(workspace.zone).date()
    heard = days_in(plain(feedback.text), said_on=said_on)
    situation = replace(
        _situation(conversation, feedback, known, heard=heard, now=now), was_answered=was_answered
    )
    every_fact = answer_facts.facts_of(
        company,
        known,
        days=heard.days if Topic.HOURS in situation.asked else (),
        language=language,
        writer=writer,
        now=now,
    )
    return Asked(
        situation=situation,
        facts=answer_facts.in_one_language(every_fact, language, writer=writer),
        every_fact=every_fact,
        language=language,
        is_understood=bool(feedback.intent or feedback.stars),
        holding=holding,
        limit=actions.count_answer(conversation, "", to=feedback).limit,
        measure=lambda text: actions.count_answer(conversation, text, to=feedback).used,
    )


def holding_of(conversation: Conversation) -> str | None:
    """Return what is said while the crisis team is alerted, None while it is not. Two queries."""
    if conversation.escalated_at is None:
        return None
    return crisis_of(conversation.workspace).holding_message


def offer(conversation: Conversation, message: Asked, *, language: Language) -> Offer:
    """Return answers to start from, and what to think of first in the reader's `language`.

    What was said to others under the same post comes last. One query.
    """
    advice = advise(message.situation, language=language)
    if message.holding is not None:
        return Offer(_held(message), advice=advice, is_held=True)
    if not message.is_understood:
        return Offer()
    used = _used(conversation)
    found = (*_suggested(message, used=used), *_suggested(message, used=()))
    each_once = {one.key: one for one in found}
    return Offer(
        suggestions=tuple(each_once.values())[:SUGGESTIONS_MAX],
        advice=advice,
    )


def named(message: Asked, key: str) -> Suggestion | None:
    """Return the suggestion with this key, filled in for a message; None when there is none."""
    if message.holding is not None:
        return next((one for one in _held(message) if one.key == key), None)
    for case in cases_for(message.situation):
        others = {one.key for one in bank.answers(case, language=message.language)} - {key}
        if found := _suggested(message, used=others, case=case):
            return found[0]
    return None


def _held(message: Asked) -> tuple[Suggestion, ...]:
    """Return the holding message alone: whoever apologises now speaks too soon."""
    if not message.holding:
        return ()
    case = cases_for(message.situation)[0]
    return (Suggestion(key=HOLDING, case=case, text=message.holding),)


def _aspects(feedback: Feedback) -> dict[Aspect, Sign]:
    """Return the aspects that the words bear out.

    Those that a complaint blames come first, or what may be one.
    """
    found = borne_out(aspects_of(feedback.aspects), feedback.text)
    is_unsure = feedback.wants_check and feedback.stars is None
    may_be_complaint = feedback.intent == Intent.COMPLAINT.value or is_unsure
    return {**blamed_in(feedback.text), **found} if may_be_complaint else found


def _suggested(
    message: Asked, *, used: Collection[str], case: Case | None = None
) -> Sequence[Suggestion]:
    return suggest(
        message.situation,
        message.facts,
        language=message.language,
        used=used,
        limit=message.limit,
        measure=message.measure,
        case=case,
    )


def _used(conversation: Conversation) -> list[str]:
    """Return the suggestions of the latest answers under the same post, or to the same reviews."""
    given = Answer.objects.filter(
        workspace_id=conversation.workspace_id, conversation__channel_id=conversation.channel_id
    ).exclude(suggestion="")
    if conversation.kind == FeedbackKind.REVIEW.value:
        given = given.filter(conversation__kind=conversation.kind)
    else:
        given = given.filter(conversation__root_id=conversation.root_id)
    newest = given.order_by("-written_at", "-id")
    return list(newest.values_list("suggestion", flat=True)[:_LOOKED_BACK])


def _situation(
    conversation: Conversation,
    feedback: Feedback,
    known: CompanyFacts,
    *,
    heard: Heard,
    now: datetime,
) -> Situation:
    kind = next((one for one in FeedbackKind if one.value == feedback.kind), FeedbackKind.REPLY)
    is_open = None
    if known.hours is not None:
        is_open = company_rules.is_open(now, calendar=known.calendar)
    return Situation(
        intent=value_of(Intent, feedback.intent) or Intent.OTHER,
        sentiment=value_of(Sentiment, feedback.tone) or Sentiment.NEUTRAL,
        urgent=value_of(Urgent, feedback.urgency) or Urgent.NO,
        stars=feedback.stars,
        has_text=bool(feedback.text.strip()),
        aspects=_aspects(feedback),
        topics=topics_of(feedback.text),
        asked=asked_in(feedback.text),
        traits=traits_of(feedback.text, heard=heard),
        source=_SOURCES[kind],
        is_public=not feedback.is_private,
        person_name=feedback.author_name or conversation.person_name,
        trade=next((one for one in known.trades if family_of(one)), ""),
        is_open_now=is_open,
        is_sure=not feedback.wants_check,
    )
