"""What helps to report a review that breaks its site's rules: words that are facts, no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import dateformat
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.inbox import moderating, naming
from beffroi.inbox.models import Feedback
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True)
class Report:
    """How a review is reported: where, in which words, with what in hand."""

    name: str
    #: Where the review stands on its site; "" where the network does not tell.
    url: str
    wording: str
    to_gather: tuple[str, ...]
    #: Whether its network lets us hide or delete it from here.
    can_moderate: bool


def report(review: Feedback, *, workspace: Workspace) -> Report:
    """Return how to report a review on its site."""
    channel = review.channel
    name = network_name(channel.network)
    able = moderating.abilities(channel) if channel.is_connected else frozenset()
    return Report(
        name=name,
        url=review.url or channel.url,
        wording=_wording(review, workspace=workspace),
        to_gather=_to_gather(),
        can_moderate=bool(able & {"hide", "remove"}),
    )


def _wording(review: Feedback, *, workspace: Workspace) -> str:
    day = dateformat.format(review.written_at.astimezone(workspace.zone), "j F Y")
    author = naming.shown(
        review.author_name or review.author_handle, network=review.channel.network
    )
    sentences = _(
        "Review by “%(author)s” of %(day)s.\n"
        "It does not correspond to any experience with our company. We looked through our"
        " [orders, bookings, receipts] from [day] to [day]: nobody of this name, and nothing that"
        " fits what the review tells.\n"
        "[Say which fact is wrong, and what proves it.]\n"
        "Please check it under your rules about fake reviews. We can send the documents."
    )
    return sentences % {"author": author, "day": day}


def _to_gather() -> tuple[str, ...]:
    return (
        _("the address of the review and a picture of it, with its date"),
        _("what you searched: orders, bookings, receipts of the weeks before, and with what name"),
        _("each fact in it that is wrong, with the document that shows it"),
        _("the same text elsewhere, or other reviews of the same profile on the same day"),
        _("a link between the author and a competitor or a dispute, only if you can prove it"),
    )
