"""Finds conversations: a bounded walk through the rarest of what is wanted, newest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from beffroi.core.keyset import Cursor
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.search import index, marking
from beffroi.inbox.search.marking import Piece
from beffroi.inbox.search.wanted import Term, Wanted

#: How many conversations one page of a search looks at.
LOOKED_AT = 2_000
#: Whose messages are read one by one for a phrase, these are fewer.
_READ = 500
#: The first steps are short, for most searches find a page at once.
_STEPS = (60, 200, 800)
#: A word that so few have is walked along without another question.
_FEW = 500
#: A beginning that more words have is looked for along the list: it is in most conversations.
_BEGUN_MAX = 20
#: Messages of each side that are read in one go, to find a phrase or to show where words stand.
_MESSAGES_MAX = 4_000

#: Gives the next conversations after a place, so many at most.
_Walk = Callable[[Cursor | None, int], list[Cursor]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where is looked: the lists of one workspace, or what of them is `narrowed` by filters."""

    workspace_id: int
    statuses: tuple[str, ...]
    narrowed: QuerySet[Conversation] | None = None

    def lists(self) -> list[QuerySet[Conversation]]:
        """Return its lists as their index has them, with nothing left out."""
        rows = Conversation.objects.filter(workspace=self.workspace_id)
        return [rows.filter(status=status) for status in self.statuses]

    def shown(self) -> QuerySet[Conversation]:
        """Return its conversations, in no order yet."""
        if self.narrowed is not None:
            return self.narrowed
        return Conversation.objects.filter(
            workspace=self.workspace_id, status__in=list(self.statuses)
        )

    def among(self, ids: Collection[int]) -> QuerySet[Conversation]:
        """Return those that have these ids, each fetched by its id.

        Sums are in no index: without them SQLite reads all of the list to find a few ids. So would
        it along the indexes of what narrows the list, which is asked of each by its id as well.
        """
        rows = Conversation.objects.alias(
            within=F("workspace_id") + 0, stands=Concat(F("status"), Value(""))
        )
        rows = rows.filter(pk__in=ids, within=self.workspace_id, stands__in=list(self.statuses))
        if self.narrowed is None:
            return rows
        return rows.filter(Exists(self.narrowed.filter(pk=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of conversations, newest first, and where to go on (None: that was all).

    `is_cut` when the walk ended before a page was full: what is older was not looked at.
    """

    ids: tuple[int, ...]
    next: Cursor | None
    is_cut: bool = False


def find(place: Place, wanted: Wanted, *, after: Cursor | None, most: int) -> Found:
    """Return the first `most` of a list that meet what is wanted."""
    walk = _walk(place, wanted)
    if walk is None:
        return Found((), None)
    found: list[Cursor] = []
    at, left = after, _allowed(wanted)
    for step in _steps(left):
        several = walk(at, step)
        found += _meeting(place, wanted, several)
        if len(found) > most:
            return Found(_ids(found[:most]), found[most - 1])
        if len(several) < step:
            return Found(_ids(found), None)
        at = several[-1]
    return Found(_ids(found), at, is_cut=True)


def excerpts(ids: Collection[int], wanted: Wanted) -> dict[int, tuple[Piece, ...]]:
    """Return where in their messages the words stand; nothing of those found by their name."""
    texts = _texts(ids) if ids else {}
    marked = {one: marking.excerpt(texts[one], wanted) for one in texts}
    return {one: pieces for one, pieces in marked.items() if pieces}


def _allowed(wanted: Wanted) -> int:
    return _READ if wanted.phrases or wanted.without_phrases else LOOKED_AT


def _steps(left: int) -> Iterable[int]:
    """Yield how many to look at in turn, `left` altogether."""
    place = 0
    while left > 0:
        step = min(left, _STEPS[min(place, len(_STEPS) - 1)])
        yield step
        left -= step
        place += 1


def _ids(found: Iterable[Cursor]) -> tuple[int, ...]:
    return tuple(cursor.id for cursor in found)


def _walk(place: Place, wanted: Wanted) -> _Walk | None:
    """Return the shortest way: along the rarest word or along the list; None for nowhere."""
    lists, workspace_id = place.lists(), place.workspace_id
    ways = [words for term in wanted.terms if (words := _words(workspace_id, term)) is not None]
    numbers = index.counts(workspace_id, ways, limit=LOOKED_AT) if ways else []
    fewest = min(numbers, default=LOOKED_AT)
    if fewest == 0:
        return None
    if not ways or (fewest > _FEW and _is_shorter(lists, than=fewest)):
        return lambda after, limit: _along(lists, after, limit)
    way = ways[numbers.index(fewest)]
    return lambda after, limit: index.walk(workspace_id, way, after=after, limit=limit)


def _words(workspace_id: int, term: Term) -> list[str] | None:
    """Return all words that meet a term, None when they are too many to walk along."""
    begun = index.words_from(workspace_id, term.prefix, limit=_BEGUN_MAX + 1) if term.prefix else []
    return None if len(begun) > _BEGUN_MAX else list(dict.fromkeys((*term.words, *begun)))


def _is_shorter(lists: Iterable[QuerySet[Conversation]], *, than: int) -> bool:
    return sum(rows.order_by()[:than].count() for rows in lists) < than


def _along(
    lists: Iterable[QuerySet[Conversation]], after: Cursor | None, limit: int
) -> list[Cursor]:
    """Return the next of several lists, whatever narrows them: how far it looks is bounded."""
    several = (_next(rows, after, limit) for rows in lists)
    newest = merge(*several, key=lambda cursor: (cursor.at, cursor.id), reverse=True)
    return list(islice(newest, limit))


def _next(rows: QuerySet[Conversation], after: Cursor | None, limit: int) -> list[Cursor]:
    if after is not None:
        rows = beyond(rows, after)
    ordered = rows.order_by("-last_feedback_at", "-id").values_list("last_feedback_at", "id")
    return [Cursor(*row) for row in ordered[:limit]]


def beyond(rows: QuerySet[Conversation], cursor: Cursor) -> QuerySet[Conversation]:
    """Return those of `rows` that come after a place in the list."""
    rows = rows.filter(last_feedback_at__lte=cursor.at)  # lets the index begin there
    return rows.exclude(last_feedback_at=cursor.at, id__gte=cursor.id)


def _meeting(place: Place, wanted: Wanted, several: Sequence[Cursor]) -> list[Cursor]:
    """Return those that meet all that is wanted, in their order."""
    ids = _like(place, wanted, [cursor.id for cursor in several]) if several else set()
    if ids and (wanted.phrases or wanted.without_phrases):
        names = dict(place.among(ids).values_list("pk", "person_name"))
        said = _texts(ids).items()
        ids = {one for one, texts in said if _says([*texts, names[one]], wanted)}
    return [cursor for cursor in several if cursor.id in ids]


def _like(place: Place, wanted: Wanted, ids: Collection[int]) -> set[int]:
    met = place.among(ids)
    for term in wanted.terms:
        met = met.filter(_has(term))
    for term in wanted.without:
        met = met.exclude(_has(term))
    return set(met.values_list("pk", flat=True))


def _has(term: Term) -> Q:
    asked = Q()
    for word in term.words:
        asked |= Q(search_text__contains=f" {word} ")
    return asked | Q(search_text__contains=f" {term.prefix}") if term.prefix else asked


def _says(texts: Sequence[str], wanted: Wanted) -> bool:
    return all(marking.holds(texts, phrase) for phrase in wanted.phrases) and not any(
        marking.holds(texts, phrase) for phrase in wanted.without_phrases
    )


def _texts(ids: Collection[int]) -> Mapping[int, list[str]]:
    """Return what was said in each, theirs first, newest first."""
    texts: dict[int, list[str]] = {one: [] for one in ids}
    heard = Feedback.objects.there().filter(conversation__in=ids)
    theirs = heard.order_by("is_ours", "-written_at", "-id").values_list("conversation", "text")
    answers = Answer.objects.filter(conversation__in=ids).order_by("-written_at", "-id")
    for one, text in theirs[:_MESSAGES_MAX]:
        texts[one].append(text)
    for one, text in answers.values_list("conversation", "text")[:_MESSAGES_MAX]:
        texts[one].append(text)
    return texts
