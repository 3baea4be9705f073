"""What the heads are trained on: messages written for this project, and public labelled texts.

The messages are in the repository (`language/messages`). The public texts are other people's words
and stay in a folder of their own, named on the command line; only weights come of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SENTIMENTS = ("negative", "neutral", "positive")
INTENTS = (
    "question", "complaint", "praise", "lead", "application", "press", "spam", "insult", "other",
)  # fmt: skip
URGENCIES = ("no", "health", "safety", "law", "data", "discrimination", "press")
ASPECTS = ("welcome", "quality", "price", "delay", "place", "product")
LANGUAGES = ("fr", "en")
STARS = ("1", "2", "3", "4", "5")
SOURCE_KINDS = ("comment", "message", "review", "mention", "email")
#: Where a text stands: among what companies receive, or among what people tell the world.
PLACES = ("company", "tweet")
#: What a text says of an aspect.
SIGNS = ("absent", "-", "=", "+")


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text: what it is for each head that it can teach.

    `counts` is how much it weighs beside a message of the project; texts of one `group` are kept
    apart together when the training looks how well it does on what it has not seen.
    """

    text: str
    labels: dict[str, str] = field(default_factory=dict)
    group: str = ""
    counts: float = 1.0
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A public set: its file, where it comes from, under which licence, and what it teaches."""

    file: str
    origin: str
    licence: str
    language: str
    head: str
    counts: float
    #: What a label of the file is for us; what is not named is left out.
    labels: dict[str, str]
    column: str = "label"
    text_column: str = "text"
    are_tweets: bool = False


_THREE = {name: name for name in SENTIMENTS}
SOURCES = (
    Source(
        "sentiment_tweets_fr_train",
        origin="cardiffnlp/xlm-t (UMSAB)",
        licence="Apache-2.0",
        language="fr",
        head="sentiment",
        counts=2.0,
        labels=_THREE,
        are_tweets=True,
    ),
    Source(
        "sentiment_tweets_en_train",
        origin="cardiffnlp/xlm-t (UMSAB)",
        licence="Apache-2.0",
        language="en",
        head="sentiment",
        counts=1.0,
        labels=_THREE,
        are_tweets=True,
    ),
    Source(
        "sentiment_tweets_deft17_fr_train",
        origin="sam0enna/deft2017 (DEFT 2017)",
        licence="CeCILL",
        language="fr",
        head="sentiment",
        counts=1.0,
        labels=_THREE,
        are_tweets=True,
    ),
    Source(
        "emotions_subtitles_fr_train",
        origin="Helsinki-NLP/XED",
        licence="CC-BY-4.0",
        language="fr",
        head="sentiment",
        counts=0.15,
        labels=_THREE,
    ),
    Source(
        "questions_fqb_fr_train",
        origin="UD_French-FQB",
        licence="LGPL-LR",
        language="fr",
        head="intent",
        counts=0.1,
        labels={"question": "question"},
    ),
    Source(
        "spam_sms_train",
        origin="UCI SMS Spam Collection",
        licence="MIT",
        language="en",
        head="intent",
        counts=0.1,
        labels={"spam": "spam", "ham": "other"},
        text_column="text_en",
    ),
)


#: Files whose trades are near twins of each other: they are kept apart whole.
_TWINS = frozenset(
    {
        "fr_reviews",
        "fr_stars",
        "fr_shelf",
        "fr_hurry",
        "fr_culture",
        "fr_short",
        "fr_dangers",
        "fr_never",
        "fr_please",
        "en_please",
        "en_stars",
    }
)


class Unreadable(ValueError):
    """A file is not a table of labelled texts; the sentence says where and why."""


def messages(folder: Path) -> Iterator[Text]:
    """Yield the project's messages, with the labels of every head."""
    for path in sorted(folder.glob("*.tsv")):
        language = path.name[:2]
        for row in rows(path):
            labels = {
                "sentiment": row["sentiment"],
                "intent": row["intent"],
                "urgent": row["urgent"],
                "language": language,
                "source": row["source"],
                "place": PLACES[0],
                **_aspects(row["aspects"]),
            }
            if row["stars"]:
                labels["stars"] = row["stars"]
            group = path.stem if path.stem in _TWINS else row["trade"]
            yield Text(row["text"], labels, group)


def _aspects(written: str) -> dict[str, str]:
    found = {part[:-1]: part[-1] for part in written.split(";") if part}
    return {f"aspect_{name}": found.get(name, SIGNS[0]) for name in ASPECTS}


def public(folder: Path) -> Iterator[Text]:
    """Yield the public texts; a set whose file is not in `folder` is left out."""
    for source in SOURCES:
        path = folder / f"{source.file}.tsv"
        if not path.is_file():
            continue
        for number, row in enumerate(rows(path)):
            label = source.labels.get(row[source.column])
            if label is not None:
                labels = {source.head: label, "language": source.language}
                if source.are_tweets:
                    labels["place"] = PLACES[1]
                group = f"{source.file} {number % 10}"
                yield Text(row[source.text_column], labels, group, source.counts, is_public=True)


def card(messages_folder: Path, public_folder: Path) -> list[dict[str, object]]:
    """Return of each file where it comes from, its licence, rows and sha256."""
    public = [
        _carded(public_folder / f"{source.file}.tsv", origin=source.origin, licence=source.licence)
        for source in SOURCES
        if (public_folder / f"{source.file}.tsv").is_file()
    ]
    return own_card(messages_folder) + public


def own_card(folder: Path) -> list[dict[str, object]]:
    """Return the same of files that were written for the project."""
    return [
        _carded(path, origin="written for this project", licence="")
        for path in sorted(folder.glob("*.tsv"))
    ]


def _carded(path: Path, *, origin: str, licence: str) -> dict[str, object]:
    return {
        "file": path.name,
        "origin": origin,
        "licence": licence,
        "rows": len(rows(path)),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table of tabs with one header row; raise Unreadable with the line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: not UTF-8 ({error.reason}).") from error
    header = lines[0].rstrip("\r").split("\t")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip("\r"):
            found.append(_row(line.rstrip("\r"), header=header, place=f"{path.name}:{number}"))
    return found


def _row(line: str, *, header: list[str], place: str) -> dict[str, str]:
    values = line.split("\t")
    if len(values) != len(header):
        raise Unreadable(f"{place}: {len(values)} columns, {len(header)} in the header.")
    return dict(zip(header, values, strict=True))
