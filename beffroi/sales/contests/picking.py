"""Which comments under the posts of a contest are entries, and why the others are not. Pure.

A network tells who comments and what. Who likes, who follows and who shares it does not tell: no
condition here asks for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from beffroi.sales.contests.rules import NAME_MAX, key_of

#: More comments than this no list could hold, were each an entry.
COMMENTS_MAX = 20_000
FRIENDS_MAX = 5
WORDS_MAX = 5
#: Where a mention is a word that begins with “@”; elsewhere it is a name among others.
_MENTIONS_ARE_TOLD: Final = frozenset({"bluesky", "instagram", "mastodon", "x", "youtube"})
_MENTION = re.compile(r"(?<![\w@/.])@([\w.-]+(?:@[\w.-]+)?)")
#: As much of a name as leaves room for what tells its bearer apart.
_PLAIN_MAX = NAME_MAX - 60
_SIGNS_OF_PERSON, _SIGNS_OF_COMMENT = 16, 12
_TOLD_APART = re.compile(r" \[[a-z_]+ [0-9a-f]{16}(?: [0-9a-f]{12})?\]$")


class Why(Enum):
    """Why a comment is no entry; the first that holds is said."""

    OURS = "ours"
    GONE = "gone"
    HIDDEN = "hidden"
    NAMELESS = "nameless"
    COLLEAGUE = "colleague"
    SILENT = "silent"
    TAKEN = "taken"
    EARLY = "early"
    LATE = "late"
    EDITED = "edited"
    NO_WORD = "no_word"
    FEW_FRIENDS = "few_friends"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: an id of a network, and of a server where ids are its own."""

    network: str
    server: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as the inbox has it. `number` is its id there; instants are aware."""

    number: int
    person: Person
    name: str
    handle: str
    text: str
    url: str
    mark: str  # what stands for it in an entry
    at: datetime
    edited_at: datetime | None = None
    is_ours: bool = False
    is_gone: bool = False
    is_hidden: bool = False

    @property
    def shown_name(self) -> str:
        """The handle where there is one that nobody else has, else the name, on one line."""
        is_handle = bool(self.handle) and not any(sign.isspace() for sign in self.handle)
        is_name = not is_handle or self.handle == self.name
        shown = (self.name or self.handle) if is_name else f"@{self.handle.removeprefix('@')}"
        return " ".join(shown.split())[:NAME_MAX]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a comment must have: one of these words, so many friends named; once a person."""

    words: tuple[str, ...] = ()
    friends: int = 0
    is_once: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When a contest runs, who is of the house, and who is in its list already."""

    begins_at: datetime
    ends_at: datetime
    colleagues: frozenset[str] = frozenset()
    #: Our own handles, which name no friend.
    own: frozenset[str] = frozenset()
    people: frozenset[Person] = frozenset()
    #: Of them, those whom somebody here left out.
    left_out: frozenset[Person] = frozenset()
    marks: frozenset[str] = frozenset()
    #: Names that were typed, as they are told apart.
    names: frozenset[str] = frozenset()
    #: Who asked not to be kept: erased from this contest, or objecting.
    silent: frozenset[Person] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment, and why it is no entry; None where it is one."""

    comment: Comment
    why: Why | None


def judge(comments: Iterable[Comment], *, conditions: Conditions, setting: Setting) -> list[Judged]:
    """Say of each comment whether it is an entry, the oldest first.

    In which order they are given changes nothing. The end itself is too late.
    """
    seen: set[Person] = set()
    found = []
    for comment in sorted(comments, key=lambda one: (one.at, one.number)):
        why = (
            _of_person(comment, setting, conditions)
            or _of_hour(comment, setting, conditions)
            or _of_words(comment, setting, conditions)
        )
        if why is None and conditions.is_once and comment.person in seen:
            why = Why.TWICE
        if why is None:
            seen.add(comment.person)
        found.append(Judged(comment, why))
    return found


def entry_key(comment: Comment, *, is_once: bool) -> str:
    """Return what tells an entry apart: its person, or the comment where each one counts."""
    person = comment.person
    told = f"{person.network}\n{person.server}\n{person.person_id}"
    parts = [person.network, _digest(told)[:_SIGNS_OF_PERSON]]
    parts += [] if is_once else [comment.mark[:_SIGNS_OF_COMMENT]]
    return f"{key_of(comment.shown_name)[:_PLAIN_MAX]} [{' '.join(parts)}]"


