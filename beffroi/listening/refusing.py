"""What a watch cannot look for, and why; what a person should think of first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from beffroi.listening import rules, sensitive
from beffroi.listening.given_names import reads_as_person
from beffroi.listening.rules import Subject
from beffroi.listening.sought import Sought
from beffroi.matching.common import COMMON
from beffroi.matching.folding import fold, has_other_letters
from beffroi.matching.index import check
from beffroi.matching.queries import Unsearchable
from beffroi.matching.terms import atoms


class Problem(Enum):
    """Why a watch is refused."""

    EMPTY = "empty"
    STOP_WORDS = "stop_words"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NO_WORD = "no_word"
    CONTRADICTORY = "contradictory"
    NEAR_OTHER_SCRIPT = "near_other_script"
    HALF_PAIR = "half_pair"
    PERSONAL = "personal"
    PROTECTED = "protected"
    # of the workspace, not of the words
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_TAKEN = "name_taken"
    FULL = "full"
    PURPOSE = "purpose"
    NETWORK = "network"
    FORMULA = "formula"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, the field that holds it (of `Sought`, or `name`), and the terms it is about."""

    problem: Problem
    field: str = "any_of"
    terms: tuple[str, ...] = ()


#: Subjects that may be words of article 9 alone: a pharmacy has reasons to hear of health.
_OPEN_SUBJECTS = frozenset({Subject.TOPIC, Subject.PRODUCT})


def refusals(sought: Sought, *, subject: Subject, house: str = "") -> list[Refusal]:
    """Return all that forbids a watch of these words; none when it may be.

    `house` is what the workspace is called: its own name may hold any word.
    """
    found = [*_of_terms(sought), *_contradictory(sought)]
    found += _of_people(sought, subject=subject, house=house)
    if not sought.wanted:
        return [*found, Refusal(Problem.EMPTY)]
    return found or _unsearchable(sought)


def tidied(sought: Sought) -> Sought:
    """Return it without what says the same twice: beside nothing, all that is looked for."""
    if sought.any_of or not sought.beside:
        return sought
    return replace(sought, any_of=sought.beside, beside=())


def _fields(sought: Sought) -> Iterable[tuple[str, str]]:
    """Return each term with its field."""
    for name in ("any_of", "beside", "all_of", "none_of"):
        yield from ((name, term) for term in getattr(sought, name))
    for pair in sought.near:
        yield from (("near", pair.first), ("near", pair.second))


def _of_terms(sought: Sought) -> Iterable[Refusal]:
    """Return what is wrong with single terms, and with their number."""
    pairs = list(_fields(sought))
    if len(pairs) > rules.TERMS_MAX:
        yield Refusal(Problem.TOO_MANY, field=pairs[rules.TERMS_MAX][0])
    for name, term in pairs:
        if len(term) > rules.TERM_MAX:
            yield Refusal(Problem.TOO_LONG, field=name, terms=(term,))
        elif not any(_words(term)):
            yield Refusal(Problem.NO_WORD, field=name, terms=(term,))
        elif name == "near" and has_other_letters(term):
            yield Refusal(Problem.NEAR_OTHER_SCRIPT, field=name, terms=(term,))


def _words(term: str) -> list[str | bytes]:
    return [atom.strip(b"#@_ ") if isinstance(atom, bytes) else atom for atom in atoms(term)]


def _contradictory(sought: Sought) -> Iterable[Refusal]:
    """Find terms that are both wanted and shunned: nothing can be met by them."""
    shunned = set().union(*map(atoms, sought.none_of))
    both = tuple(term for term in dict.fromkeys(sought.wanted) if atoms(term) & shunned)
    if both:
        yield Refusal(Problem.CONTRADICTORY, field="none_of", terms=both)


def _of_people(sought: Sought, *, subject: Subject, house: str) -> Iterable[Refusal]:
    """Refuse what would tell of somebody what article 9 of the GDPR protects."""
    touching = tuple(dict.fromkeys(sensitive.themes(sought.wanted).values()))
    if not touching:
        return
    if subject is Subject.PERSON or any(map(reads_as_person, _names(sought, house=house))):
        yield Refusal(Problem.PERSONAL, terms=touching)
    elif subject not in _OPEN_SUBJECTS and not _names_a_thing(sought, house=house):
        yield Refusal(Problem.PROTECTED, terms=touching)


def _names(sought: Sought, *, house: str) -> Iterable[str]:
    """Return what may be somebody's name: terms, and those that must stand together."""
    yield from (term for term in sought.wanted if not _is_of(house, term))
    yield " ".join(sought.all_of)
    yield from (f"{pair.first} {pair.second}" for pair in sought.near)


def _names_a_thing(sought: Sought, *, house: str) -> bool:
    """Tell whether each message must hold more than words of article 9: a house, a place."""
    groups = [
        sought.any_of,
        sought.beside,
        *((term,) for term in sought.all_of),
        *((term,) for pair in sought.near for term in (pair.first, pair.second)),
    ]
    return any(group and not any(_is_bare(term, house=house) for term in group) for group in groups)


def _is_bare(term: str, *, house: str) -> bool:
    """Tell whether a term touches article 9 and names nothing else: “Mosquée de Douai” does."""
    if not sensitive.themes([term]) or _is_of(house, term):
        return False
    return not any(
        word[:1].isupper() and not sensitive.themes([word])
        for word in term.replace("-", " ").split()
    )


def _is_of(house: str, term: str) -> bool:
    """Tell whether words stand, in a row, in what the workspace is called."""
    words, named = fold(term).split(), fold(house).split()
    return bool(words) and b" %b " % b" ".join(words) in b" %b " % b" ".join(named)


def _unsearchable(sought: Sought) -> list[Refusal]:
    try:
        check(sought.query(0))
    except Unsearchable:
        common = tuple(term for term in sought.wanted if is_common(term))
        if set(common) == set(sought.wanted):
            return [Refusal(Problem.STOP_WORDS, terms=common)]
        return [Refusal(Problem.TOO_WIDE, terms=common)]
    return []


def is_common(term: str) -> bool:
    """Tell whether a term is made of words alone that stand in nearly every message."""
    found = atoms(term)
    return bool(found) and all(
        isinstance(atom, bytes) and COMMON.issuperset(atom.split()) for atom in found
    )
