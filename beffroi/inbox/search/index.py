"""The index of words: a row for each word by which a conversation is found, newest first.

One table of our own on both databases. SQLite's full-text tables keep what was erased until they
are merged (before 3.42 they know no other way), and neither they nor PostgreSQL's inverted indexes
give the newest first: a frequent word would have a million rows sorted. Here each workspace's word
is a stretch of one tree in the order of the list, and what is erased leaves with its transaction.

The words of a conversation stand in its own row too (`search_text`): they say what to take out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from beffroi.core.keyset import Cursor
from beffroi.inbox.models import Conversation
from beffroi.inbox.search.models import FoundBy

#: Workspace, word, instant, conversation.
Entry = tuple[int, str, int, int]

_TABLE = FoundBy._meta.db_table
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = "\U0010ffff"
_NEWEST = (2**63 - 1, 2**63 - 1)

_OUT = {
    "sqlite": f"DELETE FROM {_TABLE} WHERE workspace_id = %s AND word = %s "  # noqa: S608 our name
    "AND said_at = %s AND conversation_id = %s",
    "postgresql": f"DELETE FROM {_TABLE} kept USING "  # noqa: S608 our name
    "unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[]) gone(w, word, at, c) "
    "WHERE kept.workspace_id = gone.w AND kept.word = gone.word "
    "AND kept.said_at = gone.at AND kept.conversation_id = gone.c",
}
_IN = {
    "sqlite": f"INSERT OR IGNORE INTO {_TABLE} "  # noqa: S608 our name
    "(workspace_id, word, said_at, conversation_id) VALUES (%s, %s, %s, %s)",
    "postgresql": f"INSERT INTO {_TABLE} "  # noqa: S608 our name
    "(workspace_id, word, said_at, conversation_id) SELECT * FROM "
    "unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",
}


def kept_text(words: Iterable[str]) -> str:
    """Return words as a conversation's row keeps them, each between spaces."""
    joined = " ".join(words)
    return f" {joined} " if joined else ""


def follow(conversations: Collection[Conversation]) -> None:
    """Bring the index to what these rows say now, from what they said when last saved.

    Before they are saved, inside the transaction that holds them.
    """
    before = _before(row.pk for row in conversations)
    gone: list[Entry] = []
    come: list[Entry] = []
    for row in conversations:
        is_now = _entries(row)
        gone.extend(before.get(row.pk, frozenset()) - is_now)
        come.extend(is_now - before.get(row.pk, frozenset()))
        row.is_indexed = True
    _write(_OUT, gone)
    _write(_IN, come)


def walk(
    workspace_id: int, words: Sequence[str], *, after: Cursor | None, limit: int
) -> list[Cursor]:
    """Return the next conversations that one of some words finds, newest first."""
    before = (instant(after.at), after.id) if after else _NEWEST
    one = (
        f"SELECT said_at, conversation_id FROM {_TABLE} "  # noqa: S608 our name
        "WHERE workspace_id = %s AND word = %s AND (said_at, conversation_id) < (%s, %s) "
        "ORDER BY said_at DESC, conversation_id DESC LIMIT %s"
    )
    ways = (f"SELECT * FROM ({one}) AS w{n}" for n in range(len(words)))  # noqa: S608 as above
    several = " UNION ".join(ways)
    statement = f"{several} ORDER BY said_at DESC, conversation_id DESC LIMIT %s"
    values = [value for word in words for value in (workspace_id, word, *before, limit)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        return [Cursor(_EPOCH + timedelta(microseconds=at), one) for at, one in cursor.fetchall()]


def counts(workspace_id: int, several: Sequence[Sequence[str]], *, limit: int) -> list[int]:
    """Return how many conversations each of some words find, counted no further than `limit`."""
    parts, values = [], list[int | str]()
    for number, words in enumerate(several):
        places = ", ".join(["%s"] * len(words))
        parts.append(
            f"SELECT {number}, count(*) FROM (SELECT 1 FROM {_TABLE} "  # noqa: S608 our name
            f"WHERE workspace_id = %s AND word IN ({places}) LIMIT %s) AS some{number}"
        )
        values += [workspace_id, *words, limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [number for _, number in sorted(cursor.fetchall())]


def words_from(workspace_id: int, prefix: str, *, limit: int) -> list[str]:
    """Return the first words that begin with `prefix`, `limit` at most: a step in the tree each."""
    next_word = (
        f"SELECT word FROM {_TABLE} WHERE workspace_id = %s "  # noqa: S608 our name
        "AND word {} AND word < %s ORDER BY word LIMIT 1"
    )
    statement = (
        f"WITH RECURSIVE begun(word, place) AS (SELECT ({next_word.format('>= %s')}), 1 "  # noqa: S608
        f"UNION ALL SELECT ({next_word.format('> begun.word')}), place + 1 FROM begun "
        "WHERE begun.word IS NOT NULL AND place < %s) "
        "SELECT word FROM begun WHERE word IS NOT NULL"
    )
    end = prefix + _LAST
    with connection.cursor() as cursor:
        cursor.execute(statement, [workspace_id, prefix, end, workspace_id, end, limit])
        return [word for (word,) in cursor.fetchall()]


def instant(at: datetime) -> int:
    """Return an instant as the index keeps it: microseconds."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _entries(row: Conversation) -> frozenset[Entry]:
    return _of(row.pk, row.workspace_id, row.search_text, row.last_feedback_at)


def _of(pk: int, workspace_id: int, words: str, at: datetime) -> frozenset[Entry]:
    said_at = instant(at)
    return frozenset((workspace_id, word, said_at, pk) for word in words.split())


def _before(ids: Iterable[int]) -> dict[int, frozenset[Entry]]:
    """Return what the index holds of some conversations."""
    rows = Conversation.objects.filter(pk__in=list(ids), is_indexed=True)
    saved = rows.values_list("pk", "workspace_id", "search_text", "last_feedback_at")
    return {row[0]: _of(*row) for row in saved}


def _write(statements: dict[str, str], entries: list[Entry]) -> None:
    """Take entries out or in, in the order of the tree, so that nobody waits for nobody in turn."""
    if not entries:
        return
    entries.sort()
    statement = statements[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement, entries)
        else:
            cursor.execute(statement, [list(column) for column in zip(*entries, strict=True)])
