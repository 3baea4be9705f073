"""How the simulated Instagram takes posts: containers, publication, the quota, lists, counters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_wire import Form, Refused, invalid, missing
from beffroi.networks.instagram import simulator_insights
from beffroi.networks.instagram.declaration import BASIC, COMMENTS, INSIGHTS, LIMITS, PUBLISH
from beffroi.networks.instagram.simulator_files import take_image, take_video
from beffroi.networks.instagram.simulator_frame import Frame
from beffroi.networks.instagram.simulator_wire import Writer
from beffroi.networks.instagram.simulator_world import Container, Media, World
from beffroi.networks.instagram.text import HASHTAGS_MAX, MENTIONS_MAX, hashtags, mentions, units

_USER = r"/(?P<user>me|17841\d+)"
_CONTAINER = r"/(?P<id>179\d+)"
_MEDIA = r"/(?P<id>180\d+)"
_MADE_OF = (
    "image_url",
    "video_url",
    "media_type",
    "caption",
    "alt_text",
    "is_carousel_item",
    "children",
    "share_to_feed",
    "cover_url",
    "thumb_offset",
    "user_tags",
    "collaborators",
    "location_id",
)


class Posts:
    """Answers the calls about posts."""

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
        unit = ("the unit in which a caption is counted", "how long an alternative text may be")
        late = ("how long a published post may be missing in the list",)
        return [
            GraphCall("prepare", "POST", f"{_USER}/media", self._hold, doubts=unit),
            GraphCall("publish", "POST", f"{_USER}/media_publish", self._publish),
            GraphCall("quota", "GET", f"{_USER}/content_publishing_limit", self._quota),
            GraphCall("container", "GET", _CONTAINER, self._container),
            GraphCall("media_list", "GET", f"{_USER}/media", self._media_list, doubts=late),
            GraphCall("stories", "GET", f"{_USER}/stories", self._stories),
            GraphCall("tags", "GET", f"{_USER}/tags", self._tags),
            GraphCall("media", "GET", _MEDIA, self._media),
            GraphCall("media_insights", "GET", f"{_MEDIA}/insights", self._media_insights),
            GraphCall("insights", "GET", f"{_USER}/insights", self._insights),
        ]

    def _hold(self, request: Request) -> Any:
        form = request.form
        form.only(*_MADE_OF)
        self._frame.us(request, PUBLISH)
        kind = form.text("media_type") or "IMAGE"
        self._check_caption(form.text("caption"))
        if kind == "CAROUSEL":
            return {"id": self._hold_carousel(form).id}
        is_story, is_part = kind == "STORIES", form.is_yes("is_carousel_item", usual=False)
        self._check_kind(form, kind, is_part=is_part)
        if form.text("video_url"):
            take_video(form.text("video_url"), is_story=is_story)
        else:
            take_image(form.needed("image_url"), is_story=is_story)
        container = self._world.hold(
            kind=kind,
            caption=form.text("caption"),
            alt_texts=[form.text("alt_text")],
            is_part=is_part,
        )
        return {"id": container.id}

    def _hold_carousel(self, form: Form) -> Container:
        parts = self._world.parts(form.needed("children").split(","))
        return self._world.hold(
            kind="CAROUSEL",
            caption=form.text("caption"),
            alt_texts=[part.alt_texts[0] for part in parts],
            is_part=False,
            children=[part.id for part in parts],
        )

    def _check_kind(self, form: Form, kind: str, *, is_part: bool) -> None:
        is_video = bool(form.text("video_url"))
        if is_video == bool(form.text("image_url")):
            raise invalid("Either image_url or video_url is required")
        kinds = {"VIDEO"} if is_part and is_video else {"REELS", "STORIES"}
        if kind not in (kinds if is_video else {"IMAGE", "STORIES"}):
            raise Refused(100, "The media type is not known", subcode=2207023)
        is_captioned = bool(form.text("caption"))
        if is_captioned and (is_part or kind == "STORIES"):
            raise invalid("caption is not supported here")
        if form.text("alt_text") and is_video:
            raise invalid("alt_text is for images only")
        if units(form.text("alt_text")) > LIMITS.alt_text_max:
            raise invalid("alt_text is too long")

    def _check_caption(self, caption: str) -> None:
        is_long = units(caption) > LIMITS.text_max
        if is_long or hashtags(caption) > HASHTAGS_MAX or mentions(caption) > MENTIONS_MAX:
            raise Refused(36004, "The caption is too long", subcode=2207010)

    def _publish(self, request: Request) -> Any:
        request.form.only("creation_id")
        us = self._frame.us(request, PUBLISH)
        media = self._world.publish(us, request.form.needed("creation_id"))
        if self._world.habits.publish_reply is not None:
            code, subcode = self._world.habits.publish_reply
            raise Refused(code, "We restrict certain activity", subcode=subcode)
        return {"id": media.id}

    def _quota(self, request: Request) -> Any:
        request.form.only()
        self._frame.us(request, PUBLISH)
        config = {"quota_total": self._world.habits.posts_a_day, "quota_duration": 86400}
        return {"data": [{"quota_usage": self._world.quota_used(), "config": config}]}

    def _container(self, request: Request) -> Any:
        request.form.only()
        self._frame.us(request, BASIC)
        container = self._world.containers.get(request.param("id"))
        if container is None or self._world.habits.statuses_unknown:
            raise missing(request.param("id"))
        status = self._world.status_of(container)
        words = f"{status.capitalize()}: the media is {status.lower()}."
        if status == "ERROR":
            words = f"Error: Media upload has failed with error code {container.failure}"
        return {"id": container.id, "status_code": status, "status": words}

    def _media_list(self, request: Request) -> Any:
        return self._own(request, lambda one: one.product != "STORY")

    def _stories(self, request: Request) -> Any:
        return self._own(request, lambda one: one.product == "STORY")

    def _own(self, request: Request, is_wanted: Callable[[Media], bool]) -> Any:
        request.form.only("limit", "after")
        us, now = self._frame.us(request, BASIC), self._frame.clock()
        late = self._world.habits.lists_late_seconds
        own = [one for one in self._world.posts_of(us) if is_wanted(one)]
        listed = [one for one in own if (now - one.at).total_seconds() >= late]
        return self._frame.list_of(
            request, listed, write=lambda one: self._writer.media(one, request.fields)
        )

    def _tags(self, request: Request) -> Any:
        request.form.only("limit", "after")
        us = self._frame.us(request, COMMENTS)
        found = [one for one in self._world.media.values() if us.id in one.tagged]
        found.sort(key=lambda one: (one.at, one.id), reverse=True)
        return self._frame.list_of(
            request, found, write=lambda one: self._writer.media(one, request.fields)
        )

    def _media(self, request: Request) -> Any:
        request.form.only()
        us = self._frame.us(request, BASIC)
        return self._writer.media(self._world.post(request.param("id"), us), request.fields)

    def _media_insights(self, request: Request) -> Any:
        us = self._frame.us(request, INSIGHTS)
        media = self._world.post(request.param("id"), us)
        return simulator_insights.of_media(self._world, media, request.form)

    def _insights(self, request: Request) -> Any:
        self._frame.us(request, INSIGHTS)
        return simulator_insights.of_account(self._world, request.form)
