"""A simulated YouTube: its calls, its pages for people, and the others who are there.

`python -m beffroi.networks.youtube.simulator --port 8905` runs it alone. Atelier Martin has a
channel; Zoé comments. POST /_simulator/settings changes how it works: see SETTINGS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from beffroi.networks.families.google_schema import Misfit, check, check_query
from beffroi.networks.families.google_simulator import CLIENT_ID, CLIENT_SECRET, Authority, refusal
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route
from beffroi.networks.youtube import simulator_strangers as strangers
from beffroi.networks.youtube.simulator_comments import CommentCalls
from beffroi.networks.youtube.simulator_schema import METHODS, RESOURCES, SCOPES
from beffroi.networks.youtube.simulator_search import search
from beffroi.networks.youtube.simulator_state import SimulatedChannel, SimulatedVideo, State
from beffroi.networks.youtube.simulator_uploads import Sessions, incomplete
from beffroi.networks.youtube.simulator_wire import Writer, page, parts

_API = "/youtube/v3"
_UPLOAD = "/upload/youtube/v3"
_HTML = "text/html; charset=utf-8"
_THUMBNAIL_BYTES_MAX = 2_097_152
_BUCKETS = {"videos.insert": "uploads", "search.list": "searches"}
#: What POST /_simulator/settings may change while it runs.
SETTINGS = ("processing_seconds", "next_outcome", "locks_private")

#: Answers a call of a channel with the body of the answer, None for an empty one.
Handler = Callable[[Call, SimulatedChannel], Any]


class Simulator(BaseSimulator):
    """One Google project, its consents, and the YouTube behind it."""

    network = "YouTube"

    def reset_world(self) -> None:
        """Make the world new, with its people. Tokens die."""
        self.state = State(clock=self.clock, ledger=self.ledger)
        self.owner = self.state.add_channel("ateliermartin", "Atelier Martin")
        self.stranger_channel = self.state.add_channel("zoe", "Zoé")
        nobody = {"": "sans chaîne / without a channel"}
        self.authority.reset({self.owner.id: self.owner.title, **nobody})
        self.sessions = Sessions(self.clock)
        self.page_max = 100
        self.repeats_pages = False

    def routes(self) -> Sequence[Route]:
        """Return the calls of the API, then the pages."""
        self.authority = Authority(self.clock, self.network)
        lock = ("whether the videos of a project without an audit stay private",)
        life = ("how long a session lives: a week is assumed",)
        share = ("whether searches have a daily share of their own, of a hundred",)
        size = ("whether a thumbnail may have 2 MB or 50 MB",)
        return [
            *self.authority.routes(),
            self.route("videos.insert", "POST", f"{_UPLOAD}/videos", self._open, doubts=life),
            Route("upload.put", "PUT", f"{_UPLOAD}/videos", self._receive, doubts=life),
            self.route("videos.list", "GET", f"{_API}/videos", self._videos),
            self.route("videos.update", "PUT", f"{_API}/videos", self._update, doubts=lock),
            self.route("videos.delete", "DELETE", f"{_API}/videos", self._delete),
            self.route(
                "thumbnails.set", "POST", f"{_UPLOAD}/thumbnails/set", self._thumbnail, doubts=size
            ),
            self.route("channels.list", "GET", f"{_API}/channels", self._channels),
            self.route("playlistItems.list", "GET", f"{_API}/playlistItems", self._uploads),
            self.route("search.list", "GET", f"{_API}/search", self._search, doubts=share),
            *CommentCalls(self).routes(_API),
            self.route("reports.query", "GET", "/v2/reports", self._report),
            Route("watch", "GET", "/watch", self._watch, Origin.UNCONFIRMED),
            Route("control", "POST", "/_simulator/settings", self._set),
        ]

    def route(
        self, name: str, method: str, path: str, handler: Handler, *, doubts: tuple[str, ...] = ()
    ) -> Route:
        """Return the route of a documented call: checked on its way in, and on its way out."""

        def answer(call: Call) -> Reply:
            caller = self._caller(call, name)
            self._check_request(name, call)
            if name != "reports.query":
                bucket = _BUCKETS.get(name, "units")
                is_cheap = name.endswith(".list") or bucket != "units"
                self.state.quota.spend(1 if is_cheap else 50, bucket=bucket)
            given = handler(call, caller)
            if isinstance(given, Reply):
                return given
            if given is None:
                return Reply(204, content=b"")
            check(given, METHODS[name].gives, RESOURCES, at=f"the answer of {name}")
            return Reply(data=given)

        return Route(name, method, path, answer, doubts=doubts)

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every public video and every shown comment, newest first."""
        videos = [self._shown(one) for one in self.state.videos.values() if self._is_public(one)]
        comments = [
            VisiblePost(
                handle=self.state.channels[one.author_id].handle,
                display_name=self.state.channels[one.author_id].title,
                text=one.text,
                at=one.published_at,
                answers=self.owner.handle,
            )
            for one in self.state.comments.values()
            if one.lane == "published"
        ]
        return sorted([*videos, *comments], key=lambda one: one.at, reverse=True)

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the one app that is declared here, with any return address."""
        return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let Zoé, or YouTube itself, do one of strangers.ACTIONS."""
        with self.lock:
            try:
                return strangers.act(self.state, self.stranger_channel, action, payload)
            except Refusal as refused:
                raise ValueError(str(refused.reply.data)) from refused

    def writer(self, caller: SimulatedChannel) -> Writer:
        """Return what writes resources for one channel."""
        return Writer(self.state, caller, origin=self.origin)

    def video(self, video_id: str) -> SimulatedVideo:
        """Return a video. Refuses when there is none."""
        if video_id not in self.state.videos:
            message = "The video that you are trying to use cannot be found."
            raise refusal(404, message, reason="videoNotFound", domain="youtube.video")
        return self.state.videos[video_id]

    # The frame of every call.

    def _caller(self, call: Call, name: str) -> SimulatedChannel:
        kind, _, what = name.partition(".")
        wanted = {
            "comments": "comment",
            "commentThreads": "comment",
            "reports": "analytics",
            "thumbnails": "upload",
            "upload": "upload",
        }.get(kind) or {"list": "read", "insert": "upload"}.get(what, "write")
        consent = self.authority.holder(call, any_of=SCOPES[wanted])
        channel = self.state.channels.get(consent.account_id)
        if channel is None and name == "channels.list":
            return SimulatedChannel("", "", "")
        if channel is None:
            message = "The user has no channel."
            raise refusal(401, message, reason="youtubeSignupRequired", domain="youtube.header")
        return channel

    def _check_request(self, name: str, call: Call) -> None:
        method = METHODS[name]
        try:
            check_query(method, call)
            if method.takes:
                check(call.json(), method.takes, RESOURCES, at=method.takes)
        except Misfit as misfit:
            raise refusal(
                400, str(misfit), reason="badRequest", status="INVALID_ARGUMENT"
            ) from misfit

    def _own_video(self, video_id: str, caller: SimulatedChannel) -> SimulatedVideo:
        video = self.video(video_id)
        if video.channel_id != caller.id:
            raise refusal(403, "Forbidden", reason="forbidden", domain="youtube.video")
        return video

    # Uploads.

    def _open(self, call: Call, caller: SimulatedChannel) -> Reply:
        if call.first("uploadType") != "resumable":
            raise refusal(400, "Only resumable uploads are simulated", reason="badRequest")
        resource = call.json()
        self.state.check_upload(caller, resource)
        session_id = self.sessions.open(caller.id, resource, call)
        query = f"uploadType=resumable&part={call.first('part')}&upload_id={session_id}"
        location = f"{self.origin}{_UPLOAD}/videos?{query}"
        return Reply(200, headers={"Location": location}, content=b"")

    def _receive(self, call: Call) -> Reply:
        caller = self._caller(call, "upload.put")
        session = self.sessions.find(call.first("upload_id"))
        if session.channel_id != caller.id:
            raise refusal(403, "Forbidden", reason="forbidden")
        if session.video is None and self.sessions.receive(session, call):
            session.video = self.state.add_video(caller, session.resource)
        if session.video is None:
            return incomplete(session)
        shown = parts(self.writer(caller).video(session.video), call)
        return Reply(201, shown)

    def _thumbnail(self, call: Call, caller: SimulatedChannel) -> Any:
        video = self._own_video(call.first("videoId"), caller)
        media_type = call.headers.get("content-type", "")
        if caller.long_uploads != "allowed":  # both want a verified telephone number
            raise refusal(403, "Forbidden", reason="forbidden", domain="youtube.thumbnail")
        if media_type not in {"image/jpeg", "image/png"} or not call.body:
            message = "The provided image content is invalid."
            raise refusal(400, message, reason="invalidImage", domain="youtube.thumbnail")
        if len(call.body) > _THUMBNAIL_BYTES_MAX:
            raise refusal(413, "Media is too large.", reason="mediaBodyTooLarge")
        video.thumbnail = call.body
        address = f"{self.origin}/thumbnail/{video.id}"
        return {"kind": "youtube#thumbnailSetResponse", "items": [{"default": {"url": address}}]}

    # Videos and channels.

    def _videos(self, call: Call, caller: SimulatedChannel) -> Any:
        ids = [one for value in call.query.get("id", []) for one in value.split(",")]
        if not ids:
            raise refusal(400, "No filter selected.", reason="missingRequiredParameter")
        known = [self.state.videos[one] for one in ids if one in self.state.videos]
        seen = [one for one in known if one.channel_id == caller.id or self._is_public(one)]
        writer = self.writer(caller)
        items = [(one.id, parts(writer.video(one), call)) for one in seen]
        return page("video", items, call, default=50, most=50)

    def _update(self, call: Call, caller: SimulatedChannel) -> Any:
        resource = call.json()
        video = self._own_video(str(resource.get("id")), caller)
        wanted = call.first("part").split(",")
        if "snippet" in wanted and "snippet" not in resource:
            message = "The request metadata is invalid."
            raise refusal(400, message, reason="invalidVideoMetadata", domain="youtube.video")
        kept = {"snippet": video.snippet, "status": video.status}
        self.state.update_video(video, {**kept, **{one: resource[one] for one in wanted}})
        return parts(self.writer(caller).video(video), call)

    def _delete(self, call: Call, caller: SimulatedChannel) -> None:
        self.state.delete_video(self._own_video(call.first("id"), caller))

    def _channels(self, call: Call, caller: SimulatedChannel) -> Any:
        if len({"id", "mine", "forHandle"} & set(call.query)) != 1:
            raise refusal(400, "Specify exactly one filter.", reason="incompatibleParameters")
        ids = call.first("id").split(",") if "id" in call.query else [caller.id]
        found = [self.state.channels[one] for one in ids if one in self.state.channels]
        writer = self.writer(caller)
        items = [(one.id, parts(writer.channel(one), call)) for one in found]
        answer = page("channel", items, call, default=5, most=50)
        return answer if items else {name: answer[name] for name in ("kind", "etag", "pageInfo")}

    def _uploads(self, call: Call, caller: SimulatedChannel) -> Any:
        if call.first("playlistId") != caller.uploads:
            message = "The playlist cannot be found."
            raise refusal(404, message, reason="playlistNotFound", domain="youtube.playlistItem")
        own = [one for one in self.state.videos.values() if one.channel_id == caller.id]
        writer = self.writer(caller)
        items = [
            (one.id, parts(writer.playlist_item(one, place), call))
            for place, one in enumerate(reversed(own))
        ]
        return page("playlistItem", items, call, default=5, most=50)

    def _search(self, call: Call, caller: SimulatedChannel) -> Any:
        return search(self.state, call)

    def _report(self, call: Call, caller: SimulatedChannel) -> Any:
        if call.first("ids") != "channel==MINE" or call.first("dimensions") != "day":
            raise refusal(400, "The query is not supported.", reason="badRequest")
        metrics = call.first("metrics").split(",")
        first, last = (date.fromisoformat(call.first(name)) for name in ("startDate", "endDate"))
        if first > last:
            raise refusal(400, "Invalid value at 'endDate'", reason="badRequest")
        days = sorted(day for day in self.state.daily if first <= day <= last)
        kinds = [("day", "DIMENSION", "STRING"), *((one, "METRIC", "INTEGER") for one in metrics)]
        return {
            "kind": "youtubeAnalytics#resultTable",
            "columnHeaders": [
                {"name": name, "columnType": kind, "dataType": type_} for name, kind, type_ in kinds
            ],
            "rows": [
                [day.isoformat(), *(self.state.daily[day].get(one, 0) for one in metrics)]
                for day in days
            ],
        }

    # For people, and for other processes.

    def _is_public(self, video: SimulatedVideo) -> bool:
        return self.state.is_visible(video)

    def _watch(self, call: Call) -> Reply:
        video = self.state.videos.get(call.first("v"))
        shown = [self._shown(video)] if video is not None and self._is_public(video) else []
        rendered = render_page(network=self.network, posts=shown, now=self.clock())
        return Reply(200 if shown else 404, content=rendered.encode(), media_type=_HTML)

    def _shown(self, video: SimulatedVideo) -> VisiblePost:
        channel = self.state.channels[video.channel_id]
        return VisiblePost(
            handle=channel.handle,
            display_name=channel.title,
            text=f"▶ {video.snippet['title']}\n\n{video.snippet['description']}",
            at=video.uploaded_at,
        )

    def _set(self, call: Call) -> Reply:
        for name, value in call.json().items():
            if name not in SETTINGS:
                raise Refusal(Reply(400, {"error": f"no setting {name}"}))
            setattr(self.state, name, tuple(value) if isinstance(value, list) else value)
        return Reply(data={})


if __name__ == "__main__":
    run(Simulator, about="@ateliermartin")
