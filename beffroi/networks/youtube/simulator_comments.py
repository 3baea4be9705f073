"""The calls of the simulated YouTube about comments.

https://developers.google.com/youtube/v3/docs/commentThreads and …/docs/comments (read 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.simulation_server import Call, Route
from beffroi.networks.youtube.simulator_state import SimulatedChannel, SimulatedComment
from beffroi.networks.youtube.simulator_wire import page, parts

if TYPE_CHECKING:
    from beffroi.networks.youtube.simulator import Simulator

_FILTERS = ("id", "videoId", "channelId", "allThreadsRelatedToChannelId")
_LIST_DOUBTS = (
    "whether an old thread moves up when it gets an answer: it does not here",
    "which answers come with their thread: the oldest five here",
    "which answers come with a thread that is asked for by another state: those in that state",
)
_BY_ID_DOUBTS = ("whether a rejected comment is given when asked for by its id: it is not here",)
_LENGTH_DOUBTS = ("how long a comment may be: 10,000 signs are assumed",)


class CommentCalls:
    """Answers for one simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def routes(self, api: str) -> Sequence[Route]:
        """Return the calls, under `api`."""
        route, threads, comments = self._simulator.route, f"{api}/commentThreads", f"{api}/comments"
        return [
            route("commentThreads.list", "GET", threads, self._threads, doubts=_LIST_DOUBTS),
            route("commentThreads.insert", "POST", threads, self._begin, doubts=_LENGTH_DOUBTS),
            route("comments.list", "GET", comments, self._list, doubts=_BY_ID_DOUBTS),
            route("comments.insert", "POST", comments, self._answer, doubts=_LENGTH_DOUBTS),
            route("comments.update", "PUT", comments, self._edit),
            route("comments.delete", "DELETE", comments, self._delete),
            route(
                "comments.setModerationStatus",
                "POST",
                f"{comments}/setModerationStatus",
                self._moderate,
            ),
        ]

    def _threads(self, call: Call, caller: SimulatedChannel) -> Any:
        state, writer = self._simulator.state, self._simulator.writer(caller)
        chosen = [name for name in _FILTERS if name in call.query]
        if len(chosen) != 1 or chosen[0] in {"id", "channelId"}:
            raise refusal(400, "Specify exactly one filter.", reason="missingRequiredParameter")
        lane, text_format = call.first("moderationStatus", "published"), _format(call)
        tops = [one for one in self._tops(call, caller) if self._is_in(one, lane)]
        items = [
            (one.id, parts(writer.thread(one, lane=lane, text_format=text_format), call))
            for one in state.threads()
            if one in tops
        ]
        if self._simulator.repeats_pages:
            call = replace(call, query={**call.query, "pageToken": [""]})
        return page("commentThread", items, call, default=20, most=self._simulator.page_max)

    def _tops(self, call: Call, caller: SimulatedChannel) -> list[SimulatedComment]:
        state = self._simulator.state
        if "videoId" in call.query:
            video = self._simulator.video(call.first("videoId"))
            if video.comments_disabled:
                message = "The video has disabled comments."
                raise refusal(
                    403, message, reason="commentsDisabled", domain="youtube.commentThread"
                )
            return [one for one in state.threads() if one.video_id == video.id]
        if call.first("allThreadsRelatedToChannelId") != caller.id:
            raise refusal(403, "Forbidden", reason="forbidden", domain="youtube.commentThread")
        return [
            one for one in state.threads() if state.videos[one.video_id].channel_id == caller.id
        ]

    def _is_in(self, top: SimulatedComment, lane: str) -> bool:
        if lane == "published":
            return top.lane == lane
        return any(one.lane == lane for one in (top, *self._simulator.state.replies(top.id)))

    def _list(self, call: Call, caller: SimulatedChannel) -> Any:
        state, writer = self._simulator.state, self._simulator.writer(caller)
        if ("id" in call.query) == ("parentId" in call.query):
            raise refusal(400, "Specify exactly one filter.", reason="missingRequiredParameter")
        if "parentId" in call.query:
            thread = self._comment(call.first("parentId"))
            found = [one for one in state.replies(thread.id) if one.lane == "published"]
        else:
            ids = [one for value in call.query["id"] for one in value.split(",")]
            known = [state.comments[one] for one in ids if one in state.comments]
            found = [one for one in known if one.lane != "rejected"]
        by_id, text_format = "id" in call.query, _format(call)
        items = [
            (
                one.id,
                parts(writer.comment(one, text_format=text_format, tells_lane=not by_id), call),
            )
            for one in found
        ]
        size = len(items) if "id" in call.query else 20
        return page("comment", items, call, default=max(size, 1), most=100)

    def _begin(self, call: Call, caller: SimulatedChannel) -> Any:
        snippet = call.json().get("snippet", {})
        comment = snippet.get("topLevelComment", {}).get("snippet", {})
        video = self._simulator.video(str(snippet.get("videoId")))
        made = self._simulator.state.add_comment(
            caller, video, str(comment.get("textOriginal", ""))
        )
        shown = self._simulator.writer(caller).thread(made, lane=made.lane, text_format="html")
        return parts(shown, call)

    def _answer(self, call: Call, caller: SimulatedChannel) -> Any:
        state, snippet = self._simulator.state, call.json().get("snippet", {})
        parent = state.comments.get(str(snippet.get("parentId")))
        if parent is None or parent.parent_id:
            message = "The specified parent comment could not be found."
            raise refusal(404, message, reason="parentCommentNotFound", domain="youtube.comment")
        video = self._simulator.video(parent.video_id)
        text = str(snippet.get("textOriginal", ""))
        made = state.add_comment(caller, video, text, parent_id=parent.id)
        return parts(self._simulator.writer(caller).comment(made, text_format="html"), call)

    def _edit(self, call: Call, caller: SimulatedChannel) -> Any:
        resource = call.json()
        comment = self._own(str(resource.get("id")), caller)
        text = str(resource.get("snippet", {}).get("textOriginal", ""))
        self._simulator.state.edit_comment(comment, text)
        return parts(self._simulator.writer(caller).comment(comment, text_format="html"), call)

    def _delete(self, call: Call, caller: SimulatedChannel) -> None:
        self._simulator.state.delete_comment(self._own(call.first("id"), caller))

    def _moderate(self, call: Call, caller: SimulatedChannel) -> None:
        wanted = call.first("moderationStatus")
        ids = [one for value in call.query["id"] for one in value.split(",")]
        if wanted == "likelySpam":
            raise refusal(400, "Invalid value at 'moderation_status'", reason="badRequest")
        for comment in [self._comment(one) for one in ids]:
            video = self._simulator.video(comment.video_id)
            is_final = comment.lane == "rejected" and wanted != "rejected"
            if video.channel_id != caller.id or is_final:
                raise refusal(403, "Forbidden", reason="forbidden", domain="youtube.comment")
            comment.lane = wanted

    def _comment(self, comment_id: str) -> SimulatedComment:
        if comment_id not in self._simulator.state.comments:
            message = "The specified comment cannot be found."
            raise refusal(404, message, reason="commentNotFound", domain="youtube.comment")
        return self._simulator.state.comments[comment_id]

    def _own(self, comment_id: str, caller: SimulatedChannel) -> SimulatedComment:
        comment = self._comment(comment_id)
        if comment.author_id != caller.id:
            raise refusal(403, "Forbidden", reason="forbidden", domain="youtube.comment")
        return comment


def _format(call: Call) -> str:
    return call.first("textFormat", "html")
