"""How fast and how well messages are understood, beside the two usual libraries for French.

The memory and the speed are those of a process of its own. All are judged by the exam, in French,
which taught the weights nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from beffroi.cli.bench.language import others
from beffroi.language import sources, weights
from beffroi.language.answers import answers
from beffroi.language.sources import SENTIMENTS, Text

_OWN = Path(__file__).resolve().parents[4] / "language"
_MESSAGES, _EXAM = _OWN / "messages", _OWN / "exam"
#: How many characters a short message has at most, and a long review at least.
_SHORT_MAX = 140
_LONG_MIN = 500
_TEXTS = 4_000
_TWEETS = "sentiment_tweets_fr_dev.tsv"

Figures = dict[str, object]
Say = Callable[[Sequence[str]], Sequence[str]]


def run(data: Path | None = None) -> Figures:
    """Measure; `data` is the folder of public texts, without which there are no tweets."""
    figures: Figures = {**_alone(), "without": others.missing()}
    known = {"beffroi": _tones(weights.shipped()), **others.known()}
    for name, texts in _tests(data).items():
        figures[name] = {who: _judged(say, texts) for who, say in known.items()}
    return figures


def _alone() -> Figures:
    """Return speed and memory: of a process that understands, above one that does nothing."""
    given = json.dumps(_lengths([text.text for text in sources.messages(_MESSAGES)]))
    nothing = _asked("nothing", given=given)
    figures = json.loads(_asked("everything", given=given))
    peak_kb = figures.pop("peak_kb")
    return {**figures, "rss_above_base_mb": round((peak_kb - int(nothing)) * 1024 / 1e6, 1)}


def _asked(part: str, *, given: str) -> str:
    line = [sys.executable, str(Path(__file__).parent / "process.py"), part]
    done = subprocess.run(  # noqa: S603 ourselves
        line, input=given, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def _lengths(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return short messages, and texts of the length of a long review, joined where need be."""
    short = [text for text in texts if len(text) <= _SHORT_MAX][:_TEXTS]
    long: list[str] = []
    kept: list[str] = []
    for text in texts:
        kept.append(text)
        if sum(map(len, kept)) >= _LONG_MIN:
            long.append(" ".join(kept)[: 2 * _LONG_MIN])
            kept = []
    return short, long[: _TEXTS // 2]


def _tests(data: Path | None) -> dict[str, list[Text]]:
    """Return the texts to judge: none of them taught the weights."""
    exam = [text for text in sources.messages(_EXAM) if text.labels["language"] == "fr"]
    reviews = [text for text in exam if text.labels["source"] == "review"]
    messages = [text for text in exam if text.labels["source"] != "review"]
    tests = {"messages": messages, "reviews": reviews}
    if data and (data / _TWEETS).is_file():
        rows = sources.rows(data / _TWEETS)
        tests["tweets"] = [Text(row["text"], {"sentiment": row["label"]}) for row in rows]
    return tests


def _tones(known: weights.Weights) -> Say:
    head = known.head("sentiment")

    def say(texts: Sequence[str]) -> list[str]:
        chances = answers(texts, known.scores(texts), head=head)
        return [head.labels[place] for place in chances.argmax(axis=1).tolist()]

    return say


def _judged(say: Say, tested: Sequence[Text]) -> Figures:
    texts = [text.text for text in tested]
    say(texts[:1])  # lists are read at the first text, once for a process
    began = time.process_time()
    said = np.array([SENTIMENTS.index(tone) for tone in say(texts)])
    seconds = time.process_time() - began
    meant = np.array([SENTIMENTS.index(text.labels["sentiment"]) for text in tested])
    f1 = [
        2
        * int(((said == k) & (meant == k)).sum())
        / max(int((said == k).sum() + (meant == k).sum()), 1)
        for k in range(len(SENTIMENTS))
    ]
    return {
        "texts": len(texts),
        "accuracy": round(float((said == meant).mean()), 4),
        "macro_f1": round(float(np.mean(f1)), 4),
        "texts_per_cpu_s": round(len(texts) / max(seconds, 1e-6)),
    }
