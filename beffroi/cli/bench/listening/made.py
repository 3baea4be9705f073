"""A stream as Jetstream sends it, and watches as companies write them; the same at every run.

Shares of kinds of events, of languages and sizes are those of the public stream: of a hundred
events, seventeen are posts of about a thousand bytes, the rest likes, reposts, follows, deletions.
Each language has words of its own, which follow Zipf's law; nobody wrote these texts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import partial
from itertools import accumulate

from beffroi.matching.common import COMMON
from beffroi.matching.queries import Query

_ONSETS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "ch",
    "tr",
    "br",
    "pl",
    "gr",
)
_VOWELS = ("a", "e", "i", "o", "u", "é", "è", "ou", "an", "on", "in", "eau", "ai")
#: Of each language that is written with Latin letters.
_WORDS = 20_000
_MIDDLE, _RARE = 150, 6_000
_LANGUAGES = {"en": 50, "fr": 20, "ja": 15, "pt": 13, "ru": 1, "ar": 1}
_WITH_WORDS = ("en", "fr", "pt")
#: What people watch for is said in French, as a rule.
_WATCHED = ("fr", "fr", "en")
_HIRAGANA = "".join(map(chr, range(0x3042, 0x3094)))
_KATAKANA = "".join(map(chr, range(0x30A2, 0x30F4)))
_KANJI = "".join(map(chr, range(0x4E00, 0x4E00 + 4 * 1_000, 4)))
#: How often each sign is met, of a hundred: a few kanji make most of them.
_SIGNS = (
    *((sign, 52 / len(_HIRAGANA)) for sign in _HIRAGANA),
    *((sign, 13 / len(_KATAKANA)) for sign in _KATAKANA),
    *((sign, 35 / 7.5 / (rank + 1)) for rank, sign in enumerate(_KANJI)),
)
_LATIN = "abcdefghijklmnopqrstuvwxyzéè"
_SCRIPTS = {
    "ru": str.maketrans(_LATIN, "абцдефгхийклмнопщрстувшжызэя"),
    "ar": str.maketrans(_LATIN, "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
}
_LENGTHS = (20, 40, 60, 80, 120, 160, 200, 240, 300)
_KINDS = {"like": 56, "repost": 9, "follow": 12, "delete": 5, "identity": 1, "post": 17}
_SIZE = {"height": 1350, "width": 1080}
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class Maker:
    """Makes events and watches from the same words."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)  # noqa: S311 no secret
        made = sorted({self._word() for _ in range(6 * _WORDS)})
        self._chance.shuffle(made)
        common = sorted(word.decode() for word in COMMON)
        self.words = {
            language: [*common, *made[at * _WORDS : (at + 1) * _WORDS]]
            for at, language in enumerate(_WITH_WORDS)
        }
        ranks = range(len(common) + _WORDS)
        self._weights = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in ranks))
        self.brands = [f"{self._word()}{end}" for end in ("ex", "ia", "o", "tech", "lux") * 80]

    def frames(self, count: int) -> Iterator[bytes]:
        """Yield events as they come over the wire."""
        kinds = self._chance.choices(list(_KINDS), list(_KINDS.values()), k=count)
        for number, kind in enumerate(kinds):
            yield json.dumps(
                self._event(kind, number), ensure_ascii=False, separators=(",", ":")
            ).encode()

    def texts(self, count: int) -> Iterator[str]:
        """Yield texts of posts."""
        for _ in range(count):
            yield self._text(self._language())

    def watches(self, count: int, *, foreign: float = 0.0) -> Iterator[Query]:
        """Yield watches: brands with their handle, words together, rows of words, tags.

        `foreign` is the share of those for a name in another script.
        """
        for key in range(count):
            yield self._foreign_watch(key) if self._rarely(foreign) else self._watch(key)

    def _watch(self, key: int) -> Query:
        kind, language = self._chance.random(), self._chance.choice(_WATCHED)
        middle = partial(self._picked, language, _MIDDLE)
        rare = partial(self._picked, language, _RARE)
        if kind < 0.55:
            brand = self._brand(key)
            named = (brand, f"{brand} {middle()}", f"#{brand}", f"@{brand}.bsky.social")
            return Query(key, any_of=named, none_of=self._shunned(language, 2))
        if kind < 0.75:
            both = (middle(), middle())
            return Query(key, all_of=both, none_of=self._shunned(language, 1))
        if kind < 0.85:
            return Query(key, any_of=(f"{middle()} {middle()}", f"{rare()} {middle()}"))
        if kind < 0.93:
            seldom = (rare(), rare(), f"#{rare()}")
            return Query(key, any_of=seldom, all_of=(middle(),), none_of=(middle(),))
        return Query(key, any_of=(f"#{middle()}", f"@{middle()}.bsky.social"))

    def _foreign_watch(self, key: int) -> Query:
        return Query(key, any_of=(self._foreign(),), none_of=self._shunned("en", 1))

    def _shunned(self, language: str, count: int) -> tuple[str, ...]:
        """Return words that a watch leaves out: one watch in two does."""
        if self._rarely(0.5):
            return ()
        return tuple(self._picked(language, _MIDDLE) for _ in range(count))

    def _brand(self, key: int) -> str:
        """Return a brand of which the stream speaks, seldom, or one that nobody has heard of."""
        if self._chance.random() < min(1, 40 / (key + 1)):
            return self._chance.choice(self.brands)
        return f"{self._word()}{self._word()}{self._chance.choice(('zen', 'ix', 'ora'))}"

    def _foreign(self) -> str:
        """Return a name in signs, or in letters of another alphabet."""
        if self._rarely(0.6):
            return "".join(
                self._chance.choices(_KANJI + _KATAKANA, k=self._chance.choice((2, 3, 4)))
            )
        script = _SCRIPTS[self._chance.choice(tuple(_SCRIPTS))]
        return f"{self._word()}{self._word()}".translate(script)

    def _picked(self, language: str, first: int) -> str:
        """Return a word of the ranks that people watch: not the commonest."""
        words = self.words[language]
        start = len(words) - _WORDS + first
        last = len(words) - 1 if first == _RARE else start + _RARE - _MIDDLE
        return words[self._chance.randint(start, last)]

    def _word(self) -> str:
        size = self._chance.choice((2, 2, 3, 3, 4))
        return "".join(
            self._chance.choice(_ONSETS) + self._chance.choice(_VOWELS) for _ in range(size)
        )

    def _language(self) -> str:
        return self._chance.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]

    def _text(self, language: str) -> str:
        length = self._chance.choice(_LENGTHS)
        if language == "ja":
            signs, weights = zip(*_SIGNS, strict=True)
            return "".join(self._chance.choices(signs, weights, k=max(10, length // 3)))
        known = self.words.get(language, self.words["en"])
        words = self._chance.choices(known, cum_weights=self._weights, k=max(3, length // 6))
        text = " ".join(map(self._dressed, words))[:300]
        if language in _SCRIPTS:
            text = text.lower().translate(_SCRIPTS[language])
        return f"{text} https://example.org/{self._letters(9)}" if self._rarely(0.15) else text

    def _dressed(self, word: str) -> str:
        """Return a word as it is written: now and then a brand, a tag, a capital, a sign."""
        if self._rarely(0.004):
            word = self._chance.choice(self.brands)
        if self._rarely(0.008):
            word = f"#{word}"
        elif self._rarely(0.008):
            word = f"@{word}.bsky.social"
        elif self._rarely(0.09):
            word = word.capitalize()
        return (
            word + self._chance.choice((",", ".", "!", " ?", "…", " 😂", "\n"))
            if self._rarely(0.12)
            else word
        )

    def _event(self, kind: str, number: int) -> dict[str, object]:
        event: dict[str, object] = {
            "did": f"did:plc:{self._letters(24)}",
            "time_us": 1_764_000_000_000_000 + 1_500 * number,
            "kind": "commit",
        }
        if kind == "identity":
            handle = {"did": event["did"], "handle": "somebody.bsky.social", "seq": number}
            return {**event, "kind": "identity", "identity": handle}
        named = self._chance.choice(("like", "post", "follow")) if kind == "delete" else kind
        collection = f"app.bsky.{'graph' if named == 'follow' else 'feed'}.{named}"
        commit: dict[str, object] = {
            "rev": self._letters(13),
            "operation": "delete" if kind == "delete" else "create",
            "collection": collection,
            "rkey": self._letters(13),
        }
        if kind != "delete":
            record: dict[str, object] = (
                self._post() if kind == "post" else {"subject": self._subject(kind)}
            )
            record |= {"$type": collection, "createdAt": "2026-11-22T09:30:00.000Z"}
            commit["record"] = dict(sorted(record.items()))  # as their servers write it
            commit["cid"] = f"bafyrei{self._letters(52)}"
        return {**event, "commit": commit}

    def _post(self) -> dict[str, object]:
        language = self._language()
        post: dict[str, object] = {"langs": [language], "text": self._text(language)}
        if self._rarely(0.45):
            post["reply"] = {"root": self._reference(), "parent": self._reference()}
        kind = self._chance.random()
        if kind < 0.35:
            image = {"alt": self._text("en"), "aspectRatio": _SIZE, "image": self._blob()}
            images = [image] * self._chance.choice((1, 1, 2, 4))
            post["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        elif kind < 0.6:
            post["embed"] = {"$type": "app.bsky.embed.external", "external": self._page()}
        if self._rarely(0.3):
            post["facets"] = [self._link()] * self._chance.choice((1, 2))
        return post

    def _blob(self) -> dict[str, object]:
        link = {"$link": f"bafkrei{self._letters(52)}"}
        return {"$type": "blob", "mimeType": "image/jpeg", "ref": link, "size": 81_234}

    def _page(self) -> dict[str, object]:
        return {
            "description": self._text("en"),
            "thumb": self._blob(),
            "title": self._text("en")[:80],
            "uri": f"https://example.org/{self._letters(9)}",
        }

    def _link(self) -> dict[str, object]:
        uri = f"https://example.org/{self._letters(9)}"
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
        return {"features": [feature], "index": {"byteEnd": 120, "byteStart": 90}}

    def _subject(self, kind: str) -> object:
        return f"did:plc:{self._letters(24)}" if kind == "follow" else self._reference()

    def _reference(self) -> dict[str, str]:
        uri = f"at://did:plc:{self._letters(24)}/app.bsky.feed.post/{self._letters(13)}"
        return {"cid": f"bafyrei{self._letters(52)}", "uri": uri}

    def _letters(self, count: int) -> str:
        return "".join(self._chance.choices(_LETTERS, k=count))

    def _rarely(self, share: float) -> bool:
        return self._chance.random() < share
