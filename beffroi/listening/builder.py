"""What the page shows on which a watch is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.channels.queries import network_name
from beffroi.listening import composing, formula, grounds, places, sentences, wording
from beffroi.listening.composing import LISTS, Composed
from beffroi.listening.counting import Count, Sample
from beffroi.listening.judging import Reason
from beffroi.listening.models import Ground
from beffroi.listening.refusing import Problem, Refusal
from beffroi.listening.sought import Pair, Sought
from beffroi.listening.watching import Draft
from beffroi.workspaces.models import Workspace

_CHART_HEIGHT = 66
_BARS_APART = 39


@dataclass(frozen=True, slots=True)
class TermList:
    """One list of terms of the sentence."""

    name: str
    label: wording.Words
    terms: tuple[str, ...]
    errors: tuple[str, ...]
    is_shunned: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, of a few."""

    value: str
    name: wording.Words
    hint: wording.Words = ""
    is_chosen: bool = False
    is_possible: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart, in its pixels."""

    x: int
    kept_y: float
    kept_height: float
    aside_y: float
    aside_height: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A sample on the page, with the button that changes its fate ("" where there is none)."""

    sample: Sample
    why: str = ""
    do: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A watch to begin with, as a form without fields."""

    draft: Draft
    looks_for: str
    called: wording.Called

    @classmethod
    def of(cls, draft: Draft) -> Suggested:
        """Return a draft as it is shown."""
        return cls(draft, sentences.looked_for(draft.sought), wording.SUBJECTS[draft.subject])


#: Where these are said, a warning of the same is too much.
_FORBIDDEN = frozenset({Problem.PERSONAL, Problem.PROTECTED})
_EXAMPLE = Sought(
    any_of=("levain", "pain au levain"),
    beside=("Douai", "Lille"),
    none_of=("recette",),
    near=(Pair("pain", "four"),),
    languages=("fr",),
    networks=("bluesky",),
    with_variants=True,
)
_LABELS: dict[str, wording.Words] = {
    "any_of": _("Words, one of which must be there"),
    "beside": _("Words near, one of which must be there too"),
    "all_of": _("Words that must all be there"),
    "none_of": _("Excluded words"),
}


def context(
    workspace: Workspace,
    composed: Composed,
    *,
    count: Count | None,
    refused: Iterable[Refusal] = (),
) -> dict[str, Any]:
    """Return what the sentence, the count and the samples show."""
    draft = composed.draft
    refused = tuple(refused)
    errors = _by_field(refused)
    is_forbidden = any(one.problem in _FORBIDDEN for one in refused)
    sought = draft.sought
    return {
        "composed": composed,
        "draft": draft,
        "lists": {
            name: TermList(
                name, _LABELS[name], getattr(sought, name), errors.get(name, ()), name == "none_of"
            )
            for name in LISTS
        },
        "pairs": [(formula.near_written(one), one) for one in sought.near],
        "formula": composed.text or formula.written(sought, language=get_language() or "fr"),
        "formula_example": formula.written(_EXAMPLE, language=get_language() or "fr"),
        "formula_error": sentences.unreadable(composed.unreadable) if composed.unreadable else "",
        "formula_parts": _parts(composed),
        "errors": errors,
        "protected": "" if is_forbidden else sentences.protected(sought),
        "count": count,
        "said": _said(count) if count else {},
        "bars": _bars(count) if count else [],
        "kept": [_kept(one) for one in count.kept] if count else [],
        "aside": [_aside(one) for one in count.set_aside] if count else [],
    }


def choices(draft: Draft, ground: Ground) -> dict[str, Any]:
    """Return what can be chosen beside the words."""
    weighed = grounds.purposes_of(ground)
    languages, networks = draft.sought.languages, draft.sought.networks
    known = {code: wording.LANGUAGES.get(code, code) for code in (*wording.LANGUAGES, *languages)}
    heard = list(dict.fromkeys([*places.heard(), *networks]))
    return {
        "subjects": [
            Choice(one.value, said.name, said.hint, one is draft.subject)
            for one, said in wording.SUBJECTS.items()
        ],
        "purposes": [
            Choice(one.value, said.name, said.hint, one is draft.purpose, one in weighed)
            for one, said in wording.PURPOSES.items()
        ],
        "usual_purposes": {
            one.value: purpose.value for one, purpose in composing.USUAL_PURPOSE.items()
        },
        "languages": [
            Choice(code, name, is_chosen=code in languages) for code, name in known.items()
        ],
        "networks": [Choice(key, network_name(key), is_chosen=key in networks) for key in heard],
        "distances": [(number, str(number)) for number in (1, 3, 5, 10, 20)],
    }


def _by_field(refused: Iterable[Refusal]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in refused:
        if one.problem is Problem.FORMULA:
            found["formula"] = ()  # said beside it, with its place
        else:
            found[one.field] = (*found.get(one.field, ()), sentences.refusal(one))
    return found


def _parts(composed: Composed) -> tuple[str, str]:
    """Return a formula before and from the place where it cannot be read."""
    if composed.unreadable is None:
        return "", ""
    place = composed.unreadable.place
    return composed.text[:place], composed.text[place:]


def _said(count: Count) -> dict[str, str]:
    return {
        "how_many": sentences.how_many(count),
        "on": sentences.counted_on(count),
        "at_most": sentences.at_most(count),
        "cannot": sentences.cannot_be_searched(count),
        "silent": sentences.silent(count),
        "by_day": sentences.listed(str(one.kept) for one in count.days),
    }


def _bars(count: Count) -> list[Bar]:
    scale = _CHART_HEIGHT / max(count.highest, 4)
    bars = []
    for place, one in enumerate(count.days):
        kept, aside = one.kept * scale, one.set_aside * scale
        base = 76.0
        bars.append(
            Bar(
                8 + place * _BARS_APART,
                round(base - kept, 1),
                round(kept, 1),
                round(base - kept - aside, 1),
                round(aside, 1),
            )
        )
    return bars


def _kept(sample: Sample) -> Shown:
    return Shown(sample, do=f"shun:{sample.said}" if sample.said else "")


def _aside(sample: Sample) -> Shown:
    ways = {Reason.WORD: "drop:none_of:", Reason.LANGUAGE: "speak:"}
    way = ways.get(sample.reason, "") if sample.reason and sample.detail else ""
    return Shown(sample, sentences.why_aside(sample), way + sample.detail if way else "")
