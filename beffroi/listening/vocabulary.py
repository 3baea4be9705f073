"""How often words stand in what a network shows: how much a watch would catch, before it exists."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from beffroi.listening.models import Vocabulary
from beffroi.matching.common import Frequency, frequency
from beffroi.matching.folding import fold
from beffroi.matching.hanging import expected_share
from beffroi.matching.queries import Compiled, Query

#: The words of one message in so many are counted.
ONE_IN = 20
#: So many days tell what is usual, and are kept.
DAYS = 7
_WORDS_KEPT = 20_000
#: A word of fewer messages may name a person.
_MESSAGES_MIN = 3
#: Fewer messages than this tell nothing yet.
_COUNTED_MIN = 2000


class Sampler:
    """Counts the words of a part of the messages that one network shows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._messages = 0
        self._counted = 0
        self._words: Counter[bytes] = Counter()

    def note(self, text: str) -> None:
        """Count one message, and now and then its words."""
        self._messages += 1
        if self._messages % ONE_IN:
            return
        with self._lock:
            self._counted += 1
            self._words.update(set(fold(text).replace(b"#", b" ").split()))

    def save(self, network: str, *, now: datetime) -> None:
        """Add what was counted to the day's row, and begin again."""
        with self._lock:
            messages, counted, words = self._messages, self._counted, self._words
            self._messages, self._counted, self._words = 0, 0, Counter()
        if counted:
            _add(network, messages, counted, words, now=now)


@transaction.atomic
def _add(
    network: str, messages: int, counted: int, words: Mapping[bytes, int], *, now: datetime
) -> None:
    row, _made = Vocabulary.objects.select_for_update().get_or_create(
        network=network, day=now.date()
    )
    known = Counter(row.words)
    known.update({word.decode("latin-1"): count for word, count in words.items()})
    row.messages += messages
    row.counted += counted
    row.words = dict(known.most_common(_WORDS_KEPT))
    row.save()


def clean(*, now: datetime) -> None:
    """Drop days that count no more, and the rare words of those that are over."""
    Vocabulary.objects.filter(day__lt=(now - timedelta(days=DAYS)).date()).delete()
    for row in Vocabulary.objects.filter(day__lt=now.date()):
        kept = {word: count for word, count in row.words.items() if count >= _MESSAGES_MIN}
        if len(kept) < len(row.words):
            Vocabulary.objects.filter(pk=row.pk).update(words=kept)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a network usually shows: messages a day, and in what share of them each word stands."""

    messages_a_day: float
    counted: int
    words: Mapping[str, int]

    def share(self, word: bytes) -> float:
        """Return in what share of messages a word stands; of one never met, hardly any."""
        known = self.words.get(word.decode("latin-1"))
        if known is None:
            return min(frequency(word), 1 / (self.counted + 1))
        return known / self.counted

    def at_most(self, query: Query) -> float:
        """Return how many messages a day a watch would catch at most. Raises Unsearchable."""
        share = expected_share(Compiled(query, shared={}), self.share)
        return self.messages_a_day * min(1.0, share)


def usual(network: str, *, now: datetime) -> Usual | None:
    """Return what was counted in the last days; None where that is too little yet."""
    rows = list(
        Vocabulary.objects.filter(network=network, day__gte=(now - timedelta(days=DAYS)).date())
    )
    counted = sum(row.counted for row in rows)
    if counted < _COUNTED_MIN:
        return None
    words: Counter[str] = Counter()
    for row in rows:
        words.update(row.words)
    full = [row.messages for row in rows if row.day < now.date()]
    a_day = max(full) if full else sum(row.messages for row in rows)
    return Usual(float(a_day), counted, words)


def expected(*, now: datetime) -> Frequency:
    """Return how often words are to be expected: as counted where most was, else as estimated."""
    rows = Vocabulary.objects.values("network").annotate(most=Sum("counted")).order_by("-most")
    busiest = rows.values_list("network", flat=True).first()
    found = usual(busiest, now=now) if busiest else None
    return found.share if found else frequency
