"""A watch as its page is sent: words chosen and typed, or a formula. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import QueryDict

from beffroi.listening import formula, rules, typed
from beffroi.listening.formula import Unreadable
from beffroi.listening.models import Watch
from beffroi.listening.refusing import Problem, Refusal, tidied
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Pair, Sought, kept
from beffroi.listening.watching import Draft

#: The lists of terms, in the order of the sentence.
LISTS = ("any_of", "beside", "all_of", "none_of")
#: Why a subject is followed, as a rule.
USUAL_PURPOSE: Mapping[Subject, Purpose] = {
    Subject.BRAND: Purpose.ANSWER,
    Subject.PRODUCT: Purpose.ANSWER,
    Subject.PERSON: Purpose.REPUTATION,
    Subject.PLACE: Purpose.REPUTATION,
    Subject.COMPETITOR: Purpose.MARKET,
    Subject.TOPIC: Purpose.MARKET,
}
_C = TypeVar("_C", Subject, Purpose)
_SENT_MAX = 300  # terms of one list: what is beyond is refused long before


@dataclass(frozen=True, slots=True)
class Composed:
    """What a page holds. `text` is the formula as typed while it cannot be read.

    `name` is what was typed: that of the draft may be taken from its words.
    """

    draft: Draft
    name: str = ""
    is_formula: bool = False
    text: str = ""
    unreadable: Unreadable | None = None
    #: Of a pair near each other, the half that was typed.
    half: Pair | None = None

    @property
    def refusals(self) -> list[Refusal]:
        """What is wrong with the page itself, before its words are looked at."""
        if self.unreadable:
            return [Refusal(Problem.FORMULA, field="formula")]
        return [Refusal(Problem.HALF_PAIR, field="near")] if self.half else []


def blank() -> Composed:
    """Return the page of a watch of which nothing is known."""
    return Composed(Draft("", Subject.BRAND, Purpose.ANSWER, Sought()))


def of(watch: Watch) -> Composed:
    """Return the page of a watch as it is kept."""
    return Composed(
        Draft(watch.name, Subject(watch.subject), Purpose(watch.purpose), kept(watch.query)),
        watch.name,
    )


def sent(post: QueryDict) -> Composed:
    """Return what a page sends, with what its button does to the words."""
    subject = _choice(post.get("subject"), Subject, otherwise=Subject.BRAND)
    purpose = _choice(post.get("purpose"), Purpose, otherwise=USUAL_PURPOSE[subject])
    half = None
    unreadable = None
    text = typed.seen(post.get("formula", ""))
    is_formula = post.get("view") == "formula"
    if is_formula:
        sought, unreadable = _of_formula(text)
    else:
        sought, half = _of_words(post)
    sought = tidied(_done(sought, post.get("do", "")))
    name = typed.tidy(post.get("name", ""))
    draft = Draft(name or _name(sought), subject, purpose, sought)
    asks_words = post.get("do") == "words" and unreadable is None
    shows_formula = (is_formula or post.get("do") == "formula") and not asks_words
    return Composed(draft, name, shows_formula, text if unreadable else "", unreadable, half)


def _choice(value: str | None, kind: type[_C], *, otherwise: _C) -> _C:
    return next((one for one in kind if one.value == value), otherwise)


def _name(sought: Sought) -> str:
    """Return a name for a watch that has none: its first word."""
    return sought.wanted[0][: rules.NAME_MAX] if sought.wanted else ""


def _of_formula(text: str) -> tuple[Sought, Unreadable | None]:
    try:
        return formula.read(text), None
    except Unreadable as unreadable:
        return Sought(), unreadable


def _of_words(post: QueryDict) -> tuple[Sought, Pair | None]:
    near, half = _near(post)
    lists = {name: _terms(post, name) for name in LISTS}
    return (
        Sought(
            **lists,
            near=near,
            languages=tuple(filter(formula.is_language, _codes(post, "languages"))),
            networks=_codes(post, "networks"),
            with_variants="with_variants" in post,
        ),
        half,
    )


def _terms(post: QueryDict, name: str) -> tuple[str, ...]:
    chosen = map(typed.tidy, post.getlist(name)[:_SENT_MAX])
    return typed.once((*chosen, *typed.terms(post.get(f"typed_{name}", ""))))


def _codes(post: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in post.getlist(name)[:_SENT_MAX] if code))


def _near(post: QueryDict) -> tuple[tuple[Pair, ...], Pair | None]:
    found: dict[Pair, None] = {}
    for written in post.getlist("near")[:_SENT_MAX]:
        found.update(dict.fromkeys(_of_formula(written)[0].near))
    first, second = typed.tidy(post.get("near_first", "")), typed.tidy(post.get("near_second", ""))
    if not first and not second:
        return tuple(found), None
    between = post.get("near_between", "")
    pair = Pair(first, second, int(between[:4])) if between.isdecimal() else Pair(first, second)
    pair = replace(pair, words_between=min(max(pair.words_between, 1), formula.BETWEEN_MAX))
    if not first or not second:
        return tuple(found), pair
    return (*found, pair), None


def _done(sought: Sought, do: str) -> Sought:
    """Return words as a button leaves them: one dropped, one excluded, a language kept too."""
    what, _, rest = do.partition(":")
    if what == "drop":
        name, _, term = rest.partition(":")
        return _dropped(sought, name, term)
    if what == "shun" and typed.tidy(rest):
        return replace(sought, none_of=typed.once((*sought.none_of, typed.tidy(rest))))
    if what == "speak" and sought.languages and formula.is_language(rest):
        return replace(sought, languages=tuple(dict.fromkeys((*sought.languages, rest))))
    return sought


def _dropped(sought: Sought, name: str, term: str) -> Sought:
    if name == "near":
        return replace(
            sought, near=tuple(one for one in sought.near if formula.near_written(one) != term)
        )
    if name not in LISTS:
        return sought
    left: dict[str, Any] = {
        name: tuple(one for one in getattr(sought, name) if one != typed.tidy(term))
    }
    return replace(sought, **left)
