"""Has the rules look at what arrived, a query for each rule and batch, and do what they say once.

All look at a message as it arrived: what one does changes nothing of what the next one meets. What
was done and that it was done stand in one transaction, so that a crash repeats nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from beffroi.inbox import filtering, sweeping
from beffroi.inbox.automation import doing, loading, replying, words
from beffroi.inbox.automation.doing import Moment
from beffroi.inbox.automation.loading import Loaded
from beffroi.inbox.filtering import Looking
from beffroi.inbox.models import Conversation, Feedback, Nudge, Rule, RuleAct
from beffroi.inbox.sweeping import Held
from beffroi.workspaces.models import Workspace

#: As many messages as one transaction is about: others write between.
BATCH = 200
#: What was written before comes with the history of a channel, and a trial does not show it.
LOOKS_BACK = timedelta(days=30)
#: Nobody looks: “given to me” is nobody's.
_NOBODY = 0

#: Of a conversation, its new messages: id and words, newest first.
Heard = dict[int, list[tuple[int, words.Read]]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """That a rule meets a conversation, by one of its messages."""

    rule: Loaded
    conversation_id: int
    feedback_id: int

    @property
    def key(self) -> tuple[int, int]:
        """What it does is done once for this."""
        return self.rule.row.pk, self.feedback_id


def run(workspace: Workspace, feedback_ids: Collection[int], *, now: datetime) -> int:
    """Do what the rules that are on say of new messages, then answer what is answered by itself.

    Return how many acts changed something. The same messages again change nothing more. Outside a
    transaction: each batch has its own.
    """
    rules = [rule for rule in loading.load(workspace) if rule.acts]
    ids = sorted(set(feedback_ids))
    acted = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        if rules:
            acted += _run_batch(workspace, batch, rules, now=now)
        replying.reply(workspace, batch, now=now)
    return acted


def _run_batch(
    workspace: Workspace, ids: Sequence[int], rules: Sequence[Loaded], *, now: datetime
) -> int:
    heard = _heard(workspace, ids, since=now - LOOKS_BACK)
    rows = Conversation.objects.filter(
        workspace=workspace, pk__in=heard.keys(), status=Conversation.Status.OPEN
    )
    looking = Looking(_NOBODY, now, workspace.zone)
    meetings = meet(rules, filtering.awake(rows, now=now), heard, looking=looking)
    return _act(workspace, meetings, ids, now=now) if meetings else 0


def meet(
    rules: Iterable[Loaded],
    rows: QuerySet[Conversation],
    heard: Heard,
    *,
    looking: Looking,
) -> list[Meeting]:
    """Return which rules meet which of `rows`, in the order of the rules; one that stops hides its
    conversations from those below. One query for each rule.
    """
    found: list[Meeting] = []
    stopped: set[int] = set()
    for rule in rules:
        met = filtering.apply(rows, rule.filters, looking=looking).order_by()
        for conversation_id in met.values_list("pk", flat=True):
            feedback_id = _newest_with(rule.words, heard.get(conversation_id, []))
            if feedback_id is None or conversation_id in stopped:
                continue
            found.append(Meeting(rule, conversation_id, feedback_id))
        if rule.row.stops:
            stopped |= {one.conversation_id for one in found if one.rule is rule}
    return found


def _newest_with(wanted: words.Words, messages: Iterable[tuple[int, words.Read]]) -> int | None:
    return next((pk for pk, said in messages if wanted.are_in(said)), None)


def _heard(workspace: Workspace, ids: Sequence[int], *, since: datetime) -> Heard:
    rows = Feedback.objects.there().filter(
        workspace=workspace, pk__in=ids, is_ours=False, written_at__gte=since
    )
    heard: Heard = {}
    for pk, conversation_id, text in rows.order_by("-written_at", "-id").values_list(
        "pk", "conversation_id", "text"
    ):
        heard.setdefault(conversation_id, []).append((pk, words.read(text)))
    return heard


@transaction.atomic
def _act(
    workspace: Workspace, meetings: Sequence[Meeting], ids: Sequence[int], *, now: datetime
) -> int:
    """Do it to those that still wait, and remember it, all or nothing."""
    held = {
        one.row.pk: one
        for one in sweeping.hold(workspace, {one.conversation_id for one in meetings})
        if one.row.status == Conversation.Status.OPEN and one.row.person_name
    }
    known = set(
        RuleAct.objects.filter(workspace=workspace, feedback__in=ids).values_list(
            "rule_id", "feedback_id"
        )
    )
    on = _on_still(meetings)
    new = [
        one
        for one in meetings
        if one.conversation_id in held and one.key not in known and one.rule.row.pk in on
    ]
    moment = Moment(now, workspace.zone)
    acts: list[RuleAct] = []
    nudges: list[Nudge] = []
    for meeting in new:
        act, told = _do(workspace, meeting, held[meeting.conversation_id], moment)
        acts.append(act)
        nudges += told
    changed = {act.conversation_id for act in acts if act.done}
    sweeping.save(workspace, [held[pk] for pk in sorted(changed)])
    RuleAct.objects.bulk_create(acts)
    Nudge.objects.bulk_create(nudges, ignore_conflicts=True)  # they have such a card already
    return _count(acts, now=now)


def _on_still(meetings: Iterable[Meeting]) -> set[int]:
    """Return the rules that nobody switched off, changed or deleted since they were read."""
    versions = {one.rule.row.pk: one.rule.row.on_version for one in meetings}
    now_on = Rule.objects.filter(pk__in=versions, deleted_at__isnull=True)
    found = now_on.values_list("pk", "on_version")
    return {pk for pk, version in found if version is not None and version == versions[pk]}


def _do(
    workspace: Workspace, meeting: Meeting, held: Held, moment: Moment
) -> tuple[RuleAct, list[Nudge]]:
    done = doing.do(held, meeting.rule.actions, moment=moment)
    about = {
        "workspace": workspace,
        "rule": meeting.rule.row,
        "conversation_id": meeting.conversation_id,
    }
    act = RuleAct(
        **about,
        feedback_id=meeting.feedback_id,
        acted_at=moment.now,
        done=done.kinds,
        before=done.before,
        after=done.after,
    )
    told = [
        Nudge(**about, user_id=user_id, kind=kind, told_at=moment.now)
        for user_id, kind in done.told
    ]
    return act, told


def _count(acts: Iterable[RuleAct], *, now: datetime) -> int:
    """Add to each rule how often it changed something; return how often that was."""
    numbers: dict[int, int] = {}
    for act in acts:
        if act.done:
            numbers[act.rule_id] = numbers.get(act.rule_id, 0) + 1
    for rule_id, number in sorted(numbers.items()):
        rows = Rule.objects.filter(pk=rule_id)
        rows.update(acted_count=F("acted_count") + number, acted_at=now)
    return sum(numbers.values())
