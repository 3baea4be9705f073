"""LinkedIn's copy of one's data, tables in a zip: our posts and comments, and one counter.

Other members are not kept, by LinkedIn's terms: of connections only how many there were a month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from beffroi.archives.readers import tables
from beffroi.archives.readers.items import HistoryCount, HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Part, Reader, table
from beffroi.archives.readers.source import Source
from beffroi.archives.readers.tables import column
from beffroi.archives.readers.texts import address, clean, identifier, made_id, moment

_SHARES = (
    column("date", "Date"),
    column("url", "ShareLink"),
    column("text", "ShareCommentary"),
)
_COMMENTS = (column("date", "Date"), column("url", "Link"), column("text", "Message"))
_CONNECTIONS = (
    column("first", "First Name", "Prénom"),
    column("day", "Connected On", "En relation depuis", "Connecté le"),
)


def _text(written: str) -> str:
    """Return a text whose every line break the export has put between quotes."""
    return clean(written.replace('"\r\n"', "\n").replace('"\n"', "\n").replace('\\"', '"'))


def _shares(row: dict[str, str]) -> Iterator[Item]:
    text, url, written_at = _text(row["text"]), address(row["url"]), moment(row["date"])
    if text or url:
        identity = identifier(url) or made_id("linkedin", row["date"], text)
        kind = PostKind.POST if text else PostKind.REPOST
        yield HistoryPost(identity, kind, text, written_at, url)


def _comments(row: dict[str, str]) -> Iterator[Item]:
    text, url, written_at = _text(row["text"]), address(row["url"]), moment(row["date"])
    if text and written_at:
        identity = made_id("linkedin", "comment", written_at, url, text)
        yield HistoryPost(identity, PostKind.COMMENT, text, written_at, url)


def _connections(source: Source) -> Iterator[Item]:
    """Count connections by month; no name leaves this function."""
    header = tables.header_at(source.rows, _CONNECTIONS)
    if header is None:
        return
    months: Counter[date] = Counter()
    for _, row in tables.records(source, source.rows, _CONNECTIONS, header=header):
        day = moment(row["day"])
        if day is not None:
            months[day.date().replace(day=1)] += 1
    for month, count in sorted(months.items()):
        yield HistoryCount("connections_gained", count, month)


def _has_connections(source: Source) -> bool:
    return tables.header_at(source.rows, _CONNECTIONS) is not None


READER = Reader(
    network="linkedin",
    layouts=(
        Layout(
            "Complete_LinkedInDataExport",
            date(2025, 3, 27),
            "linkedin.com/help/linkedin/answer/a1339364; columns seen in public code",
        ),
    ),
    parts=(
        table(_SHARES, needs=("date", "url", "text"), make=_shares),
        table(_COMMENTS, needs=("date", "url", "text"), make=_comments),
        Part(_has_connections, _connections),
    ),
)
