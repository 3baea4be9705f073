"""Holds what a source showed against the watches of its own workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.language.understanding import Message, understand
from beffroi.listening import sought
from beffroi.listening.keeping import Caught
from beffroi.listening.models import Watch
from beffroi.matching.index import Index
from beffroi.networks.listening import PublicPost

#: Enough of a text to tell its language.
_READ_MAX = 1000


@dataclass(frozen=True, slots=True)
class Watches:
    """What one workspace looks for, and when that changed last."""

    workspace_id: int
    index: Index
    changed_at: datetime
    by_language: bool = False

    def caught(self, posts: Sequence[PublicPost]) -> list[Caught]:
        """Return the posts that some watch catches. What is quoted is matched as a whole."""
        texts = [post.whole or post.text for post in posts]
        tags = self._languages(posts, texts)
        found = []
        for post, text, tag in zip(posts, texts, tags, strict=True):
            keys = self.index.match(text, language=tag, source=post.network)
            if keys:
                found.append(Caught(post, {self.workspace_id: sorted(keys)}))
        return found

    def _languages(self, posts: Sequence[PublicPost], texts: Sequence[str]) -> list[str]:
        """Return the language of each text: what is read counts more than what a site declares."""
        if not self.by_language:
            return [post.language for post in posts]
        said = understand([Message(text[:_READ_MAX]) for text in texts])
        return [one.language or post.language for one, post in zip(said, posts, strict=True)]


def watches_of(workspace_id: int) -> Watches | None:
    """Return what a workspace looks for now, None for nothing."""
    rows = Watch.objects.listening().filter(workspace=workspace_id)
    found = list(rows.order_by("pk").values_list("pk", "query", "changed_at"))
    if not found:
        return None
    queries = [sought.kept(stored).query(pk) for pk, stored, _changed_at in found]
    return Watches(
        workspace_id,
        Index(queries),
        changed_at=max(changed_at for _pk, _stored, changed_at in found),
        by_language=any(query.languages for query in queries),
    )
