"""textblob-fr and vaderSentiment-fr, when they are installed (`requirements/bench.txt`)."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence

#: From this polarity on, of -1 to 1, a text is positive or negative: what VADER's authors advise.
_NEUTRAL_BELOW = 0.05
_MODULES = {"textblob-fr": "textblob_fr", "vaderSentiment-fr": "vaderSentiment_fr"}

Say = Callable[[Sequence[str]], Sequence[str]]


def missing() -> list[str]:
    """Return which of the two are not installed."""
    return [name for name, module in _MODULES.items() if not importlib.util.find_spec(module)]


def known() -> dict[str, Say]:
    """Return what says a tone, by name, of those that are installed."""
    found: dict[str, Say] = {}
    if "textblob-fr" not in missing():
        found["textblob-fr"] = _textblob()
    if "vaderSentiment-fr" not in missing():
        found["vaderSentiment-fr"] = _vader()
    return found


def _textblob() -> Say:
    analyse = importlib.import_module("textblob_fr").PatternAnalyzer().analyze
    return lambda texts: [_tone(float(analyse(text)[0])) for text in texts]


def _vader() -> Say:
    module = importlib.import_module("vaderSentiment_fr.vaderSentiment")
    analyser = module.SentimentIntensityAnalyzer()
    return lambda texts: [
        _tone(float(analyser.polarity_scores(text)["compound"])) for text in texts
    ]


def _tone(polarity: float) -> str:
    if abs(polarity) < _NEUTRAL_BELOW:
        return "neutral"
    return "positive" if polarity > 0 else "negative"
