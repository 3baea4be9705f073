"""What readers give: one post, one piece of feedback, one counter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class PostKind(Enum):
    """What we said, and where."""

    POST = "post"
    STORY = "story"
    VIDEO = "video"
    ARTICLE = "article"
    REPOST = "repost"
    #: Our own words under somebody's post.
    COMMENT = "comment"


class FeedbackKind(Enum):
    """What others said to us."""

    COMMENT = "comment"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class HistoryPost:
    """Something that we published. `remote_id` is the network's, or made from the content."""

    remote_id: str
    kind: PostKind
    text: str
    written_at: datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class HistoryFeedback:
    """Something that somebody wrote to us, with our answer if there was one."""

    remote_id: str
    kind: FeedbackKind
    text: str
    written_at: datetime | None
    author_name: str = ""
    stars: int | None = None
    url: str = ""
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryCount:
    """A number that the network counted: of one post, or of the account (`post_id` empty)."""

    metric: str
    value: int
    counted_on: date
    post_id: str = ""


Item = HistoryPost | HistoryFeedback | HistoryCount


class RowProblem(Enum):
    """Why a row of somebody's own table is not kept."""

    KIND = "kind"
    DATE = "date"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """A row of which nothing is kept, and which is told; `number` counts as spreadsheets do."""

    problem: RowProblem
    number: int = 0
