"""What may be asked of a network about what others say, and about them: a part of the port."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from beffroi.networks.contracts import ReportReason


@runtime_checkable
class FeedbackHider(Protocol):
    """Capability.HIDE_FEEDBACK."""

    def hide(self, remote_id: str) -> None:
        """Hide what somebody said under a post of ours. Hidden already is success."""
        ...

    def show(self, remote_id: str) -> None:
        """Show it again, or for the first time what the network held. Shown is success."""
        ...


@runtime_checkable
class FeedbackRemover(Protocol):
    """Capability.REMOVE_FEEDBACK."""

    def remove(self, remote_id: str) -> None:
        """Delete for ever what somebody said under a post of ours. Already gone is success."""
        ...


@runtime_checkable
class FeedbackReporter(Protocol):
    """Capability.REPORT_FEEDBACK."""

    def report(self, remote_id: str, *, reason: ReportReason, words: str) -> None:
        """Tell who moderates the network of what somebody said, in one call, with our `words`.

        Raises OutcomeUnknown when it may have arrived: whether to make it again is for a person.
        """
        ...


@runtime_checkable
class AuthorBlocker(Protocol):
    """Capability.BLOCK_AUTHOR. `author_id` is an `Author.account_id`."""

    def block(self, author_id: str) -> None:
        """Keep somebody from us, as far as the network does. Blocked already is success."""
        ...

    def unblock(self, author_id: str) -> None:
        """Let them come to us again, whoever had blocked them. Not blocked is success."""
        ...
