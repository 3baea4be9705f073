"""Posts of the simulated Facebook: made, with their photos and videos, and listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from beffroi.networks.facebook import simulator_media as media
from beffroi.networks.facebook.simulator_frame import TEXT_MAX, Frame
from beffroi.networks.facebook.simulator_world import Post
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_wire import (
    Refused,
    instant,
    invalid,
    missing,
    render,
)
from beffroi.networks.simulation_server import Origin

_ID = "/(?P<id>[^/]+)"


class Publishing(Frame):
    """The calls that make and list posts."""

    def publishing_calls(self) -> list[GraphCall]:
        """Return these calls."""
        return [
            GraphCall(
                "publish",
                "POST",
                f"{_ID}/feed",
                self._publish,
                doubts=(
                    "attached_media: not in the public reference; works",
                    "the longest text: seen by others",
                    "when a text counts as a duplicate (506)",
                ),
            ),
            GraphCall("upload", "POST", f"{_ID}/photos", self._upload),
            GraphCall(
                "reels",
                "POST",
                f"{_ID}/(?P<door>video_reels|video_stories)",
                self._phase,
                doubts=("post_id in the last answer", "the code when 30 reels a day are passed"),
            ),
            GraphCall("videos", "POST", f"{_ID}/videos", self._part, Origin.THIRD_PARTY),
            GraphCall(
                "video_list",
                "GET",
                f"{_ID}/(?P<door>video_reels|videos)",
                self._videos,
                Origin.THIRD_PARTY,
                doubts=("a reel that is not shown yet is listed with its post_id",),
            ),
            GraphCall("photo_story", "POST", f"{_ID}/photo_stories", self._photo_story),
            GraphCall(
                "stories",
                "GET",
                f"{_ID}/stories",
                self._stories,
                doubts=("the archive of stories must be on",),
            ),
            GraphCall("published_posts", "GET", f"{_ID}/published_posts", self._published),
            GraphCall("tagged", "GET", f"{_ID}/tagged", self._tagged),
            GraphCall("visitors", "GET", f"{_ID}/visitor_posts", self._visitors),
            GraphCall(
                "ratings",
                "GET",
                f"{_ID}/ratings",
                self._ratings,
                doubts=("error 12 from v22.0 on: written of the node, not of the edge",),
            ),
        ]

    def _publish(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        form = request.form
        form.only("message", "link", "published", "attached_media")
        message, link = form.text("message"), form.text("link")
        attached = form.json("attached_media") or []
        self.check_text(message, TEXT_MAX)
        if not (message or link or attached):
            raise invalid("You must provide a message, a link or media")
        self._check_link(link)
        self._check_twin(page_id, message)
        ids = tuple(str(one.get("media_fbid", "")) for one in attached)
        if any(one not in self.world.photos for one in ids):
            raise invalid("Param attached_media: this media is not there")
        if any(one in post.photo_ids for post in self.world.posts.values() for one in ids):
            raise invalid("These photos were already posted", subcode=1366051)
        return {"id": self.world.publish(page_id, message, link=link, photo_ids=ids).id}

    def _check_link(self, link: str) -> None:
        if link and not link.startswith(("http://", "https://")):
            raise invalid("link URL is not properly formatted")
        if link and self.cannot_fetch_links:
            raise invalid("The url you supplied is invalid", subcode=1609005)

    def _check_twin(self, page_id: str, message: str) -> None:
        own = [one for one in self.world.posts.values() if one.author_id == page_id]
        if self.refuses_duplicates and message and own and own[-1].message == message:
            raise Refused(506, "(#506) Duplicate status message")

    def _upload(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        photo = media.take_photo(self.world, request)
        if request.form.is_yes("published", usual=True):
            message = request.form.text("message")
            post = self.world.publish(page_id, message, photo_ids=(photo.id,))
            return {"id": photo.id, "post_id": post.id}
        return {"id": photo.id}

    def _phase(self, request: Request) -> Any:
        self.page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        processing = timedelta(seconds=self.processing_seconds)
        told = media.phase(self.world, request, origin=self.origin, processing=processing)
        self._fail_videos()
        return told

    def _part(self, request: Request) -> Any:
        self.page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        processing = timedelta(seconds=self.processing_seconds)
        told = media.part(self.world, request, processing=processing)
        self._fail_videos()
        return told

    def _videos(self, request: Request) -> Any:
        self.page_of(request, "pages_read_engagement")
        request.form.only("fields", "limit", "after")
        held = self.world.videos.values()
        found = [one for one in held if one.door == request.param("door")][::-1]
        fields = request.fields
        return self.list_of(request, found, write=lambda one: self.writer.video(one, fields))

    def _fail_videos(self) -> None:
        for video in self.world.videos.values():
            video.has_failed = video.has_failed or self.fails_videos

    def _take_bytes(self, request: Request) -> Any:
        return media.take_bytes(self.world, request)

    def _photo_story(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        request.form.only("photo_id")
        photo_id = request.form.needed("photo_id")
        if photo_id not in self.world.photos:
            raise missing(photo_id)
        post = self.world.publish(page_id, "", place="story", photo_ids=(photo_id,))
        return {"success": True, "post_id": post.id.partition("_")[2]}

    def _stories(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_read_engagement")
        stories = self._posts(lambda one: one.place == "story" and one.author_id == page_id)
        return self.list_of(request, stories, write=self._story)

    def _story(self, post: Post) -> dict[str, Any]:
        return {
            "post_id": post.id.partition("_")[2],
            "status": "published",
            "creation_time": str(int(post.created_at.timestamp())),
            "media_type": "photo" if post.photo_ids else "video",
            "media_id": post.photo_ids[0] if post.photo_ids else post.video_id,
            "url": f"{self.origin}/{post.id}",
        }

    def _published(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_read_engagement")
        return self._list_posts(request, lambda one: one.author_id == page_id)

    def _tagged(self, request: Request) -> Any:
        self.page_of(request, "pages_read_user_content")
        return self._list_posts(request, lambda one: one.place == "tagged")

    def _visitors(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_read_user_content")
        return self._list_posts(
            request, lambda one: one.place == "feed" and one.author_id != page_id
        )

    def _list_posts(self, request: Request, is_it: Callable[[Post], bool]) -> Any:
        request.form.only("fields", "limit", "after", "since", "until")
        posts = self._posts(lambda one: is_it(one) and one.place != "story")
        fields = request.fields
        return self.list_of(request, posts, write=lambda one: self.writer.post(one, fields))

    def _posts(self, is_it: Callable[[Post], bool]) -> list[Post]:
        """Return posts, the newest first."""
        return [one for one in self.world.posts.values() if is_it(one)][::-1]

    def _ratings(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_read_user_content")
        if not self.gives_ratings:
            raise Refused(12, "(#12) This field is deprecated for versions v22.0 and higher")
        found = [one for one in self.world.ratings if one.page_id == page_id][::-1]
        return self.list_of(
            request, found, write=self._rating(request), key=lambda one: str(one.story_id)
        )

    def _rating(self, request: Request) -> Callable[[Any], dict[str, Any]]:
        def write(rating: Any) -> dict[str, Any]:
            verdict = "positive" if rating.is_positive else "negative"
            who = {"id": rating.author_id, "name": self.world.name_of(rating.author_id)}
            fields: dict[str, Callable[[Any], Any]] = {
                "created_time": lambda _: instant(rating.created_at),
                "has_review": lambda _: bool(rating.text),
                "recommendation_type": lambda _: verdict,
                "review_text": lambda _: rating.text or None,
                "reviewer": lambda _: None if self.hides_writers else who,
                "open_graph_story": lambda _: {"id": rating.story_id},
            }
            return render("Recommendation", fields, request.fields)

        return write
