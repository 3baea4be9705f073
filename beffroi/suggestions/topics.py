"""What a message is about, told by its words in French and English. Pure."""

from __future__ import annotations

import re

from beffroi.suggestions.lexicon import patterns
from beffroi.suggestions.plain import plain
from beffroi.suggestions.situations import Topic

_TOPICS = {Topic(name): words for name, words in patterns("topics").items()}
_SENTENCE = re.compile(r"[^.!?\n…]+\??")


def topics_of(text: str) -> frozenset[Topic]:
    """Return what a message speaks of, as far as its words tell; empty when none does."""
    return _found(plain(text))


def asked_in(text: str) -> frozenset[Topic]:
    """Return what its questions are about; of the whole message where they do not tell."""
    bare = plain(text)
    questions = " ".join(one for one in _SENTENCE.findall(bare) if one.endswith("?"))
    return _found(questions) or _found(bare)


def _found(bare: str) -> frozenset[Topic]:
    return frozenset(topic for topic, words in _TOPICS.items() if words.search(bare))
