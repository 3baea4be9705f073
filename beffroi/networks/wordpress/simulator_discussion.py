"""The calls of the simulated site that are about comments."""

from __future__ import annotations

from dataclasses import replace

from beffroi.networks.simulation_server import Call, Reply
from beffroi.networks.wordpress import simulator_wire as wire
from beffroi.networks.wordpress.simulator_frame import Frame
from beffroi.networks.wordpress.simulator_state import Comment


class Discussion(Frame):
    """The site with its comments."""

    def _comments(self, call: Call) -> Reply:
        wire.check_params(call, wire.COMMENT_PARAMS)
        if call.first("status") or call.first("author"):
            self.needs(call, "edit_posts", "rest_forbidden_param")
        writer = self.writer(call, right="moderate_comments")
        found = [one for one in self.state.comments.values() if self._is_wanted(one, call)]
        found.sort(key=lambda one: (one.date, one.id), reverse=call.first("order") != "asc")
        if self.setup.repeats_pages:
            call = replace(call, query={"per_page": ["100"]})
            found = sorted(self.state.comments.values(), key=lambda one: (one.date, one.id))
        page, headers = wire.paginate(found, call, setup=self.setup)
        return Reply(data=[writer.comment(one) for one in page], headers=headers)

    def _is_wanted(self, comment: Comment, call: Call) -> bool:
        status = call.first("status", "approve")
        statuses = {"all": {"approved", "hold"}, "approve": {"approved"}}.get(status, {status})
        after = wire.after(call)
        wanted = {
            "post": comment.post_id,
            "parent": comment.parent_id,
            "author": comment.user_id,
            "include": comment.id,
        }
        return (
            comment.status in statuses
            and (after is None or comment.date > after)
            and comment.id not in wire.numbers(call, "exclude")
            and all(
                value in wire.numbers(call, name)
                for name, value in wanted.items()
                if call.first(name)
            )
        )

    def _comment(self, call: Call) -> Reply:
        comment = self.state.find_comment(int(call.params["id"]))
        writer = self.writer(call, right="moderate_comments")
        if comment.status != "approved":
            self.needs(call, "moderate_comments", "rest_cannot_read")
        return Reply(data=writer.comment(comment))

    def _answer(self, call: Call) -> Reply:
        who = self.needs(call, "read", "rest_comment_login_required")
        fields = wire.read_comment_fields(call.json())
        self.state.check_flood(who)
        comment = self.state.comment(
            post_id=fields.get("post", 0),
            parent_id=fields.get("parent", 0),
            who=who,
            guest="",
            html=fields.get("content", ""),
            held=self.setup.holds_comments and "moderate_comments" not in who.rights,
        )
        writer = self.writer_of(sees_all="moderate_comments" in who.rights)
        return Reply(201, writer.comment(comment))

    def _settle(self, call: Call) -> Reply:
        comment = self.state.find_comment(int(call.params["id"]))
        caller = self.needs(call, "edit_posts", "rest_cannot_edit")
        if caller.id != comment.user_id:
            self.needs(call, "moderate_comments", "rest_cannot_edit")
        fields = wire.read_comment_fields(call.json())
        if "content" in fields:
            comment.content = fields["content"]
        if "status" in fields:
            self.state.set_comment_status(comment, fields["status"])
        return Reply(data=self.writer_of(sees_all=True).comment(comment))

    def _remove(self, call: Call) -> Reply:
        comment = self.state.find_comment(int(call.params["id"]))
        self.needs(call, "moderate_comments", "rest_cannot_delete")
        if call.first("force") != "true":
            comment.status = "trash"
            return Reply(data=self.writer_of(sees_all=True).comment(comment))
        shown = self.writer_of(sees_all=True).comment(comment)
        self.state.erase_comment(comment)
        return Reply(data={"deleted": True, "previous": shown})
