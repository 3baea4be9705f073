"""What is said on the simulated Facebook: comments and messages; and single nodes."""

from __future__ import annotations

from typing import Any

from beffroi.networks.facebook.simulator_frame import TEXT_MAX, Frame
from beffroi.networks.facebook.simulator_nodes import ordered
from beffroi.networks.facebook.simulator_world import Comment
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_login import may
from beffroi.networks.families.graph.simulator_wire import Refused, invalid, missing
from beffroi.networks.simulation_server import Origin

MESSAGE_MAX = 2000
_ID = "/(?P<id>[^/]+)"


class Talking(Frame):
    """The calls about comments, messages and single nodes."""

    def talking_calls(self) -> list[GraphCall]:
        """Return these calls."""
        return [
            GraphCall("comments", "GET", f"{_ID}/comments", self._comments),
            GraphCall("comment", "POST", f"{_ID}/comments", self._comment),
            GraphCall(
                "conversations",
                "GET",
                f"{_ID}/conversations",
                self._conversations,
                doubts=("user_id finds one conversation",),
            ),
            GraphCall(
                "message",
                "POST",
                f"{_ID}/messages",
                self._send,
                doubts=("code and subcode outside the window",),
            ),
            GraphCall(
                "block",
                "POST",
                f"{_ID}/blocked",
                self._block,
                doubts=(
                    "the author of a comment is known by the psid of its from",
                    "blocking wants pages_manage_engagement",
                ),
            ),
            GraphCall(
                "unblock",
                "DELETE",
                f"{_ID}/blocked",
                self._unblock,
                Origin.THIRD_PARTY,
                doubts=("code and subcode for whoever is not blocked",),
            ),
            GraphCall("node", "GET", _ID, self._node),
            GraphCall("change", "POST", _ID, self._change),
            GraphCall("delete", "DELETE", _ID, self._delete),
            GraphCall("like", "POST", f"{_ID}/likes", self._like, Origin.UNCONFIRMED),
        ]

    def _comments(self, request: Request) -> Any:
        place_id = self._place(request, "pages_read_engagement")
        request.form.only("fields", "limit", "after", "filter", "order", "since")
        query = request.form.values
        is_stream = query.get("filter") == "stream"
        found = ordered(self.world.under(place_id, is_stream=is_stream), query)
        fields = request.fields
        return self.list_of(request, found, write=lambda one: self.writer.comment(one, fields))

    def _comment(self, request: Request) -> Any:
        place_id = self._place(request, "pages_manage_engagement")
        request.form.only("message", "attachment_id")
        text, photo_id = request.form.text("message"), request.form.text("attachment_id")
        if not text and not photo_id:
            raise invalid("A comment needs a message or an attachment")
        self.check_text(text, TEXT_MAX)
        account = request.token.account
        return {"id": self.world.comment(place_id, account, text, photo_id=photo_id).id}

    def _place(self, request: Request, scope: str) -> str:
        place_id = request.param("id")
        if place_id not in self.world.posts and place_id not in self.world.comments:
            raise missing(place_id)
        self.require(request, scope, request.token.account)
        return place_id

    def _like(self, request: Request) -> Any:
        self._place(request, "pages_manage_engagement")
        return {"success": True}

    def _block(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_engagement", task="MODERATE")
        request.form.only("psid", "asid", "user")
        people = request.form.json("psid")
        if not isinstance(people, list) or not people:
            raise invalid("A list of people is required")
        if any(self.world.known_as(str(one)) is None for one in people):
            raise invalid("Invalid user id")
        self.world.blocked |= {(page_id, str(one)) for one in people}
        return {str(one): True for one in people}

    def _unblock(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_engagement", task="MODERATE")
        request.form.only("psid", "asid", "user")
        known = (page_id, request.form.needed("psid"))
        if known not in self.world.blocked:
            raise missing(known[1])
        self.world.blocked.discard(known)
        return {"success": True}

    def _node(self, request: Request) -> Any:
        self.world.settle_videos()
        node_id = request.param("id")
        node_id = request.token.account if node_id == "me" else node_id
        scope = "pages_messaging" if node_id.startswith("m_") else "pages_read_engagement"
        if not may(request.token, scope, request.token.account):
            raise missing(node_id)
        request.form.only("fields")
        return self.writer.node(node_id, request.fields)

    def _change(self, request: Request) -> Any:
        node_id, form = request.param("id"), request.form
        if node_id in self.world.comments:
            return self._change_comment(request, self.world.comments[node_id])
        post = self.world.posts.get(node_id)
        if post is None:
            raise missing(node_id)
        form.only("message", "is_hidden")
        self.require(request, "pages_manage_posts", request.token.account)
        if post.author_id != request.token.account:
            raise Refused(200, "(#200) The app may only edit posts that it made", status=403)
        self.check_text(form.text("message"), TEXT_MAX)
        post.message = form.text("message") or post.message
        self.world.record("edited", post.author_id, post.id, post.message)
        return {"success": True}

    def _change_comment(self, request: Request, comment: Comment) -> Any:
        form = request.form
        form.only("is_hidden", "message")
        self.require(request, "pages_manage_engagement", request.token.account)
        comment.is_hidden = form.is_yes("is_hidden", usual=comment.is_hidden)
        text = form.text("message")
        if text and comment.author_id != request.token.account:
            raise Refused(200, "(#200) Only its writer may change a comment", status=403)
        if text:
            self.check_text(text, TEXT_MAX)
            comment.message = text
            self.world.record("edited", comment.author_id, comment.id, text)
        return {"success": True}

    def _delete(self, request: Request) -> Any:
        node_id = request.param("id")
        is_comment = node_id in self.world.comments
        scope = "pages_manage_engagement" if is_comment else "pages_manage_posts"
        if not may(request.token, scope, request.token.account) or not self.world.remove(node_id):
            raise missing(node_id)
        return {"success": True}

    def _conversations(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_messaging", task="MESSAGING")
        form = request.form
        form.only("platform", "user_id", "fields", "limit", "after")
        if form.text("platform") not in {"messenger", "instagram"}:
            raise invalid("Param platform must be one of {MESSENGER, INSTAGRAM}")
        found = self.world.conversations(page_id)
        if form.text("user_id"):
            found = [one for one in found if one[0].person_id == form.text("user_id")]
        fields = request.fields
        return self.list_of(
            request,
            found,
            write=lambda one: self.writer.conversation(f"t_{one[0].person_id}", one, fields),
            key=lambda one: str(one[0].person_id),
        )

    def _send(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_messaging", task="MESSAGING")
        form = request.form
        form.only("recipient", "messaging_type", "message")
        receiver, told = form.json("recipient") or {}, form.json("message") or {}
        if form.needed("messaging_type") != "RESPONSE" or not told.get("text"):
            raise invalid("A message needs a text and the type RESPONSE")
        self.check_text(told["text"], MESSAGE_MAX)
        people = {one.page_scoped_id: one for one in self.world.people.values()}
        person = people.get(str(receiver.get("id")))
        if person is None:
            raise invalid("No matching user found", subcode=2018001)
        if not self.world.may_answer(page_id, person.page_scoped_id):
            message = "(#10) This message is sent outside of allowed window."
            raise Refused(10, message, subcode=2018278, status=403)
        sent = self.world.send(page_id, person, told["text"], is_ours=True)
        return {"recipient_id": person.page_scoped_id, "message_id": sent.id}
