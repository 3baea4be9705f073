"""Groups messages that say nearly the same: the first one stands for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from beffroi.listening import likeness
from beffroi.listening.models import Mention

#: A row, and the one that stands for it.
Pair = tuple[Mention, Mention]

#: Copies come soon after each other, or are no copies.
WITHIN = timedelta(days=3)
#: The newest so many groups are compared.
GROUPS_MAX = 500
_CANDIDATES_MAX = 20


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
    if all(row.fingerprint is None for row in rows) and not repeats:
        return []
    firsts = _firsts(workspace_id, now=now)
    shared = _shared(workspace_id, repeats)
    heads = _Heads()
    pairs = []
    for row, its_words in zip(rows, words, strict=True):
        original = repeats.get((row.network, row.remote_id), "")
        row.first_id = shared.get((row.network, original)) or _like(row, its_words, firsts)
        if row.first_id is None and row.fingerprint is not None:
            head = heads.like(row.fingerprint, its_words)
            if head is None:
                heads.add(row, row.fingerprint, its_words)
            else:
                pairs.append((row, head))
    return pairs


def _firsts(workspace_id: int, *, now: datetime) -> likeness.Fingerprints:
    rows = Mention.objects.there().filter(
        workspace=workspace_id,
        written_at__gte=now - WITHIN,
        fingerprint__isnull=False,
        first__isnull=True,
    )
    newest = rows.order_by("-written_at", "-id").values_list("pk", "fingerprint")[:GROUPS_MAX]
    return likeness.Fingerprints((pk, found) for pk, found in newest if found is not None)


def _shared(
    workspace_id: int, repeats: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], int]:
    """Return the rows of posts that others share, by network and id; the first of their group."""
    if not repeats:
        return {}
    rows = Mention.objects.filter(workspace=workspace_id, remote_id__in=set(repeats.values()))
    found = rows.values_list("network", "remote_id", "pk", "first_id")
    return {(network, remote_id): first or pk for network, remote_id, pk, first in found}


def _like(row: Mention, words: frozenset[bytes], firsts: likeness.Fingerprints) -> int | None:
    if row.fingerprint is None:
        return None
    candidates = firsts.near(row.fingerprint)[:_CANDIDATES_MAX]
    if not candidates:  # as for most
        return None
    texts = Mention.objects.filter(pk__in=candidates).order_by("pk").values_list("pk", "text")
    alike = (pk for pk, text in texts if likeness.is_alike(words, likeness.words_of(text)))
    return next(alike, None)


class _Heads:
    """The rows of a batch that are like no other before them."""

    def __init__(self) -> None:
        self._rows: list[tuple[Mention, frozenset[bytes]]] = []
        self._fingerprints = likeness.Fingerprints()

    def add(self, row: Mention, fingerprint: int, words: frozenset[bytes]) -> None:
        self._fingerprints.add(len(self._rows), fingerprint)
        self._rows.append((row, words))

    def like(self, fingerprint: int, words: frozenset[bytes]) -> Mention | None:
        """Return the first row that says nearly the same."""
        near = (self._rows[at] for at in self._fingerprints.near(fingerprint))
        return next((row for row, its_words in near if likeness.is_alike(words, its_words)), None)
