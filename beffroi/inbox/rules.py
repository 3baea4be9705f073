"""Rules of the inbox. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

EXCERPT_LENGTH = 140
#: Longer than any network allows; a server that sends more is not to be trusted with our memory.
TEXT_MAX = 20_000

#: How often a channel's feedback is read, while all is well.
POLL_EVERY = timedelta(minutes=2)
_POLL_BACKOFF_MAX = timedelta(minutes=30)
#: What was said within this time is read again, for edits and deletions.
FOLLOW_FOR = timedelta(days=7)
FOLLOW_EVERY = timedelta(hours=1)
#: Threads under our posts are read for this long: a network may forget to tell us of a reply.
THREADS_FOR = timedelta(days=3)
THREADS_EVERY = timedelta(minutes=10)


def excerpt(text: str) -> str:
    """Return the beginning of `text` on one line, cut between words where possible."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT_LENGTH:
        return line
    cut = line[: EXCERPT_LENGTH - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[-30:] else cut}…"


def storable(text: str) -> str:
    """Return `text` without NUL and lone surrogates, which no database keeps, cut at TEXT_MAX."""
    clean = text.replace("\0", "").encode("utf-8", "replace").decode()
    return clean[:TEXT_MAX]


def next_poll(*, failures: int, now: datetime) -> datetime:
    """Return when to read again after `failures` failed reads in a row (0: the last one worked)."""
    factor: int = 1 << min(failures, 8)
    return now + min(_POLL_BACKOFF_MAX, POLL_EVERY * factor)
