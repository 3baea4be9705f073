"""Our own CSV, for what no other reader knows; docs/en/archives.md describes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from beffroi.archives.readers.items import (
    FeedbackKind,
    HistoryCount,
    HistoryFeedback,
    HistoryPost,
    Item,
    PostKind,
)
from beffroi.archives.readers.reader import Layout, Reader, table
from beffroi.archives.readers.tables import column, folded
from beffroi.archives.readers.texts import (
    address,
    clean,
    identifier,
    made_id,
    moment,
    name,
    rating,
    whole,
)

_COLUMNS = (
    column("kind", "beffroi", "beffroi kind"),
    column("date", "date"),
    column("text", "text", "texte"),
    column("id", "id", "identifiant"),
    column("url", "url", "address", "adresse"),
    column("author", "author", "auteur"),
    column("stars", "stars", "etoiles"),
    column("answer", "answer", "reponse"),
    column("metric", "metric", "compteur"),
    column("value", "value", "valeur"),
    column("post_id", "post id", "publication"),
)
_POSTS = {
    "post": PostKind.POST,
    "publication": PostKind.POST,
    "story": PostKind.STORY,
    "video": PostKind.VIDEO,
    "article": PostKind.ARTICLE,
}
_FEEDBACK = {
    "comment": FeedbackKind.COMMENT,
    "commentaire": FeedbackKind.COMMENT,
    "review": FeedbackKind.REVIEW,
    "avis": FeedbackKind.REVIEW,
}
_COUNTS = {"count", "compteur"}


def _row(row: dict[str, str]) -> Iterator[Item]:
    kind = folded(row["kind"])
    written_at, text = moment(row["date"]), clean(row["text"])
    key = identifier(row["id"]) or made_id("plain", kind, row["date"], text, row["author"])
    if kind in _POSTS and (text or written_at):
        yield HistoryPost(key, _POSTS[kind], text, written_at, address(row["url"]))
    elif kind in _FEEDBACK and (text or row["stars"]):
        yield HistoryFeedback(
            remote_id=key,
            kind=_FEEDBACK[kind],
            text=text,
            written_at=written_at,
            author_name=name(row["author"]),
            stars=rating(row["stars"]),
            url=address(row["url"]),
            answer=clean(row["answer"]),
        )
    elif kind in _COUNTS and written_at is not None:
        value, metric = whole(row["value"]), folded(clean(row["metric"]))[:40]
        if value is not None and metric:
            yield HistoryCount(metric, value, written_at.date(), identifier(row["post_id"]))


READER = Reader(
    network="plain",
    layouts=(Layout("beffroi-1", date(2026, 11, 26), "docs/en/archives.md"),),
    parts=(table(_COLUMNS, needs=("kind", "date"), make=_row),),
)
