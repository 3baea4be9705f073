"""Holds what a source showed against the watches of its own workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from beffroi.listening import sought
from beffroi.listening.languages import Wanted, in_their_language
from beffroi.listening.models import Watch
from beffroi.listening.preparing import Caught
from beffroi.matching.index import Index
from beffroi.networks.listening import PublicPost


@dataclass(frozen=True, slots=True)
class Watches:
    """What one workspace looks for, and when that changed last."""

    workspace_id: int
    index: Index
    changed_at: datetime
    languages: Wanted = field(default_factory=dict)

    def caught(self, posts: Sequence[PublicPost]) -> list[Caught]:
        """Return the posts that some watch catches. What is quoted is matched as a whole."""
        met = [
            (post, self.index.match(post.whole or post.text, source=post.network)) for post in posts
        ]
        return [
            Caught(post, {self.workspace_id: sorted(keys)})
            for (post, _met), keys in zip(met, in_their_language(met, self.languages), strict=True)
            if keys
        ]


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
        languages={query.key: query.languages for query in queries if query.languages},
    )
