"""How the simulated Instagram lets people speak: comments, mentions, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_wire import Ask, Refused, invalid, missing
from beffroi.networks.instagram.declaration import BASIC, COMMENTS, MESSAGE_BYTES_MAX, MESSAGES
from beffroi.networks.instagram.simulator_frame import Frame
from beffroi.networks.instagram.simulator_pages import PAGE
from beffroi.networks.instagram.simulator_wire import Writer
from beffroi.networks.instagram.simulator_world import Comment, Person, World

_USER = r"/(?P<user>me|17841\d+)"
_SPEAKER = rf"/(?P<user>me|17841\d+|{PAGE}\d+)"
_MEDIA = r"/(?P<id>180\d+)"
_COMMENT = r"/(?P<id>1785\d+)"
_MESSAGE = r"/(?P<id>aWdfZAG1f\d+)"


class Inbox:
    """Answers the calls about what people say."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    @property
    def _world(self) -> World:
        return self._frame.world

    @property
    def _writer(self) -> Writer:
        return self._frame.writer

    def calls(self) -> Sequence[GraphCall]:
        """Return the calls."""
        told = ("whether mentions are told through this login, and with which fields",)
        long = ("how long a message may be", "the subcode outside the window for answers")
        size = ("how long a comment may be",)
        answer = self._answer_mention
        return [
            GraphCall("account", "GET", r"/(?P<user>17841\d+)", self._account, doubts=told),
            GraphCall("answer_mention", "POST", f"{_USER}/mentions", answer, doubts=told),
            GraphCall("comments", "GET", f"{_MEDIA}/comments", self._comments),
            GraphCall("comment_on", "POST", f"{_MEDIA}/comments", self._comment_on, doubts=size),
            GraphCall("comment", "GET", _COMMENT, self._comment),
            GraphCall("hide", "POST", _COMMENT, self._hide),
            GraphCall("remove", "DELETE", _COMMENT, self._remove),
            GraphCall("replies", "GET", f"{_COMMENT}/replies", self._replies),
            GraphCall("reply", "POST", f"{_COMMENT}/replies", self._reply, doubts=size),
            GraphCall("conversations", "GET", f"{_SPEAKER}/conversations", self._conversations),
            GraphCall("message", "GET", _MESSAGE, self._message),
            GraphCall("send", "POST", f"{_SPEAKER}/messages", self._send, doubts=long),
        ]

    def _account(self, request: Request) -> Any:
        request.form.only()
        asked, of_others = request.fields, ("mentioned_comment", "mentioned_media")
        wanted = COMMENTS if any(one in asked for one in of_others) else BASIC
        us = self._frame.us(request, wanted)
        if "mentioned_comment" in asked:
            return {**self._mentioned_comment(us, asked["mentioned_comment"]), "id": us.id}
        if "mentioned_media" in asked:
            return {**self._mentioned_media(us, asked["mentioned_media"]), "id": us.id}
        is_by_page = request.token.account in self._frame.pages
        return self._writer.user(us, asked) if is_by_page else self._writer.me(us, asked)

    def _mentioned_comment(self, us: Person, ask: Ask) -> dict[str, Any]:
        comment = self._world.comments.get(ask.modifiers.get("comment_id", ""))
        if comment is None or f"@{us.username}" not in comment.text:
            raise missing(ask.modifiers.get("comment_id", ""))
        self._only(ask, "id", "like_count", "media", "text", "timestamp")
        return {"mentioned_comment": self._writer.comment(comment, ask.fields)}

    def _mentioned_media(self, us: Person, ask: Ask) -> dict[str, Any]:
        media = self._world.media.get(ask.modifiers.get("media_id", ""))
        if media is None or f"@{us.username}" not in media.caption:
            raise missing(ask.modifiers.get("media_id", ""))
        self._only(ask, "id", "caption", "like_count", "media_type", "timestamp", "username")
        return {"mentioned_media": self._writer.media(media, ask.fields)}

    def _only(self, ask: Ask, *names: str) -> None:
        for name in set(ask.fields) - set(names):
            raise invalid(f"Tried accessing nonexisting field ({name})")

    def _comments(self, request: Request) -> Any:
        request.form.only("limit", "after")
        us = self._frame.us(request, COMMENTS)
        media = self._world.post(request.param("id"), us)
        found = [one for one in self._world.under(media.id) if not one.above]
        return self._comment_list(request, found)

    def _replies(self, request: Request) -> Any:
        request.form.only("limit", "after")
        us = self._frame.us(request, COMMENTS)
        comment = self._world.comment(request.param("id"), us)
        return self._comment_list(request, self._world.answers(comment.id))

    def _comment_list(self, request: Request, found: Sequence[Comment]) -> Any:
        return self._frame.list_of(
            request, found, write=lambda one: self._writer.comment(one, request.fields)
        )

    def _comment(self, request: Request) -> Any:
        request.form.only()
        us = self._frame.us(request, COMMENTS)
        comment = self._world.comment(request.param("id"), us)
        return self._writer.comment(comment, request.fields)

    def _comment_on(self, request: Request) -> Any:
        request.form.only("message")
        us = self._frame.us(request, COMMENTS)
        media = self._world.post(request.param("id"), us)
        return {"id": self._world.say(us, media.id, request.form.needed("message")).id}

    def _reply(self, request: Request) -> Any:
        request.form.only("message")
        us = self._frame.us(request, COMMENTS)
        comment = self._world.comment(request.param("id"), us)
        text = request.form.needed("message")
        return {"id": self._world.say(us, comment.media_id, text, below=comment.id).id}

    def _hide(self, request: Request) -> Any:
        request.form.only("hide")
        us = self._frame.us(request, COMMENTS)
        comment = self._world.comment(request.param("id"), us)
        request.form.needed("hide")
        comment.is_hidden = request.form.is_yes("hide", usual=True)
        return {"success": True}

    def _remove(self, request: Request) -> Any:
        request.form.only()
        us = self._frame.us(request, COMMENTS)
        self._world.unsay(self._world.comment(request.param("id"), us).id)
        return {"success": True}

    def _answer_mention(self, request: Request) -> Any:
        request.form.only("media_id", "comment_id", "message")
        us, form = self._frame.us(request, COMMENTS), request.form
        media = self._world.media.get(form.needed("media_id"))
        below = form.text("comment_id")
        said = self._world.comments[below].text if below in self._world.comments else ""
        if media is None or f"@{us.username}" not in (said if below else media.caption):
            raise missing(form.text("media_id"))
        return {"id": self._world.say(us, media.id, form.needed("message"), below=below).id}

    def _conversations(self, request: Request) -> Any:
        request.form.only("platform", "user_id", "limit", "after")
        us = self._frame.speaker(request, MESSAGES)
        if request.form.needed("platform") != "instagram":
            raise invalid("Param platform must be one of {INSTAGRAM}")
        wanted = request.form.text("user_id")
        people = [self._world.by_scoped_id(wanted)] if wanted else self._world.people.values()
        found = [one for one in people if one is not us and self._world.between(us, one)]
        found.sort(key=lambda one: self._world.between(us, one)[0].at, reverse=True)
        return self._frame.list_of(
            request,
            found,
            write=lambda one: self._writer.conversation(us, one, request.fields),
        )

    def _message(self, request: Request) -> Any:
        request.form.only()
        self._frame.us(request, MESSAGES)
        message = self._world.messages.get(request.param("id"))
        if message is None:
            raise missing(request.param("id"))
        return self._writer.message(message, request.fields)

    def _send(self, request: Request) -> Any:
        request.form.only("recipient", "message", "messaging_type", "tag")
        us, form = self._frame.speaker(request, MESSAGES), request.form
        recipient, message = form.json("recipient") or {}, form.json("message") or {}
        to = self._world.by_scoped_id(str(recipient.get("id")))
        text = str(message.get("text") or "")
        if not text or len(text.encode()) > MESSAGE_BYTES_MAX:
            raise invalid("Length of param message[text] must be less than or equal to 1000")
        theirs = [one for one in self._world.between(us, to) if one.from_id == to.id]
        if not theirs or (self._frame.clock() - theirs[0].at).days >= 1:
            words = "(#10) This message is sent outside of allowed window."
            raise Refused(10, words, subcode=2534022, status=403)
        sent = self._world.write(us, to, text)
        return {"recipient_id": to.scoped_id, "message_id": sent.id}
