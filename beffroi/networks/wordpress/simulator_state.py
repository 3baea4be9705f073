"""The simulated site: users, posts, pictures, tags and comments, and its rules. No HTTP here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from beffroi.core.clock import Clock
from beffroi.networks.html_text import read_html, read_lines
from beffroi.networks.simulation import Effect, Ledger

_EVERYBODY = frozenset({"read"})
_CONTRIBUTOR = _EVERYBODY | {"edit_posts", "delete_posts"}
_AUTHOR = _CONTRIBUTOR | {"publish_posts", "upload_files", "edit_published_posts"}
_EDITOR = _AUTHOR | {"moderate_comments", "edit_others_posts", "unfiltered_html"}
#: What each role may do: https://wordpress.org/documentation/article/roles-and-capabilities/
ROLES = {
    "subscriber": _EVERYBODY,
    "contributor": _CONTRIBUTOR,
    "author": _AUTHOR,
    "editor": _EDITOR,
    "administrator": _EDITOR | {"manage_options"},
}
POST_STATUSES = ("publish", "future", "draft", "pending", "private")
_UNNUMBERED = ("draft", "pending", "auto-draft", "trash")
_COMMENT_BYTES_MAX = 65_525
_FLOOD_SECONDS = 15
IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})


@dataclass(frozen=True, slots=True)
class Setup:
    """How the site is set up. `page_max` is what a plugin may cut pages to.

    `names_wrong_passwords`: plugins make a site say what is wrong; without them it sees nobody.
    """

    role: str = "editor"
    place: str = ""  # the folder of the site, as /blog
    has_application_passwords: bool = True
    strips_authorization: bool = False
    names_wrong_passwords: bool = False
    has_plain_permalinks: bool = False
    tells_its_root: str = "header"  # header, tag, or nowhere
    has_firewall: bool = False
    prints_notices: bool = False
    holds_comments: bool = False
    holds_posts: bool = False
    keeps_trash: bool = True
    page_max: int = 100
    counts_pages: bool = True
    repeats_pages: bool = False
    body_bytes_max: int = 8_000_000


class Refused(Exception):
    """The site says no: a code, and the data that go with it."""

    def __init__(self, status: int, code: str, **data: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.data = data


@dataclass(slots=True)
class User:
    """One user of the site."""

    id: int
    login: str
    name: str
    rights: frozenset[str]


@dataclass(slots=True)
class Post:
    """One post. `date` is None as long as a draft has none of its own."""

    id: int
    author_id: int
    created: datetime
    title: str = ""
    content: str = ""
    slug: str = ""
    status: str = "draft"
    featured_media: int = 0
    tags: list[int] = field(default_factory=list)
    date: datetime | None = None
    modified: datetime | None = None

    @property
    def text(self) -> str:
        """What people read."""
        return read_html(self.content)


@dataclass(slots=True)
class Comment:
    """One comment. `content` is HTML, its own line ends count."""

    id: int
    post_id: int
    parent_id: int
    user_id: int
    name: str
    email: str
    content: str
    date: datetime
    status: str

    @property
    def text(self) -> str:
        """What people read."""
        return read_lines(self.content)


@dataclass(slots=True)
class Medium:
    """One file of the library."""

    id: int
    name: str
    media_type: str
    content: bytes
    alt_text: str = ""


class State:
    """Everything that the site holds."""

    def __init__(self, *, clock: Clock, ledger: Ledger) -> None:
        self.clock = clock
        self.ledger = ledger
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self.media: dict[int, Medium] = {}
        self.tags: dict[int, str] = {}
        self._last_id = 500

    def new_id(self) -> int:
        """Return a number that nothing has yet."""
        self._last_id += 1
        return self._last_id

    # Posts.

    def find_post(self, number: int) -> Post:
        """Return a post, also one in the trash."""
        if number not in self.posts:
            raise Refused(404, "rest_post_invalid_id")
        return self.posts[number]

    def set_status(self, post: Post, status: str) -> None:
        """Move a post: the site numbers its name and dates it when it leaves the drafts."""
        was, now = post.status, self.clock()
        if status in {"publish", "future"}:
            post.date = post.date or now
            status = "future" if post.date > now else "publish"
        post.status = status
        if status not in _UNNUMBERED:
            post.slug = self._free_slug(post)
        if status == "publish" and was != "publish":
            self._tell("published", f"post-{post.id}", post.text)

    def trash(self, post: Post) -> None:
        """Put a post into the trash, under another name."""
        if post.status == "trash":
            raise Refused(410, "rest_already_trashed")
        was_public = post.status == "publish"
        post.status, post.slug = "trash", f"{post.slug}__trashed"
        if was_public:
            self._tell("deleted", f"post-{post.id}", post.text)

    def erase(self, post: Post) -> None:
        """Take a post away for ever."""
        del self.posts[post.id]
        if post.status == "publish":
            self._tell("deleted", f"post-{post.id}", post.text)

    def tell_edit(self, post: Post) -> None:
        """Note a change of a post that people see."""
        post.modified = self.clock()
        if post.status == "publish":
            self._tell("edited", f"post-{post.id}", post.text)

    def run_schedule(self) -> None:
        """Publish what is due: the site does so only when somebody visits it."""
        for post in self.posts.values():
            if post.status == "future" and post.date and post.date <= self.clock():
                self.set_status(post, "publish")

    def _free_slug(self, post: Post) -> str:
        wanted = post.slug or sanitize(post.title) or str(post.id)
        taken = {
            one.slug
            for one in self.posts.values()
            if one is not post and one.status not in _UNNUMBERED
        }
        numbered = (f"{wanted}-{n}" for n in range(2, 1000))
        return wanted if wanted not in taken else next(s for s in numbered if s not in taken)

    # Comments.

    def find_comment(self, number: int) -> Comment:
        """Return a comment, also one in the trash."""
        if number not in self.comments:
            raise Refused(404, "rest_comment_invalid_id")
        return self.comments[number]

    def comment(
        self, *, post_id: int, parent_id: int, who: User | None, guest: str, html: str, held: bool
    ) -> Comment:
        """Add a comment of a user, or of a guest who leaves a name."""
        self._check_place(post_id)
        self._check_words(html)
        user_id, name = (who.id, who.name) if who else (0, guest)
        self._check_repetition(html, post_id=post_id, parent_id=parent_id, name=name)
        comment = Comment(
            id=self.new_id(),
            post_id=post_id,
            parent_id=parent_id,
            user_id=user_id,
            name=escape(name, quote=False),
            email=f"{user_id or 'guest'}@exemple.fr",
            content=html,
            date=self.clock().replace(microsecond=0),
            status="hold" if held else "approved",
        )
        self.comments[comment.id] = comment
        if who:
            self._tell("published", f"comment-{comment.id}", comment.text)
        return comment

    def check_flood(self, who: User) -> None:
        """Refuse a second comment within a moment, but of those who settle comments."""
        recent = (one.date for one in self.comments.values() if one.user_id == who.id)
        elapsed = [(self.clock() - date).total_seconds() for date in recent]
        if "moderate_comments" not in who.rights and any(e < _FLOOD_SECONDS for e in elapsed):
            raise Refused(400, "comment_flood")

    def set_comment_status(self, comment: Comment, status: str) -> None:
        """Settle a comment. The site answers with an error when nothing changes."""
        wanted = {"approve": "approved", "1": "approved", "0": "hold"}.get(status, status)
        if wanted == comment.status:
            raise Refused(500, "rest_comment_failed_edit")
        comment.status = wanted

    def erase_comment(self, comment: Comment) -> None:
        """Take a comment away for ever; its answers stay, one level up."""
        del self.comments[comment.id]
        for one in self.comments.values():
            if one.parent_id == comment.id:
                one.parent_id = comment.parent_id
        if comment.user_id:
            self._tell("deleted", f"comment-{comment.id}", comment.text)

    def _check_place(self, post_id: int) -> None:
        if post_id not in self.posts:
            raise Refused(403, "rest_comment_invalid_post_id")
        status = self.posts[post_id].status
        if status in {"draft", "trash"}:
            raise Refused(403, f"rest_comment_{status}_post")

    def _check_words(self, html: str) -> None:
        if not html.strip():
            raise Refused(400, "rest_comment_content_invalid")
        if len(html.encode()) > _COMMENT_BYTES_MAX:
            raise Refused(400, "comment_content_column_length")

    def _check_repetition(self, html: str, *, post_id: int, parent_id: int, name: str) -> None:
        said = {
            (one.post_id, one.parent_id, one.name, one.content)
            for one in self.comments.values()
            if one.status != "trash"
        }
        if (post_id, parent_id, escape(name, quote=False), html) in said:
            raise Refused(409, "comment_duplicate")

    # Files and tags.

    def add_medium(self, *, name: str, media_type: str, content: bytes) -> Medium:
        """Add a file to the library."""
        if media_type not in IMAGE_TYPES:
            raise Refused(500, "rest_upload_sideload_error")
        medium = Medium(self.new_id(), name, media_type, content)
        self.media[medium.id] = medium
        return medium

    def add_tag(self, name: str) -> int:
        """Add a tag; names are told apart without case."""
        for number, known in self.tags.items():
            if known.lower() == name.lower():
                raise Refused(400, "term_exists", term_id=number)
        number = self.new_id()
        self.tags[number] = name
        return number

    def visible(self) -> Iterable[Post]:
        """Return the posts that everybody sees."""
        return [one for one in self.posts.values() if one.status == "publish"]

    def _tell(self, kind: str, remote_id: str, text: str) -> None:
        effect = Effect(self.clock(), kind, "atelier-martin.example", remote_id, text)
        self.ledger.record(effect)


def sanitize(title: str) -> str:
    """Make the name of a post in its address."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")[:200]
