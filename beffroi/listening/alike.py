"""Groups messages that say nearly the same: the first one stands for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from beffroi.listening import likeness
from beffroi.listening.models import Mention

#: A row, and the one that stands for it.
Pair = tuple[Mention, Mention]

#: Copies come soon after each other, or are no copies.
WITHIN = timedelta(days=3)
#: The newest so many groups are compared.
GROUPS_MAX = 500
_CANDIDATES_MAX = 20
_Words = Sequence[frozenset[bytes]]
_NONE: frozenset[bytes] = frozenset()


def group(
    workspace_id: int,
    rows: Sequence[Mention],
    *,
    repeats: Mapping[tuple[str, str], str],
    now: datetime,
) -> list[Pair]:
    """Write its fingerprint on each row, and which kept row it is like. Nothing is saved.

    Return, for rows that are like another of `rows`, that other one: the first of them.
    """
    words = [likeness.words_of(row.text) for row in rows]
    for row, its_words in zip(rows, words, strict=True):
        row.fingerprint = likeness.fingerprint(its_words)
    # Where there are too few words to tell, only a share says what a message is like.
    told = {place: row.fingerprint for place, row in enumerate(rows) if row.fingerprint is not None}
    shared = _shared(workspace_id, repeats)
    kept = _kept(workspace_id, told, words, now=now) if told else {}
    for place, row in enumerate(rows):
        original = repeats.get((row.network, row.remote_id), "")
        row.first_id = shared.get((row.network, original)) or kept.get(place)
    alone = {place: found for place, found in told.items() if rows[place].first_id is None}
    return [(rows[place], rows[head]) for place, head in _within(alone, words).items()]


def _shared(
    workspace_id: int, repeats: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], int]:
    """Return the rows of posts that others share, by network and id; the first of their group."""
    if not repeats:
        return {}
    rows = Mention.objects.filter(workspace=workspace_id, remote_id__in=set(repeats.values()))
    found = rows.values_list("network", "remote_id", "pk", "first_id")
    return {(network, remote_id): first or pk for network, remote_id, pk, first in found}


def _kept(
    workspace_id: int, told: Mapping[int, int], words: _Words, *, now: datetime
) -> dict[int, int]:
    """Return by its place the oldest row that says nearly the same as one; those that are like one.

    `told` are fingerprints by their places.
    """
    rows = Mention.objects.there().filter(
        workspace=workspace_id,
        written_at__gte=now - WITHIN,
        fingerprint__isnull=False,
        first__isnull=True,
    )
    newest = rows.order_by("-written_at", "-id").values_list("pk", "fingerprint")[:GROUPS_MAX]
    firsts = [(pk, found) for pk, found in newest if found is not None]
    near = likeness.near(list(told.values()), [found for _pk, found in firsts])
    candidates = {
        place: [firsts[at][0] for at in its_near[:_CANDIDATES_MAX]]
        for place, its_near in zip(told, near, strict=True)
        if its_near
    }
    known = _words_of(set(chain.from_iterable(candidates.values())))
    alike = {
        place: min(
            (pk for pk in pks if likeness.is_alike(words[place], known.get(pk, _NONE))), default=0
        )
        for place, pks in candidates.items()
    }
    return {place: pk for place, pk in alike.items() if pk}


def _words_of(ids: set[int]) -> dict[int, frozenset[bytes]]:
    if not ids:  # as for most
        return {}
    texts = Mention.objects.filter(pk__in=ids).values_list("pk", "text")
    return {pk: likeness.words_of(text) for pk, text in texts}


def _within(told: Mapping[int, int], words: _Words) -> dict[int, int]:
    """Return by its place the first of the others that says nearly the same as one."""
    places, found = list(told), list(told.values())
    heads: dict[int, int] = {}
    for place, its_near in zip(places, likeness.near(found, found), strict=True):
        before = (places[at] for at in its_near if places[at] < place and places[at] not in heads)
        head = next((at for at in before if likeness.is_alike(words[at], words[place])), None)
        if head is not None:
            heads[place] = head
    return heads
