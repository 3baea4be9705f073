"""The draw of a contest, which anybody can do again: digests in, an order out. Pure.

Before the draw the list is frozen: its SHA-256 is published with that of a seed that nobody has
seen. The draw tells the seed; entries are then ranked by sha256(seed ‖ digest of the entry). All
are written as text, in lower-case hexadecimal, so that `sha256sum` is enough to check them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

#: The first line of the file that is published.
HEADING = "entry"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One entry and its place, counted from 1."""

    digest: str
    score: str
    rank: int


@dataclass(frozen=True, slots=True)
class Place:
    """A prize, counted from 1, and the rank that has it; None: nobody is left for it."""

    prize: int
    rank: int | None


def digest_of(nonce: str, *, key: str, moment: str) -> str:
    """Return what stands for an entry in public: without its nonce it tells nothing of anybody."""
    return _sha256("\n".join([nonce, key, moment]))


def list_file(digests: Iterable[str]) -> str:
    """Return the list as it is published: a heading, then a digest a line, in their order.

    Raises ValueError where two are the same.
    """
    ordered = sorted(digests)
    if len(set(ordered)) != len(ordered):
        raise ValueError("two entries have one digest")
    return "".join(f"{line}\n" for line in [HEADING, *ordered])


def list_digest(digests: Iterable[str]) -> str:
    """Return the SHA-256 of the list as it is published. Raises ValueError as `list_file`."""
    return _sha256(list_file(digests))


def seed_hash(seed: str) -> str:
    """Return what is published of a seed before the draw."""
    return _sha256(seed)


def score_of(digest: str, *, seed: str) -> str:
    """Return what decides about the place of an entry: the smallest wins."""
    return _sha256(seed + digest)


def draw(digests: Iterable[str], *, seed: str) -> list[Ranked]:
    """Return all entries in the order of the draw; in which order they came changes nothing."""
    scored = sorted((score_of(digest, seed=seed), digest) for digest in digests)
    return [Ranked(digest, score, place) for place, (score, digest) in enumerate(scored, 1)]


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type, beside the file of the list, to check a draw by hand."""

    of_list: str
    of_seed: str
    of_order: str


def commands(file: str, *, seed: str) -> Commands:
    """Return the commands that check a list, a seed and the order that they give."""
    score = f"printf %s%s {seed} $e | sha256sum | cut -c1-64"
    return Commands(
        of_list=f"sha256sum {file}",
        of_seed=f"printf %s {seed} | sha256sum",
        of_order=f'tail -n +2 {file} | while read e; do echo "$({score}) $e"; done | sort | head',
    )


def places(
    prize_count: int, *, entry_count: int, substitute_count: int, passed: Collection[int]
) -> list[Place]:
    """Return who has each prize; where a rank is passed over, the next substitute has its prize.

    `passed` are ranks. Nobody else moves: whoever was told of a prize keeps it.
    """
    last = min(entry_count, prize_count + substitute_count)
    waiting = iter(range(prize_count + 1, last + 1))
    held: list[int | None] = [rank if rank <= last else None for rank in _ranks(prize_count)]
    while freed := next(_freed(held, passed), None):
        held[freed - 1] = next(waiting, None)
    return [Place(prize, rank) for prize, rank in enumerate(held, 1)]


def _freed(held: Sequence[int | None], passed: Collection[int]) -> Iterator[int]:
    """Yield prizes whose holder is passed over, in the order in which they were drawn."""
    freed = sorted((rank, prize) for prize, rank in enumerate(held, 1) if rank in passed and rank)
    return iter(prize for _rank, prize in freed)


def _ranks(number: int) -> range:
    return range(1, number + 1)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
