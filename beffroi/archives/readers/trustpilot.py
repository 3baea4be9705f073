"""Trustpilot's export of service reviews, a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from beffroi.archives.readers.items import FeedbackKind, HistoryFeedback, Item
from beffroi.archives.readers.reader import Layout, Reader, table
from beffroi.archives.readers.tables import column
from beffroi.archives.readers.texts import clean, identifier, made_id, moment, name, rating

_COLUMNS = (
    column("id", "Review Id", "Review ID"),
    column("date", "Review Created (UTC)", "Review Created"),
    column("author", "Review Username", "Consumer Name"),
    column("title", "Review Title"),
    column("text", "Review Content"),
    column("stars", "Review Stars"),
    column("answered", "Company Reply Date (UTC)", "Business Reply Date (UTC)"),
    column("answer", "Company Reply", "Business Reply"),
)


def _row(row: dict[str, str]) -> Iterator[Item]:
    parts = (clean(row["title"]), clean(row["text"]))
    # The title of a short review is its beginning.
    repeats = parts[1].startswith(parts[0].rstrip("….").rstrip())
    text = parts[1] if repeats else "\n\n".join(part for part in parts if part)
    stars, author, written_at = rating(row["stars"]), name(row["author"]), moment(row["date"])
    if stars or text:
        key = identifier(row["id"]) or made_id("trustpilot", row["date"], author, text)
        yield HistoryFeedback(
            remote_id=key,
            kind=FeedbackKind.REVIEW,
            text=text,
            written_at=written_at,
            author_name=author,
            stars=stars,
            url=f"https://www.trustpilot.com/reviews/{key}" if row["id"].isalnum() else "",
            answer=clean(row["answer"]),
            answered_at=moment(row["answered"]),
        )


READER = Reader(
    network="trustpilot",
    layouts=(Layout("service reviews", date(2026, 2, 2), "columns seen in public code"),),
    parts=(table(_COLUMNS, needs=("date", "stars"), make=_row),),
)
