"""Where a post stands in its conversation, and the conversation as feedback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import NotFound
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.content import plain_text
from beffroi.networks.mastodon.statuses import Status, parse_readable, parse_status
from beffroi.networks.mastodon.text import without_address


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above and below a post, as far as the server knows and shows it."""

    above: tuple[Status, ...]
    below: tuple[Status, ...]


def read_status(instance: Instance, remote_id: str) -> Status:
    """Return one post. NotFound when it is gone or hidden from us."""
    answer = instance.read("GET", f"/api/v1/statuses/{remote_id}")
    return parse_status(shapes.record(answer.data, "status"))


def read_context(instance: Instance, remote_id: str) -> Context:
    """Return the posts around one. NotFound when it is gone."""
    answer = instance.read("GET", f"/api/v1/statuses/{remote_id}/context")
    context = shapes.record(answer.data, "context")
    return Context(
        above=parse_readable(shapes.records(context.get("ancestors"), "ancestors")),
        below=parse_readable(shapes.records(context.get("descendants"), "descendants")),
    )


def read_thread(instance: Instance, remote_id: str) -> Sequence[IncomingFeedback]:
    """Return all that stands below a post, oldest first."""
    top = read_status(instance, remote_id)
    context = read_context(instance, remote_id)
    threads = Threads(instance, known=(*context.above, top, *context.below))
    below = sorted(context.below, key=lambda status: (status.created_at, status.id))
    return [threads.feedback(status) for status in below]


class Threads:
    """Turns posts into feedback; asks the server for what stands above only when it must."""

    def __init__(self, instance: Instance, *, known: Iterable[Status] = ()) -> None:
        self._instance = instance
        self._own_id = instance.account_id
        self._known = {status.id: status for status in known}
        self._asked: set[str] = set()

    def feedback(self, status: Status) -> IncomingFeedback:
        """Return `status` with its place.

        The conversation begins with the first post above that is ours or speaks to us, so that all
        who answer one post of ours, and we who answer them, share it. A mention that nothing of
        ours precedes is a mention, wherever it stands.
        """
        above = self._above(status)
        involved = [one for one in above if one.involves(self._own_id)]
        is_below_ours = any(one.account.id == self._own_id for one in above)
        is_ours = status.account.id == self._own_id
        return IncomingFeedback(
            remote_id=status.id,
            kind=FeedbackKind.REPLY if is_below_ours or is_ours else FeedbackKind.MENTION,
            author=Author(
                account_id=status.account.id,
                handle=self._instance.whole_handle(status.account.acct),
                display_name=status.account.display_name,
            ),
            text=self._text(status),
            created_at=status.created_at,
            edited_at=status.edited_at,
            url=status.url,
            root_id=involved[0].id if involved else status.id,
            parent_id=status.parent_id,
            is_ours=is_ours,
            is_private=status.visibility == "direct",
            reply_context={
                "acct": status.account.acct,
                "account_id": status.account.id,
                "visibility": status.visibility,
            },
        )

    def _above(self, status: Status) -> list[Status]:
        """Return what stands above, from the top; what the server no longer has is left out."""
        chain: dict[str, Status] = {}
        upper = status
        while upper.parent_id is not None and upper.parent_id not in chain:
            if upper.parent_id not in self._known:
                self._load(upper)
            if upper.parent_id not in self._known:
                break
            upper = self._known[upper.parent_id]
            chain[upper.id] = upper
        return list(reversed(chain.values()))

    def _load(self, status: Status) -> None:
        if status.id in self._asked:
            return
        self._asked.add(status.id)
        try:
            context = read_context(self._instance, status.id)
        except NotFound:
            return
        self._known |= {one.id: one for one in (*context.above, *context.below)}

    def _text(self, status: Status) -> str:
        """Return the warning and the text, without the mentions that only address an answer."""
        text = plain_text(status.html)
        if status.parent_account_id is not None:
            addressed = (self._own_id, status.parent_account_id)
            text = without_address(text, {status.mentions.get(one, "") for one in addressed})
        return f"{status.warning}\n\n{text}".strip() if status.warning else text
