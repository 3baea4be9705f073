"""Whether what was held back should still leave, from a mail."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.delivery import actions
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.morning.acts.contract import Asked, Choice, Deed, NotPossible, Seen
from beffroi.morning.rules import Closed
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission


class Releasing:
    """Deliveries that were held back. What became of others is seen on the network alone."""

    permission = Permission.WRITE_POSTS

    def found(self, workspace: Workspace, row_id: int) -> Delivery | None:
        """Return the delivery with its channel."""
        return Delivery.objects.of(workspace).select_related("channel").filter(pk=row_id).first()

    def seen(self, row: Delivery) -> Seen | None:
        """Bind a link to why it was held back, and for when it was meant."""
        if row.state is not Status.HELD:
            return None
        return {"reason": row.reason, "due_at": row.due_at.isoformat()}

    def standing(self, row: Delivery, seen: Seen) -> Closed | None:
        """Tell whether it still waits, for the same reason."""
        if row.state is not Status.HELD:
            return Closed.SETTLED
        return Closed.CHANGED if self.seen(row) != seen else None

    def asked(self, row: Delivery, *, person: User, now: datetime) -> Asked:
        """Show what it says, and why it was held back."""
        name = network_name(row.channel.network)
        return Asked(
            template="morning/delivery.html",
            context={"name": name, "row": row, "why": explain(row, name=name)},
            choices=(
                Choice(Deed.RELEASE, _("Let it leave now"), "send"),
                Choice(Deed.GIVE_UP, _("Give it up"), "x"),
            ),
            page=reverse("delivery", args=[row.pk]),
            words=row.content["text"],
        )

    def do(
        self, row: Delivery, deed: Deed, *, seen: Seen, shown: str, actor: User, now: datetime
    ) -> str:
        """Let it leave, or give it up."""
        try:
            if deed is Deed.RELEASE:
                actions.send_again(row, actor=actor, now=now)
                return _("It leaves now. Its page says when the network has confirmed it.")
            actions.abandon(row, actor=actor, now=now)
        except actions.NothingToDecide as error:
            sentence = _("It was settled in the meantime: nothing was changed.")
            raise NotPossible([sentence]) from error
        return _("Given up: it does not leave for this channel.")
