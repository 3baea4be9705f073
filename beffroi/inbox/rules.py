"""Rules of the inbox. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta
from enum import Enum

from beffroi.core.foreign import storable
from beffroi.suggestions.wording import still_to_fill

EXCERPT_LENGTH = 140
#: Longer than any network allows; a server that sends more is not to be trusted with our memory.
TEXT_MAX = 20_000
NAME_MAX = 255
IDENTIFIER_MAX = 500

#: How often a channel's feedback is read, while all is well.
POLL_EVERY = timedelta(minutes=2)
#: How soon the reading goes on when more is ready than one turn may take.
POLL_ON_AFTER = timedelta(seconds=5)
_POLL_BACKOFF_MAX = timedelta(minutes=30)
#: Failures in a row are counted up to here.
FAILURES_MAX = 8
#: A public source that asked to wait so many times in a row refuses readers like us.
REFUSED_AFTER = 4
#: Edits and deletions: what was said within this time is looked at again every hour or so…
FOLLOW_CLOSELY_FOR = timedelta(days=7)
FOLLOW_CLOSELY_EVERY = timedelta(hours=1)
#: … and what is older every day, for as long as this.
FOLLOW_FOR = timedelta(days=90)
FOLLOW_EVERY = timedelta(hours=20)
#: A turn looks at a few, since some networks take a call for each, then rests.
FOLLOW_AT_ONCE = 100
FOLLOW_REST = timedelta(minutes=15)
#: How often words that a network's rules give a term are looked for.
ERASE_EVERY = timedelta(minutes=15)
#: They go so long before it, a twenty-fourth of a short term: work may be late.
_ERASE_BEFORE = timedelta(hours=1)
#: As many as one transaction erases, and as many as one turn does.
ERASE_BATCH = 100
ERASE_AT_ONCE = 1000
#: How often it is looked for what the search does not hold yet: after an update, all of it. So many
#: conversations in one transaction and in one turn, with a rest in which others write.
INDEX_EVERY = timedelta(hours=1)
INDEX_BATCH = 100
INDEX_AT_ONCE = 2_000
INDEX_REST = timedelta(seconds=1)
#: What is to be deleted on the network can be kept for so long. Others still see it meanwhile, so
#: it is shorter than for what leaves our screens at once.
REMOVAL_CAN_BE_UNDONE_FOR = timedelta(minutes=2)
#: A network that does not answer is asked again for so long…
REMOVAL_TRIED_FOR = timedelta(days=1)
#: … ever more seldom, within these.
_REMOVAL_REST = (timedelta(minutes=1), timedelta(hours=1))
#: What may be said with a report: the shortest that a network takes.
REPORT_WORDS_MAX = 1_000
#: When the network last showed something is noted as often as this.
SHOWN_EVERY = timedelta(hours=1)
#: Threads under our posts are read for this long: a network may forget to tell us of a reply.
THREADS_FOR = timedelta(days=3)
THREADS_EVERY = timedelta(minutes=10)
#: A read that keeps crashing is tried again after this long.
CRASHED_FOR = timedelta(minutes=30)

#: No social network is older; a date before it is a server's mistake or a joke.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
#: All numbers of fewer digits fit into a column.
_ID_DIGITS = 19
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
#: Signs that turn the direction of what follows: in a name they only serve to deceive.
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_UNNAMED = "unnamed:"
#: The name of somebody whom the network does not name: unknown, as everywhere.
NAMELESS = "—"
#: First letters of Unicode categories of which something is seen: letters, numbers, signs.
_SEEN = frozenset("LNPS")


#: Kinds of channels in which nobody speaks to us.
_OF_ARTICLES = frozenset({"feed"})


def excerpt(text: str) -> str:
    """Return the beginning of `text` on one line, cut between words where possible."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT_LENGTH:
        return line
    cut = line[: EXCERPT_LENGTH - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[-30:] else cut}…"


def typed_text(text: str) -> str:
    """Return what a person typed as it leaves: browsers send two signs for the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def gaps_in(text: str) -> tuple[str, ...]:
    """Return what an answer still leaves between brackets for its writer to say, each once."""
    found = (" ".join(gap.split()) for gap in still_to_fill(text))
    return tuple(dict.fromkeys(gap for gap in found if gap))


def with_suggestion(typed: str, suggested: str) -> str:
    """Return the answer box once a suggestion was chosen: what a person typed stays above it."""
    return suggested if typed in {"", suggested} else f"{typed}\n\n{suggested}"


def put_mark(text: str) -> str:
    """Return a mark of what was put into the answer box, to tell later whether it was touched."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def is_put(typed: str, mark: str) -> bool:
    """Tell whether the answer box still holds what was put there, and nothing else."""
    return bool(mark) and put_mark(typed) == mark


