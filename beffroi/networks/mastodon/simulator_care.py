"""Blocks and reports on the simulated instance.

https://docs.joinmastodon.org/methods/accounts/#block and
https://docs.joinmastodon.org/methods/reports/#post
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beffroi.networks.mastodon.simulator_state import (
    Refused,
    SimulatedAccount,
    SimulatedStatus,
    State,
)
from beffroi.networks.mastodon.simulator_wire import Writer, instant

_COMMENT_MAX = 1000
_CATEGORIES = frozenset({"spam", "violation", "other"})
_ILLEGAL = "legal"


@dataclass(frozen=True, slots=True)
class SimulatedReport:
    """What moderators were told. `is_forwarded`: those of another server too."""

    by_id: str
    about_id: str
    status_ids: tuple[str, ...]
    category: str
    comment: str
    is_forwarded: bool


class Care:
    """What accounts do about each other. Knows no HTTP but what it writes."""

    def __init__(self, state: State) -> None:
        self.reports: list[SimulatedReport] = []
        self._state = state

    def block(self, who: SimulatedAccount, account_id: str) -> dict[str, Any]:
        """Keep an account from `who`, and forget what it told them; return the relationship."""
        whom, state = self._account(account_id), self._state
        state.blocks.add((who.id, whom.id))
        state.notifications = [
            one for one in state.notifications if (one.to_id, one.from_id) != (who.id, whom.id)
        ]
        return self._relationship(who, whom)

    def unblock(self, who: SimulatedAccount, account_id: str) -> dict[str, Any]:
        """Lift that."""
        whom = self._account(account_id)
        self._state.blocks.discard((who.id, whom.id))
        return self._relationship(who, whom)

    def is_shown(self, status: SimulatedStatus, viewer: SimulatedAccount | None) -> bool:
        """Tell whether a list shows a post: not whom the viewer blocks, though each is readable."""
        if viewer is not None and (viewer.id, status.account_id) in self._state.blocks:
            return False
        return self._state.may_see(status, viewer)

    def report(self, who: SimulatedAccount, told: Mapping[str, Any]) -> SimulatedReport:
        """Keep a report. Posts that are not of its account are left out."""
        about = self._account(str(told.get("account_id") or ""))
        category = str(told.get("category") or "other")
        known = _CATEGORIES | {_ILLEGAL} if self._state.flavour.knows_illegal else _CATEGORIES
        if category not in known:
            raise Refused(422, "Validation failed: Category is not included in the list")
        if category == "violation" and not told.get("rule_ids"):
            raise Refused(422, "Validation failed: Rule ids does not reference valid rules")
        if len(str(told.get("comment") or "")) > _COMMENT_MAX:
            raise Refused(422, "Validation failed: Comment is too long (maximum is 1000)")
        status_ids = told.get("status_ids") or ()
        made = SimulatedReport(
            by_id=who.id,
            about_id=about.id,
            status_ids=tuple(one for one in status_ids if self._wrote(about, one)),
            category=category,
            comment=str(told.get("comment") or ""),
            is_forwarded=bool(told.get("forward")) and bool(about.host),
        )
        self.reports.append(made)
        return made

    def written(self, report: SimulatedReport, writer: Writer, *, at: datetime) -> dict[str, Any]:
        """Return a report as the API shows it to whoever made it."""
        return {
            "id": str(self.reports.index(report) + 1),
            "action_taken": False,
            "action_taken_at": None,
            "category": report.category,
            "comment": report.comment,
            "forwarded": report.is_forwarded,
            "created_at": instant(at),
            "status_ids": list(report.status_ids),
            "rule_ids": None,
            "target_account": writer.account(self._state.accounts[report.about_id]),
        }

    def _account(self, account_id: str) -> SimulatedAccount:
        account = self._state.accounts.get(account_id)
        if account is None:
            raise Refused(404, "Record not found")
        return account

    def _wrote(self, account: SimulatedAccount, status_id: str) -> bool:
        status = self._state.statuses.get(str(status_id))
        return status is not None and status.account_id == account.id

    def _relationship(self, who: SimulatedAccount, whom: SimulatedAccount) -> dict[str, Any]:
        blocks = self._state.blocks
        return {
            "id": whom.id,
            "blocking": (who.id, whom.id) in blocks,
            "blocked_by": (whom.id, who.id) in blocks,
            "following": False,
            "followed_by": False,
            "muting": False,
        }
