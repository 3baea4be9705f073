"""A reader that says what a test wants it to say."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.channels.models import Channel
from beffroi.listening.models import Source
from beffroi.networks.contracts import Author
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.workspaces.models import Workspace


class ScriptedReader:
    """Gives its pages in turn, the last one again and again. `asked` is what it was asked."""

    def __init__(self, *pages: PublicPage | Exception) -> None:
        self.pages = list(pages) or [PublicPage((), "state")]
        self.asked: list[tuple[SourceKind, str, str]] = []

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        """Return the next page, or raise it."""
        self.asked.append((kind, subject, state))
        page = self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]
        if isinstance(page, Exception):
            raise page
        return page

    def say(self, *pages: PublicPage | NetworkError) -> None:
        """Say this from now on."""
        self.pages = list(pages)


def article(number: int, text: str, *, now: datetime, whole: str = "") -> PublicPost:
    """Return an article of a feed."""
    return PublicPost(
        network="feeds",
        remote_id=f"https://journal.example/{number}",
        author=Author("", "journal.example", "Zoé"),
        text=text,
        url=f"https://journal.example/{number}",
        written_at=now - timedelta(hours=1),
        whole=whole,
    )


def page(*posts: PublicPost, state: str = "read", **more: object) -> PublicPage:
    """Return what a source showed."""
    return PublicPage(posts, state, **more)  # type: ignore[arg-type]


def make_source(
    workspace: Workspace,
    subject: str = "https://journal.example/rss",
    *,
    now: datetime,
    channel: Channel | None = None,
    **more: object,
) -> Source:
    """Return a source that is due now."""
    given = {
        "kind": "feed",
        "network": "feeds",
        "name": "Le Journal",
        "place": "host:journal.example",
        "next_at": now,
        "added_at": now,
    }
    return Source.objects.create(
        workspace=workspace, subject=subject, channel=channel, **{**given, **more}
    )
