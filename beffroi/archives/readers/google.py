"""Reviews of a Google Business Profile: Takeout's JSON, and tables as other tools export them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import FeedbackKind, HistoryFeedback, Item
from beffroi.archives.readers.reader import Layout, Reader, table, tree
from beffroi.archives.readers.tables import column
from beffroi.archives.readers.texts import clean, identifier, made_id, moment, name, rating

_STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
_COLUMNS = (
    column("id", "Review ID", "reviewId", "ID de l’avis"),
    column("author", "Reviewer", "Reviewer Name", "Author", "Name", "Nom", "Auteur"),
    column("stars", "Star Rating", "starRating", "Rating", "Stars", "Note", "Étoiles"),
    column("text", "Comment", "Review", "Review Text", "Text", "Commentaire", "Avis", "Texte"),
    column("date", "Review Date", "createTime", "Created", "Date", "Date de l’avis"),
    column("answer", "Reply", "Review Reply", "Owner Response", "Réponse"),
    column("answered", "Reply Date", "Owner Response Date", "Date de la réponse"),
)


def _review(entry: dict[str, Any]) -> Iterator[Item]:
    reviewer, reply = _dict(entry.get("reviewer")), _dict(entry.get("reviewReply"))
    stars = _STARS.get(clean(entry.get("starRating")).upper()) or rating(entry.get("starRating"))
    written_at = moment(entry.get("createTime")) or moment(entry.get("updateTime"))
    text, author = _comment(entry.get("comment")), name(reviewer.get("displayName"))
    key = identifier(entry.get("reviewId")) or clean(entry.get("name")).rpartition("/")[2]
    if stars or text:
        yield HistoryFeedback(
            remote_id=identifier(key) or made_id("google", written_at, author, text),
            kind=FeedbackKind.REVIEW,
            text=text,
            written_at=written_at,
            author_name=author,
            stars=stars,
            answer=_comment(reply.get("comment")),
            answered_at=moment(reply.get("updateTime")),
        )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _comment(value: Any) -> str:
    """Return the words, which some exports wrap once more."""
    return clean(value.get("comment")) if isinstance(value, dict) else clean(value)


def _row(row: dict[str, str]) -> Iterator[Item]:
    stars = _STARS.get(clean(row["stars"]).upper()) or rating(row["stars"].partition("/")[0])
    text, author, written_at = clean(row["text"]), name(row["author"]), moment(row["date"])
    if stars or text:
        yield HistoryFeedback(
            remote_id=identifier(row["id"]) or made_id("google", row["date"], author, text),
            kind=FeedbackKind.REVIEW,
            text=text,
            written_at=written_at,
            author_name=author,
            stars=stars,
            answer=clean(row["answer"]),
            answered_at=moment(row["answered"]),
        )


READER = Reader(
    network="google_business",
    layouts=(
        Layout(
            "Takeout reviews.json",
            date(2026, 3, 1),
            "developers.google.com/my-business reviews resource; files seen in public code",
        ),
        Layout("tables", date(2026, 11, 1), "names of columns collected from public code"),
    ),
    parts=(
        tree(
            "reviews",
            "item",
            needs=("reviews.item.starRating", "reviews.item.reviewer.displayName"),
            make=_review,
        ),
        table(_COLUMNS, needs=("author", "stars", "text", "date"), make=_row),
    ),
)