def is_identifier(text: str, *, longest: int = IDENTIFIER_MAX) -> bool:
    """Tell whether `text` can be kept as an id: as it is, or not at all.

    `longest` counts bytes: PostgreSQL indexes no row above 2,704 of them.
    """
    is_short = len(text.encode("utf-8", "replace")) <= longest
    return len(text) > 0 and is_short and storable(text, longest=longest) == text


def unnamed(thread_id: str) -> str:
    """Return the id of a person whom the network does not name: one for each thread."""
    digest = hashlib.sha256(thread_id.encode("utf-8", "replace")).hexdigest()
    return f"{_UNNAMED}{digest[:32]}"


def is_unnamed(person_id: str) -> bool:
    """Tell whether an id stands for somebody whom the network does not name."""
    return person_id.startswith(_UNNAMED)


def shown_name(name: str, *, handle: str) -> str:
    """Return a stranger's name on one line, or the handle when nothing of the name is seen."""
    if not name:
        return handle
    line = " ".join(storable(name, longest=NAME_MAX).translate(_OVERRIDES).split())
    is_seen = any(unicodedata.category(character)[0] in _SEEN for character in line)
    return line if is_seen else handle


class Closed(Enum):
    """Why a network takes no answer to something, though it is still there."""

    NEVER = "never"  # it lets nobody like us answer this
    WINDOW_OVER = "window_over"  # it did, for a while


def holds_people(channel_kind: str) -> bool:
    """Tell whether people write there who may wait for an answer: in a feed stand articles."""
    return channel_kind not in _OF_ARTICLES


def why_closed(*, can_answer: bool, reply_until: datetime | None, now: datetime) -> Closed | None:
    """Return why the network takes no answer now, None when it does."""
    if not can_answer:
        return Closed.NEVER
    return Closed.WINDOW_OVER if reply_until is not None and reply_until <= now else None


def plausible(moment: datetime, *, now: datetime) -> datetime:
    """Return when something was said: not after `now`, and not before there were networks."""
    return max(_EARLIEST, min(moment, now))


def storable_term(moment: datetime | None) -> datetime | None:
    """Return until when one may answer, brought to where databases and calendars know dates.

    With its offset, a date at either end of the calendar stands in no year at all in UTC.
    """
    return None if moment is None else max(_EARLIEST, min(moment, _LATEST))


def is_before(moment: datetime, oldest: datetime) -> bool:
    """Tell whether something was said before then. A date that cannot be is no proof of it."""
    return _EARLIEST <= moment < oldest


def typed_id(text: str) -> int | None:
    """Return the id that a form gives, None for what is none and for what no column can hold."""
    is_id = text.isascii() and text.isdigit() and len(text) < _ID_DIGITS
    return int(text) if is_id else None


def fold(text: str) -> str:
    """Return `text` as it is compared: without case, accents or ligatures."""
    plain = unicodedata.normalize("NFKD", text.replace("\0", "")).casefold()
    spread = unicodedata.normalize("NFKD", plain).translate(_LIGATURES)
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())


def is_echo(heard: str, *, said: str) -> bool:
    """Tell whether a post of ours, as the network shows it, is the answer that we sent.

    A network may put the handle of whom we answer before it.
    """
    return fold(heard).endswith(fold(said))


def erase_after(term: timedelta) -> timedelta:
    """Return how old words are when they are erased, so that none passes the `term` of a rule."""
    return term - min(_ERASE_BEFORE, term / 24)


def reread_after(term: timedelta) -> timedelta:
    """Return how old what was last shown is when it is read again, in good time for its `term`."""
    return term * 2 / 3


def reread_every(term: timedelta) -> timedelta:
    """Return how often what a network did not show is asked for again before its `term`."""
    return min(FOLLOW_EVERY, term / 12)


def next_poll(*, failures: int, now: datetime) -> datetime:
    """Return when to read again after `failures` failed reads in a row (0: the last one worked)."""
    factor: int = 1 << min(failures, FAILURES_MAX)
    return now + min(_POLL_BACKOFF_MAX, POLL_EVERY * factor)


def next_removal(*, asked_at: datetime, now: datetime) -> datetime | None:
    """Return when to try again what a network could not delete, None to give up.

    The wait is as long as the trying was so far: it doubles each time.
    """
    tried_for = now - asked_at - REMOVAL_CAN_BE_UNDONE_FOR
    if tried_for >= REMOVAL_TRIED_FOR:
        return None
    shortest, longest = _REMOVAL_REST
    return now + max(shortest, min(longest, tried_for))
