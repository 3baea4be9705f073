"""Suggested answers for a conversation: what is known of the message, put together and asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.company import rules as company_rules
from beffroi.company.models import Company
from beffroi.company.queries import Facts as CompanyFacts
from beffroi.company.queries import closures_of, facts_from
from beffroi.inbox import actions
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.networks.contracts import FeedbackKind
from beffroi.suggestions import bank
from beffroi.suggestions.advice import Advice, Course, advise
from beffroi.suggestions.bank import Language
from beffroi.suggestions.cases import Case, cases_for
from beffroi.suggestions.choice import SUGGESTIONS_MAX, Suggestion, suggest
from beffroi.suggestions.facts import Facts
from beffroi.suggestions.families import family_of
from beffroi.suggestions.situations import Intent, Sentiment, Situation, Source, Urgent
from beffroi.suggestions.topics import topics_of
from beffroi.suggestions.understanding import aspects_of, language_of, value_of
from beffroi.workspaces.models import User

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

    `limit` is the network's, counted by `measure`.
    """

    situation: Situation
    facts: Facts
    language: Language
    is_understood: bool
    limit: int
    measure: Callable[[str], int]


@dataclass(frozen=True)
class Offer:
    """What stands beside the answer box."""

    suggestions: tuple[Suggestion, ...] = ()
    advice: Advice | None = None
    #: Whether a language model may be asked as well.
    may_draft: bool = False

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


def asked(conversation: Conversation, feedback: Feedback, *, writer: User, now: datetime) -> Asked:
    """Return what is known of some words of a conversation. At most one query.

    Words that tell no language are answered in that of the writer.
    """
    workspace = conversation.workspace
    company = getattr(workspace, "company", None) or Company(workspace=workspace)
    closures = closures_of(workspace) if company.week is not None else []
    known = facts_from(company, workspace=workspace, closures=closures)
    language = language_of(feedback.language, otherwise=writer.language)
    return Asked(
        situation=_situation(conversation, feedback, known, now=now),
        facts=_facts(known, language),
        language=language,
        is_understood=_is_sure(feedback),
        limit=actions.count_answer(conversation, "", to=feedback).limit,
        measure=lambda text: actions.count_answer(conversation, text, to=feedback).used,
    )


def offer(conversation: Conversation, message: Asked, *, language: Language) -> Offer:
    """Return answers to start from, and what to think of first in the reader's `language`.

    What was said to others under the same post comes last. One query.
    """
    if not message.is_understood:
        return Offer()
    used = _used(conversation)
    found = (*_suggested(message, used=used), *_suggested(message, used=()))
    each_once = {one.key: one for one in found}
    return Offer(
        suggestions=tuple(each_once.values())[:SUGGESTIONS_MAX],
        advice=advise(message.situation, language=language),
    )


def named(message: Asked, key: str) -> Suggestion | None:
    """Return the suggestion with this key, filled in for a message; None when there is none."""
    for case in cases_for(message.situation):
        others = {one.key for one in bank.answers(case, language=message.language)} - {key}
        if found := _suggested(message, used=others, case=case):
            return found[0]
    return None


def _is_sure(feedback: Feedback) -> bool:
    """Tell whether answers may be offered: nobody is thanked for what may be irony."""
    if feedback.stars is not None:
        return True
    may_be_irony = feedback.wants_check and feedback.tone == Sentiment.POSITIVE.value
    return bool(feedback.intent) and not may_be_irony


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
        aspects=aspects_of(feedback.aspects),
        topics=topics_of(feedback.text),
        source=_SOURCES[kind],
        is_public=not feedback.is_private,
        person_name=feedback.author_name or conversation.person_name,
        trade=next((one for one in known.trades if family_of(one)), ""),
        is_open_now=is_open,
    )


def _facts(known: CompanyFacts, language: Language) -> Facts:
    policies = known.policies
    return Facts(
        company=known.name,
        signature=known.signature,
        hours=known.hours_in_words(language=language),
        address=", ".join(line.strip(" ,") for line in known.address.splitlines() if line.strip()),
        phone=known.phone,
        email=known.email,
        website=known.website,
        returns=policies.get("returns", ""),
        booking=policies.get("booking", ""),
        delivery=policies.get("shipping", ""),
        after_sales=policies.get("after_sales", ""),
    )
