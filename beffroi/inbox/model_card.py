"""What the page on understanding says: figures and sources, as the weights themselves keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.language.sources import SOURCES


@dataclass(frozen=True, slots=True)
class Share:
    """How often one answer is right, in percent, and on how many texts."""

    percent: float
    texts: int

    @property
    def shown(self) -> str:
        """The percentage as the reader writes it."""
        return _("%(number)s%%") % {"number": round(self.percent)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One question, and how it is answered where nothing was learned from the texts.

    `ordinary` is what companies receive on most days; `hard` was written to teach, and holds more
    irony, mixed feelings and false alarms. None where that was not measured.
    """

    name: str
    ordinary: Share | None
    hard: Share | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where texts that taught come from; `licence` is "" for those of the project."""

    name: str
    licence: str
    texts: int


@dataclass(frozen=True, slots=True)
class Taught:
    """Of a workspace's own examples: how many, and how many are right without and with them."""

    name: str
    examples: int
    before: int
    after: int


def figures(about: Mapping[str, object]) -> list[Figure]:
    """Return what was measured when the weights were built; none for weights that keep none."""
    found = []
    for name, path, share in _asked():
        ordinary, hard = (_share(about, (kind, *path), share=share) for kind in ("exam", "apart"))
        if ordinary or hard:
            found.append(Figure(name, ordinary, hard))
    return found


def origins(about: Mapping[str, object]) -> list[Origin]:
    """Return the sets of texts, those written for the project as one."""
    files = about.get("sources")
    rows: Sequence[Mapping[str, object]] = files if isinstance(files, list) else []
    public = [
        Origin(_named(row), str(row["licence"]), int(str(row["rows"])))
        for row in rows
        if row["licence"]
    ]
    own = sum(int(str(row["rows"])) for row in rows if not row["licence"])
    return [Origin(_("Messages written for Beffroi"), "", own), *public] if own else public


def _named(row: Mapping[str, object]) -> str:
    """Return the name of a set with its language: some are there once in each."""
    languages = {f"{one.file}.tsv": one.language for one in SOURCES}
    words = {"fr": _("in French"), "en": _("in English")}
    language = words.get(languages.get(str(row.get("file")), ""), "")
    return f"{row['origin']}, {language}" if language else str(row["origin"])


def compared(figures: Mapping[str, Mapping[str, int]]) -> list[Taught]:
    """Return by head what a workspace's own examples gain by what it taught."""
    names = {
        "sentiment": pgettext("messages", "Tone"),
        "intent": _("What they want"),
        "urgent": pgettext("messages", "Urgency"),
    }
    return [
        Taught(name, one["examples"], one["right_before"], one["right_after"])
        for head, name in names.items()
        if (one := figures.get(head))
    ]


def _asked() -> list[tuple[str, tuple[str, ...], str]]:
    return [
        (_("Tone of messages in French"), ("sentiment", "messages_fr"), "accuracy"),
        (_("Tone of reviews in French"), ("sentiment", "reviews_fr"), "accuracy"),
        (_("For or against, of reviews in French"), ("reviews_without_neutral", "fr"), "accuracy"),
        (_("Tone of tweets in French"), ("sentiment", "tweets_fr"), "accuracy"),
        (_("Tone of messages in English"), ("sentiment", "messages_en"), "accuracy"),
        (_("Tone of reviews in English"), ("sentiment", "reviews_en"), "accuracy"),
        (_("What people want, in French"), ("intent", "all_fr"), "accuracy"),
        (_("What is urgent is found"), ("urgent",), "recall"),
        (_("Spam is found"), ("spam",), "recall"),
        (_("Insults are found"), ("insult",), "recall"),
    ]


def _share(about: Mapping[str, object], path: Sequence[str], *, share: str) -> Share | None:
    found: object = about
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    return Share(100 * float(found[share]), int(found["texts"]))
