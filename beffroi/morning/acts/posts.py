"""A yes to a post, or back to its author, from a mail."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.delivery.actions import AlreadyLeft
from beffroi.media import sharing
from beffroi.morning.acts.contract import Asked, Choice, Deed, NotPossible, Seen
from beffroi.morning.rules import Closed
from beffroi.publishing import actions, queries
from beffroi.publishing.messages import advices
from beffroi.publishing.models import Post
from beffroi.publishing.queries import PostRow
from beffroi.publishing.states import Stage
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission


class Approving:
    """Posts that wait for a yes; the version that the mail told of, and no other."""

    permission = Permission.APPROVE_POSTS

    def found(self, workspace: Workspace, row_id: int) -> PostRow | None:
        """Return the post with all that goes with it."""
        posts = Post.objects.filter(workspace=workspace, pk=row_id).select_related("author")
        return next(iter(queries.rows_of(posts, workspace)), None)

    def seen(self, row: PostRow) -> Seen:
        """Bind a link to one version of the post."""
        return {"version": row.post.version}

    def standing(self, row: PostRow, seen: Seen) -> Closed | None:
        """Tell whether it still waits, as it was."""
        if row.post.stage == Stage.DELETED.value:
            return Closed.GONE
        if row.post.stage != Stage.SUBMITTED.value:
            return Closed.SETTLED
        return Closed.CHANGED if self.seen(row) != seen else None

    def asked(self, row: PostRow, *, person: User, now: datetime) -> Asked:
        """Show all that would leave: a yes is for what was read."""
        post = row.post
        may_leave = post.planned_at is not None and post.planned_at > now
        approve = Choice(Deed.APPROVE, _("Approve: it leaves on its date"), "check")
        send_back = Choice(Deed.SEND_BACK, _("Send it back as a draft"), "rotate-ccw")
        variants = [
            {"name": network_name(one.channel.network), "handle": one.channel.called}
            | {"network": one.channel.network, "text": one.own_text}
            for one in post.variants.all()
        ]
        files = [
            {"item": item, "url": sharing.shared_path(item.file), "alt": item.alt_text}
            for item in row.files
        ]
        return Asked(
            template="morning/post.html",
            context={"row": row, "post": post, "variants": variants, "files": files}
            | {"is_late": not may_leave},
            choices=(approve, send_back) if may_leave else (send_back,),
            page=reverse("post", args=[post.pk]),
            words=post.text,
        )

    def do(
        self, row: PostRow, deed: Deed, *, seen: Seen, shown: str, actor: User, now: datetime
    ) -> str:
        """Approve the version that was seen, or make it a draft again."""
        if deed is Deed.SEND_BACK:
            _hold(row.post, seen)
            actions.send_back(row.post, actor=actor, now=now)
            return _("It is a draft again; nothing of it leaves.")
        try:
            actions.approve_post(row.post, actor=actor, seen_version=seen["version"], now=now)
        except actions.CannotSchedule as error:
            names = {one.channel_id: one.channel.called for one in row.post.variants.all()}
            raise NotPossible([one.sentence for one in advices(error.findings, names)]) from error
        except AlreadyLeft as error:
            raise NotPossible([_("It has left already.")]) from error
        except actions.ChangedMeanwhile as error:
            raise NotPossible([_settled()]) from error
        return _("Approved: it leaves on its date.")


def _hold(post: Post, seen: Seen) -> None:
    """Have a post be ours alone. Raises NotPossible where a colleague was faster."""
    rows = Post.objects.select_for_update(of=("self",))
    waits = rows.filter(pk=post.pk, stage=Stage.SUBMITTED.value, version=seen["version"])
    if waits.first() is None:
        raise NotPossible([_settled()])


def _settled() -> str:
    return _("It was settled in the meantime: nothing was changed.")
