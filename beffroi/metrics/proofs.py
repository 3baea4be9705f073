"""How sure it is that a sale came from a post, and what that makes of sums. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering
from itertools import accumulate

from beffroi.metrics.ranges import Range


@total_ordering
class Proof(Enum):
    """What links a sale to a post; the strongest is the least, so that it sorts first."""

    CERTAIN = 1  # a code of ours was used
    PROBABLE = 2  # a tracked link, then an order or a form
    DECLARED = 3  # the customer said so, and somebody counted it

    def __lt__(self, other: Proof) -> bool:
        """Tell whether this one is the stronger."""
        return self.value < other.value


@dataclass(frozen=True, slots=True)
class Claim:
    """That one sale, known by its key, came from us, by one proof, and what it brought in cents."""

    sale: str
    proof: Proof
    cents: int


def strongest(claims: Iterable[Claim]) -> list[Claim]:
    """Return each sale once, by its strongest proof, in the order of their keys.

    A sale with a code that came by a tracked link is told twice and counts once. Of two claims
    with the same proof the smaller amount counts: what is not sure is not claimed.
    """
    best: dict[str, Claim] = {}
    for claim in claims:
        known = best.get(claim.sale)
        if known is None or (claim.proof, claim.cents) < (known.proof, known.cents):
            best[claim.sale] = claim
    return [best[sale] for sale in sorted(best)]


def by_proof(claims: Iterable[Claim]) -> dict[Proof, int]:
    """Return what sales brought by proof, each sale counted once; the strongest proof first."""
    sums = dict.fromkeys(Proof, 0)
    for claim in strongest(claims):
        sums[claim.proof] += claim.cents
    return sums


def cumulative(amounts: Mapping[Proof, int]) -> tuple[tuple[Proof, int], ...]:
    """Return what there is by each proof and all stronger ones, the strongest first."""
    sums = accumulate(amounts.get(proof, 0) for proof in Proof)
    return tuple(zip(Proof, sums, strict=True))


def range_of(amounts: Mapping[Proof, int]) -> Range:
    """Return from what is certain to all; where weaker proofs take away, from the least there is.

    A refund or a sale at a loss may be only probable: then less than what is certain may be left,
    and the range says so.
    """
    sums = [running for _proof, running in cumulative(amounts)]
    return Range(min(sums), max(sums))
