"""Comments and reactions: calls of the simulated LinkedIn."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.networks.linkedin import simulator_entities as entities
from beffroi.networks.linkedin.simulator_frame import (
    ANY,
    READ,
    Asked,
    Frame,
    patch_of,
    require_method,
)
from beffroi.networks.linkedin.simulator_state import SimulatedComment
from beffroi.networks.linkedin.simulator_wire import Refused, value_of
from beffroi.networks.simulation_server import Reply, Route

_URN = r"(?P<urn>[^/]+)"


class Discussions(Frame):
    """What is said under posts, two levels deep."""

    def routes(self) -> Sequence[Route]:
        """Return its calls, with where their shape comes from."""
        comments = f"/rest/socialActions/{_URN}/comments"
        one = f"{comments}/(?P<number>[^/]+)"
        return [
            self.route("comments", "GET", comments, self._comments, READ),
            self.route(
                "comment_publish",
                "POST",
                comments,
                self._comment,
                ANY,
                doubts=("whether the body of the answer holds the comment",),
            ),
            self.route("comment", "GET", one, self._one_comment, READ),
            self.route("comment_edit", "POST", one, self._edit_comment, ANY),
            self.route(
                "comment_delete",
                "DELETE",
                one,
                self._delete_comment,
                ANY,
                doubts=("that a page may delete what a member commented",),
            ),
            self.route("metadata", "GET", f"/rest/socialMetadata/{_URN}", self._metadata, READ),
        ]

    def _comments(self, asked: Asked) -> Reply:
        query = asked.query("start", "count")
        post, above = self.state.resolve(asked.params["urn"])
        found = self.state.answers(above.number) if above else self.state.top_comments(post)
        written = [entities.comment(self.state, one) for one in found]
        return self.page_of(written, query)

    def _comment(self, asked: Asked) -> Reply:
        asked.query()
        body = asked.call.json()
        unknown = set(body) - {"actor", "object", "message", "parentComment"}
        if unknown:
            raise Refused.unpermitted("REQUEST_BODY", unknown)
        post, above = self.state.resolve(asked.params["urn"])
        actor, text = str(body.get("actor")), (body.get("message") or {}).get("text")
        self.check_actor(asked, actor)
        if body.get("object") not in {post.urn, post.activity} or not isinstance(text, str):
            raise Refused.wrong("object" if isinstance(text, str) else "message/text")
        if (above.urn if above else None) != body.get("parentComment"):
            raise Refused.wrong("parentComment")
        comment = self.state.comment(actor, post, text, parent=above.number if above else "")
        shown = entities.comment(self.state, comment)
        shows = self.state.flavour.shows_created_comments
        return Reply(201, shown if shows else None, {"x-restli-id": comment.number})

    def _one_comment(self, asked: Asked) -> Reply:
        asked.query()
        return Reply(data=entities.comment(self.state, self._found_comment(asked)))

    def _edit_comment(self, asked: Asked) -> Reply:
        actor = value_of(asked.query("actor").get("actor", ""))
        require_method(asked.call, "PARTIAL_UPDATE")
        self.check_actor(asked, actor)
        comment = self._found_comment(asked)
        if comment.actor != actor:
            raise Refused.denied("socialActions/comments")
        self.state.edit_comment(comment, patch_of(asked.call, "text", inside="message"))
        return Reply(204)

    def _delete_comment(self, asked: Asked) -> Reply:
        actor = value_of(asked.query("actor").get("actor", ""))
        self.check_actor(asked, actor)
        comment = self._found_comment(asked)
        if actor not in {comment.actor, comment.post.author}:
            raise Refused.denied("socialActions/comments")
        self.state.delete_comment(comment)
        return Reply(204)

    def _found_comment(self, asked: Asked) -> SimulatedComment:
        post, _ = self.state.resolve(asked.params["urn"])
        return self.state.find_comment(post, asked.params["number"])

    def _metadata(self, asked: Asked) -> Reply:
        asked.query()
        post = self.state.find_post(asked.params["urn"])
        return Reply(data=entities.metadata(self.state, post))