def plain_name(key: str) -> str:
    """Return the name in the key of an entry, as a name that was typed would be told apart."""
    return _TOLD_APART.sub("", key)


def is_told_apart(key: str) -> bool:
    """Tell whether a key names a person of a network, rather than a name that was typed."""
    return _TOLD_APART.search(key) is not None


class Known:
    """The keys of entries that count: a name that was typed is also met by who bears it.

    Of two people of one name, whom their networks tell apart, both count.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys: set[str] = set()
        self._plain: set[str] = set()
        self._typed: set[str] = set()
        for key in keys:
            self.add(key)

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        if is_told_apart(key):
            return key in self._keys or plain_name(key) in self._typed
        return key in self._plain

    def add(self, key: str) -> None:
        """Take in one more entry that counts."""
        self._keys.add(key)
        self._plain.add(plain_name(key))
        if not is_told_apart(key):
            self._typed.add(key)


def mark_of(channel_id: int, remote_id: str) -> str:
    """Return what stands for a comment in an entry: it does not tell which one it is."""
    return _digest(f"{channel_id}\n{remote_id}")[:32]


def friends_in(text: str, *, own: Collection[str], author: str) -> int:
    """Return how many accounts a text names, each once, but for ours and its author's."""
    named = {found.rstrip(".-").casefold() for found in _MENTION.findall(text)}
    known = {one.removeprefix("@").casefold() for one in (*own, author) if one}
    strangers = {one for one in named if one and one not in known}
    return len({one for one in strangers if not _is_short_for(one, known)})


def holds_word(text: str, words: Sequence[str]) -> bool:
    """Tell whether one of these words or hashtags stands in a text, whatever its accents."""
    folded = key_of(f"@{text}")  # which takes the first “@” away
    return any(_word(key_of(word)).search(folded) for word in words if key_of(word))


def mentions_are_told(network: str) -> bool:
    """Tell whether the words of a network show whom they mention."""
    return network in _MENTIONS_ARE_TOLD


def _of_person(comment: Comment, setting: Setting, conditions: Conditions) -> Why | None:
    if comment.is_ours:
        return Why.OURS
    if comment.is_gone:
        return Why.GONE
    if comment.is_hidden:
        return Why.HIDDEN
    if not comment.person.person_id or not key_of(comment.shown_name):
        return Why.NAMELESS
    names = {key_of(comment.shown_name), key_of(comment.name), key_of(comment.handle)} - {""}
    if names & setting.colleagues:
        return Why.COLLEAGUE
    if comment.person in setting.silent:
        return Why.SILENT
    return Why.TAKEN if _is_taken(comment, setting, conditions) else None


def _is_taken(comment: Comment, setting: Setting, conditions: Conditions) -> bool:
    there = setting.people if conditions.is_once else setting.left_out
    is_person_there = comment.person in there
    is_name_there = key_of(comment.shown_name) in setting.names
    return comment.mark in setting.marks or is_person_there or is_name_there


def _of_hour(comment: Comment, setting: Setting, conditions: Conditions) -> Why | None:
    if comment.at < setting.begins_at:
        return Why.EARLY
    if comment.at >= setting.ends_at:
        return Why.LATE
    asks_words = bool(conditions.words or conditions.friends)
    if asks_words and comment.edited_at is not None and comment.edited_at >= setting.ends_at:
        return Why.EDITED
    return None


def _of_words(comment: Comment, setting: Setting, conditions: Conditions) -> Why | None:
    if conditions.words and not holds_word(comment.text, conditions.words):
        return Why.NO_WORD
    if conditions.friends and mentions_are_told(comment.person.network):
        named = friends_in(comment.text, own=setting.own, author=comment.handle)
        return Why.FEW_FRIENDS if named < conditions.friends else None
    return None


def _word(folded: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")


def _is_short_for(name: str, known: Collection[str]) -> bool:
    """Tell whether a name without its server is one of these."""
    return "@" not in name and any(one.startswith(f"{name}@") for one in known)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
