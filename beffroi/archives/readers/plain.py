"""Our own CSV, for what no other reader knows; docs/en/archives.md describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from beffroi.archives.readers.items import (
    FeedbackKind,
    HistoryCount,
    HistoryFeedback,
    HistoryPost,
    Item,
    PostKind,
    RowLeftOut,
    RowProblem,
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
_COUNTS = ("count", "compteur")


def _row(row: dict[str, str]) -> Iterator[Item | RowLeftOut]:
    """Give what a row holds; one of which nothing can be kept is told, for a person wrote it."""
    kind, written_at = folded(row["kind"]), moment(row["date"])
    if kind not in _MAKERS:
        yield RowLeftOut(RowProblem.KIND)
    elif written_at is None:
        yield RowLeftOut(RowProblem.DATE)
    else:
        yield _MAKERS[kind](row, kind, written_at) or RowLeftOut(RowProblem.EMPTY)


def _post(row: dict[str, str], kind: str, written_at: datetime) -> Item:
    return HistoryPost(
        _key(row, kind), _POSTS[kind], clean(row["text"]), written_at, address(row["url"])
    )


def _feedback(row: dict[str, str], kind: str, written_at: datetime) -> Item | None:
    text = clean(row["text"])
    if not (text or row["stars"]):
        return None
    return HistoryFeedback(
        remote_id=_key(row, kind),
        kind=_FEEDBACK[kind],
        text=text,
        written_at=written_at,
        author_name=name(row["author"]),
        stars=rating(row["stars"]),
        url=address(row["url"]),
        answer=clean(row["answer"]),
    )


def _count(row: dict[str, str], _: str, written_at: datetime) -> Item | None:
    value, metric = whole(row["value"]), folded(clean(row["metric"]))[:40]
    if value is None or not metric:
        return None
    return HistoryCount(metric, value, written_at.date(), identifier(row["post_id"]))


def _key(row: dict[str, str], kind: str) -> str:
    made = made_id("plain", kind, row["date"], clean(row["text"]), row["author"])
    return identifier(row["id"]) or made


_MAKERS: dict[str, Callable[[dict[str, str], str, datetime], Item | None]] = {
    **dict.fromkeys(_POSTS, _post),
    **dict.fromkeys(_FEEDBACK, _feedback),
    **dict.fromkeys(_COUNTS, _count),
}

READER = Reader(
    network="plain",
    layouts=(Layout("beffroi-1", date(2026, 11, 26), "docs/en/archives.md"),),
    parts=(table(_COLUMNS, needs=("kind", "date"), make=_row),),
)
