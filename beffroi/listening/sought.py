"""What a watch looks for: as people write it, as a row keeps it, as the index wants it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from beffroi.matching.queries import Near, Query


@dataclass(frozen=True, slots=True)
class Pair:
    """Two terms that stand near each other."""

    first: str
    second: str
    words_between: int = 5


@dataclass(frozen=True, slots=True)
class Sought:
    """One of `any_of`, one of `beside` where there are some, all of `all_of`, none of `none_of`.

    `languages` (two letters) and `networks` keep messages of those alone; empty ones keep all.
    """

    any_of: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    near: tuple[Pair, ...] = field(default=())
    languages: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    with_variants: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """The terms that a message must hold, some of them or all."""
        pairs = (term for pair in self.near for term in (pair.first, pair.second))
        return (*self.any_of, *self.beside, *self.all_of, *pairs)

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The hashtags among them that are looked for as such, without their sign."""
        terms = (*self.any_of, *self.all_of)
        return tuple(term[1:] for term in terms if term[:1] == "#" and term[1:])

    def stored(self) -> dict[str, Any]:
        """Return it as a row keeps it: lists and plain values, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    def query(self, key: int) -> Query:
        """Return it as the index wants it."""
        return Query(
            key,
            any_of=self.any_of,
            beside=self.beside,
            all_of=self.all_of,
            none_of=self.none_of,
            near=tuple(Near(one.first, one.second, one.words_between) for one in self.near),
            languages=frozenset(self.languages),
            sources=frozenset(self.networks),
            with_variants=self.with_variants,
        )


def kept(stored: Mapping[str, Any]) -> Sought:
    """Return what a row keeps; what it does not hold is empty."""
    return Sought(
        **{name: _terms(stored.get(name, ())) for name in _TERMS},
        near=tuple(Pair(**pair) for pair in stored.get("near", ())),
        with_variants=bool(stored.get("with_variants", False)),
    )


_TERMS = ("any_of", "beside", "all_of", "none_of", "languages", "networks")


def _terms(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(term) for term in written)
