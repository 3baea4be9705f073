"""What a stream told since its last batch, in its order: what is taken back goes out again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from beffroi.networks.listening import AccountState, Batch, Heard


@dataclass
class Gathered:
    """What makes a batch; see `Batch`."""

    heard: list[Heard] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    accounts: list[AccountState] = field(default_factory=list)
    events: int = 0
    unreadable: int = 0
    missed: tuple[datetime, datetime] | None = None
    #: Whose posts were heard, and which: nearly all that is taken back is of others.
    _ids: set[str] = field(default_factory=set)
    _authors: set[str] = field(default_factory=set)

    def hear(self, heard: Heard) -> None:
        """Note a post."""
        self.heard.append(heard)
        self._ids.add(heard.post.remote_id)
        self._authors.add(heard.post.author.account_id)

    def remove(self, remote_id: str) -> None:
        """Note a deletion: what was heard of the post before goes, what comes after stays."""
        self.removed.append(remote_id)
        if remote_id in self._ids:
            self.heard = [one for one in self.heard if one.post.remote_id != remote_id]

    def change(self, account: AccountState) -> None:
        """Note what became of an account; once it is closed, what it said before goes."""
        self.accounts.append(account)
        said_by = account.account_id
        if not account.is_active and said_by in self._authors:
            self.heard = [one for one in self.heard if one.post.author.account_id != said_by]

    def batch(self, *, cursor: str, told_at: datetime | None) -> Batch:
        """Return it; `told_at` counts only where something was told."""
        return Batch(
            heard=tuple(self.heard),
            removed=tuple(self.removed),
            accounts=tuple(self.accounts),
            cursor=cursor,
            told_at=told_at if self.events else None,
            events=self.events,
            unreadable=self.unreadable,
            missed=self.missed,
        )
