"""What a draft of a watch would have kept and set aside in the last seven days, and why.

Counted on what the workspace holds (mentions, messages of its inbox) and on what networks show
when they are searched; an upper bound comes from the words of public streams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from beffroi.company.queries import called
from beffroi.inbox.models import Feedback
from beffroi.inbox.naming import shown
from beffroi.language.understanding import Message, understand
from beffroi.listening import places, searching, vocabulary
from beffroi.listening.judging import Judge, Judgement, Piece, Reason
from beffroi.listening.models import Mention
from beffroi.listening.preparing import ours
from beffroi.listening.searching import Searched
from beffroi.listening.sought import Sought
from beffroi.matching.queries import Unsearchable
from beffroi.networks.listening import PublicPost
from beffroi.workspaces.models import Workspace

DAYS = 7
#: So many rows of each kind are looked at, the newest.
_ROWS_MAX = 2000
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A public message that is counted; from wherever it comes."""

    key: tuple[str, str]
    network: str
    who: str
    text: str
    language: str
    written_at: datetime
    tone: str = ""
    intent: str = ""
    mention_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One of them, with its words marked; `others` are set aside for the same reason."""

    text: Text
    pieces: tuple[Piece, ...]
    reason: Reason | None = None
    detail: str = ""
    count: int = 1
    #: The word that is found in it and could be excluded.
    said: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """How many of one day."""

    day: date
    kept: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Count:
    """The whole count. `mentions` and `inbox` say how many rows were looked at."""

    days: tuple[Day, ...]
    kept: tuple[Sample, ...]
    set_aside: tuple[Sample, ...]
    kept_count: int
    set_aside_count: int
    mentions: int
    inbox: int
    searched: frozenset[str]
    silent: frozenset[str]
    at: datetime
    #: At most so many a day in public streams; None: not counted yet.
    at_most_a_day: float | None
    unsearchable: tuple[str, ...]
    #: Whether networks could be asked for more.
    can_search: bool

    @property
    def total(self) -> int:
        """All that hold what is looked for."""
        return self.kept_count + self.set_aside_count

    @property
    def highest(self) -> int:
        """The fullest day, for the scale of a chart."""
        return max((one.kept + one.set_aside for one in self.days), default=0)


def count_here(workspace: Workspace, sought: Sought, *, now: datetime) -> Count | None:
    """Count on what is known without asking anybody; None for what cannot be looked for."""
    known = searching.remembered(workspace, sought)
    can_search = known is None and bool(searching.networks(workspace, sought))
    count = _count(workspace, sought, known or Searched(), now=now)
    return replace(count, can_search=can_search) if count else None


def count_all(workspace: Workspace, sought: Sought, *, now: datetime) -> Count | None:
    """Count on that, and on what networks show. Outside any transaction."""
    return _count(workspace, sought, searching.search(workspace, sought), now=now)


def _count(workspace: Workspace, sought: Sought, found: Searched, *, now: datetime) -> Count | None:
    if not sought.wanted:
        return None
    try:
        judge = Judge(sought)
    except Unsearchable:
        return None
    mentions, inbox = _mentions(workspace, now=now), _inbox(workspace, now=now)
    texts = _once((*mentions, *inbox, *_posts(_of_others(workspace, found), now=now)))
    judged = [(text, said) for text in texts if (said := _judged(judge, text))]
    kept = [text for text, said in judged if said.is_kept]
    aside = [(text, said) for text, said in judged if not said.is_kept]
    return Count(
        days=_days(judged, workspace, now=now),
        kept=_kept_samples(kept[:SAMPLES], judge, house=called(workspace)),
        set_aside=_aside_samples(aside, judge),
        kept_count=len(kept),
        set_aside_count=len(aside),
        mentions=len(mentions),
        inbox=len(inbox),
        searched=found.asked,
        silent=found.silent,
        at=found.at or now,
        at_most_a_day=at_most_a_day(sought, now=now),
        unsearchable=tuple(places.unheard()),
        can_search=False,
    )


def at_most_a_day(sought: Sought, *, now: datetime) -> float | None:
    """Return how many messages a day public streams may hold of it, None while none counted."""
    total: float | None = None
    for key in places.streamed():
        if sought.networks and key not in sought.networks:
            continue
        usual = vocabulary.usual(key, now=now)
        if usual is not None:
            try:
                total = (total or 0.0) + usual.at_most(sought.query(0))
            except Unsearchable:
                return None
    return total


def _judged(judge: Judge, text: Text) -> Judgement | None:
    return judge.judge(text.text, language=text.language, network=text.network)


def _mentions(workspace: Workspace, *, now: datetime) -> list[Text]:
    rows = Mention.objects.there().filter(
        workspace=workspace, written_at__gte=now - timedelta(days=DAYS)
    )
    return [
        Text(
            (row.network, row.remote_id),
            row.network,
            row.who,
            row.text,
            row.language,
            row.written_at,
            row.sure_tone,
            row.intent,
            row.pk,
        )
        for row in rows.order_by("-written_at", "-id")[:_ROWS_MAX]
    ]


def _inbox(workspace: Workspace, *, now: datetime) -> list[Text]:
    """Return what people said to us in public."""
    rows = Feedback.objects.there().filter(
        workspace=workspace,
        is_ours=False,
        is_private=False,
        written_at__gte=now - timedelta(days=DAYS),
    )
    rows = rows.select_related("channel").order_by("-written_at", "-id")[:_ROWS_MAX]
    return [
        Text(
            (row.channel.network, row.remote_id),
            row.channel.network,
            shown(row.author_name, network=row.channel.network) or f"@{row.author_handle}",
            row.text,
            row.language,
            row.written_at,
            "" if row.wants_check else row.tone,
            row.intent,
        )
        for row in rows
        if row.text
    ]


def _of_others(workspace: Workspace, found: Searched) -> list[PublicPost]:
    """Return what networks showed without what we say ourselves, as nothing of it is kept."""
    if not found.posts:
        return []
    is_ours = ours(workspace.pk)
    return [post for post in found.posts if not is_ours(post)]


def _posts(found: Iterable[PublicPost], *, now: datetime) -> Iterator[Text]:
    """Return what networks showed, in the language in which it reads rather than as declared."""
    since = now - timedelta(days=DAYS)
    posts = [post for post in found if since <= post.written_at <= now and post.text]
    understood = understand([Message(post.text) for post in posts]) if posts else ()
    for post, said in zip(posts, understood, strict=True):
        yield Text(
            (post.network, post.remote_id),
            post.network,
            post.author.display_name or f"@{post.author.handle}",
            post.text,
            said.language or post.language,
            post.written_at,
            "" if said.wants_check else said.tone,
            said.intent,
        )


def _once(texts: Iterable[Text]) -> list[Text]:
    """Return each message once, the newest first."""
    found: dict[tuple[str, str], Text] = {}
    for text in texts:
        found.setdefault(text.key, text)
    return sorted(found.values(), key=lambda text: (text.written_at, text.key), reverse=True)


def _kept_samples(texts: Iterable[Text], judge: Judge, *, house: str) -> tuple[Sample, ...]:
    return tuple(
        Sample(text, judge.marked(text.text), said=judge.other_word(text.text, house=house))
        for text in texts
    )


def _aside_samples(aside: Sequence[tuple[Text, Judgement]], judge: Judge) -> tuple[Sample, ...]:
    """Return one of each reason, the most frequent first."""
    counted = Counter((said.reason, said.detail) for _text, said in aside)
    first: dict[tuple[Reason | None, str], Text] = {}
    for text, said in aside:
        first.setdefault((said.reason, said.detail), text)
    return tuple(
        Sample(first[key], judge.marked(first[key].text), key[0], key[1], number)
        for key, number in counted.most_common(SAMPLES)
    )


def _days(
    judged: Iterable[tuple[Text, Judgement]], workspace: Workspace, *, now: datetime
) -> tuple[Day, ...]:
    kept: Counter[date] = Counter()
    aside: Counter[date] = Counter()
    for text, said in judged:
        counter = kept if said.is_kept else aside
        counter[text.written_at.astimezone(workspace.zone).date()] += 1
    today = now.astimezone(workspace.zone).date()
    days = (today - timedelta(days=back) for back in reversed(range(DAYS)))
    return tuple(Day(day, kept[day], aside[day]) for day in days)
