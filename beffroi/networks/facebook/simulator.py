"""A simulated Facebook: two Pages of Atelier Martin, and people who talk to them.

`python -m beffroi.networks.facebook.simulator --port 8911` runs it alone; everybody who opens its
login is Martin. POST /_simulator/habits changes how it behaves: its body is some of the habits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from beffroi.networks.facebook import simulator_media as media
from beffroi.networks.facebook import simulator_strangers as strangers
from beffroi.networks.facebook.simulator_nodes import Writer, ordered
from beffroi.networks.facebook.simulator_world import Message, Post, settle
from beffroi.networks.families.graph.simulator import GraphCall, GraphSimulator, Request
from beffroi.networks.families.graph.simulator_login import Token, may
from beffroi.networks.families.graph.simulator_webhooks import body
from beffroi.networks.families.graph.simulator_wire import (
    Refused,
    instant,
    invalid,
    missing,
    render,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Origin, Reply, Route

TEXT_MAX = 63_206
MESSAGE_MAX = 2000
PAGE_METRICS = frozenset(
    {
        "page_media_view",
        "page_total_media_view_unique",
        "page_follows",
        "page_daily_follows_unique",
        "page_daily_unfollows_unique",
        "page_post_engagements",
    }
)
POST_METRICS = frozenset({"post_media_view", "post_total_media_view_unique", "post_clicks"})
_SUBSCRIBABLE = frozenset({"feed", "mention", "messages", "messaging_postbacks", "ratings"})
_ID = "/(?P<id>[^/]+)"
_HTML = "text/html; charset=utf-8"


class Simulator(GraphSimulator):
    """Facebook for the person who manages two Pages."""

    network = "Facebook"
    quota_kind = "pages"
    quota_code = 80001

    def settle(self) -> None:
        """Make the world new, and its habits."""
        self.world = settle(self.clock, self.ledger)
        self.page = next(iter(self.world.pages.values()))
        self.hides_writers = False
        self.gives_ratings = False
        self.refuses_duplicates = False
        self.cannot_fetch_links = False
        self.fails_videos = False
        self.processing_seconds = 0.0
        self.known_metrics = PAGE_METRICS | POST_METRICS

    def habits(self) -> frozenset[str]:
        """Return what may be changed over the control door."""
        own = {"hides_writers", "gives_ratings", "refuses_duplicates", "cannot_fetch_links"}
        return super().habits() | own | {"fails_videos", "processing_seconds"}

    def accounts(self) -> Mapping[str, str]:
        """Return the Pages that the person may choose."""
        return {page.id: page.name for page in self.world.pages.values()}

    def routes(self) -> Sequence[Route]:
        """Return the API, the door for bytes, and the pages that people see."""
        upload = r"/video-upload/(?P<version>v\d+\.\d)/(?P<id>\d+)"
        return [
            *super().routes(),
            Route("rupload", "POST", upload, self.framed(self._take_bytes)),
            Route("permalink", "GET", r"/(?P<id>\d+(?:_\d+)?)", self._permalink),
        ]

    def graph_calls(self) -> Sequence[GraphCall]:
        """Return the calls of the Graph API that concern Pages."""
        third, nobody = Origin.THIRD_PARTY, Origin.UNCONFIRMED
        return [
            GraphCall("accounts", "GET", "/me/accounts", self._accounts),
            GraphCall("revoke", "DELETE", "/me/permissions", self._revoke),
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
            GraphCall("videos", "POST", f"{_ID}/videos", self._part, third),
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
            GraphCall("comments", "GET", f"{_ID}/comments", self._comments),
            GraphCall("comment", "POST", f"{_ID}/comments", self._comment),
            GraphCall(
                "conversations",
                "GET",
                f"{_ID}/conversations",
                self._conversations,
                doubts=("user_id finds one conversation",),
            ),
            GraphCall("messages", "GET", f"{_ID}/messages", self._messages),
            GraphCall(
                "message",
                "POST",
                f"{_ID}/messages",
                self._send,
                doubts=("code and subcode outside the window",),
            ),
            GraphCall(
                "insights",
                "GET",
                f"{_ID}/insights",
                self._insights,
                doubts=("small Pages may get an empty list",),
            ),
            GraphCall("subscribe", "POST", f"{_ID}/subscribed_apps", self._subscribe),
            GraphCall("node", "GET", _ID, self._node),
            GraphCall("change", "POST", _ID, self._change),
            GraphCall("delete", "DELETE", _ID, self._delete),
            GraphCall("like", "POST", f"{_ID}/likes", self._like, nobody),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return posts and comments of everybody, newest first."""
        self.world.settle_videos()
        shown = [self._shown(one.id) for one in self.world.posts.values()]
        shown += [self._shown(one.id) for one in self.world.comments.values()]
        return sorted(shown, key=lambda one: one.at, reverse=True)

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let `payload["as"]` (zoe or remi) do one of strangers.ACTIONS."""
        with self.lock:
            return strangers.act(self.world, self.page.id, action, payload)

    def webhook(self, remote_id: str, *, verb: str = "add") -> bytes:
        """Return what is posted about a comment, a post or a message."""
        at = self.clock().timestamp()
        told = next((one for one in self.world.messages if one.id == remote_id), None)
        if told is not None:
            event: dict[str, Any] = {
                "sender": {"id": told.author_id},
                "recipient": {"id": told.page_id},
                "timestamp": int(at * 1000),
                "message": {"mid": told.id, "text": told.text},
            }
            return body("page", told.page_id, at=at * 1000, messaging=[event])
        change = {"field": "feed", "value": self._value(remote_id, verb)}
        return body("page", self.page.id, at=at, changes=[change])

    def issue(self, page_id: str, *, scopes: Sequence[str]) -> Token:
        """Return a Page's token without asking anybody."""
        pages = tuple(self.world.pages)
        return self.authority.issue(self.person, scopes=scopes, accounts=pages, account=page_id)

    # Who may.

    def _page_of(self, request: Request, scope: str, *, task: str = "") -> str:
        """Return the Page that a call is about. Refuses who may not."""
        page_id = request.param("id")
        page_id = request.token.account if page_id == "me" else page_id
        if page_id not in self.world.pages:
            raise missing(page_id)
        if request.token.account != page_id:
            raise Refused(210, "(#210) A page access token is required to request this resource.")
        self.require(request, scope, page_id)
        tasks = self.world.pages[page_id].tasks
        if task and not {task, "MANAGE"} & set(tasks):
            raise Refused(200, "(#200) The user hasn't authorized the application to do this")
        self.world.settle_videos()
        return page_id

    def _accounts(self, request: Request) -> Any:
        token = request.token
        if token.account or "pages_show_list" not in token.scopes:
            raise Refused(200, "(#200) Requires pages_show_list permission", status=403)
        request.form.only("fields", "limit", "after")
        chosen = token.targets.get("pages_show_list", ())
        pages = [page for page in self.world.pages.values() if page.id in chosen]
        return self.list_of(request, pages, write=lambda page: self._account(request, page))

    def _account(self, request: Request, page: Any) -> dict[str, Any]:
        fields: dict[str, Callable[[Any], Any]] = {
            "id": lambda _: page.id,
            "name": lambda _: page.name,
            "username": lambda _: page.username,
            "link": lambda _: f"{self.origin}/{page.id}",
            "category": lambda _: "Bakery",
            "picture": lambda _: {"data": {"url": f"{self.origin}/picture"}},
            "access_token": lambda _: self.authority.derive(request.token, page.id).value,
            "tasks": lambda _: list(page.tasks),
        }
        return render("Page", fields, request.fields)

    def _revoke(self, request: Request) -> Any:
        self.authority.kill(subcode=458)
        return {"success": True}

    # Posts.

    def _publish(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        form = request.form
        form.only("message", "link", "published", "attached_media")
        message, link = form.text("message"), form.text("link")
        attached = form.json("attached_media") or []
        self._check_text(message, TEXT_MAX)
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

    def _check_text(self, text: str, longest: int) -> None:
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > longest:
            raise invalid("The message is too long")

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
        page_id = self._page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        photo = media.take_photo(self.world, request)
        if request.form.is_yes("published", usual=True):
            message = request.form.text("message")
            post = self.world.publish(page_id, message, photo_ids=(photo.id,))
            return {"id": photo.id, "post_id": post.id}
        return {"id": photo.id}

    def _phase(self, request: Request) -> Any:
        self._page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        processing = timedelta(seconds=self.processing_seconds)
        told = media.phase(self.world, request, origin=self.origin, processing=processing)
        self._fail_videos()
        return told

    def _part(self, request: Request) -> Any:
        self._page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        processing = timedelta(seconds=self.processing_seconds)
        told = media.part(self.world, request, processing=processing)
        self._fail_videos()
        return told

    def _fail_videos(self) -> None:
        for video in self.world.videos.values():
            video.has_failed = video.has_failed or self.fails_videos

    def _take_bytes(self, request: Request) -> Any:
        return media.take_bytes(self.world, request)

    def _photo_story(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_manage_posts", task="CREATE_CONTENT")
        request.form.only("photo_id")
        photo_id = request.form.needed("photo_id")
        if photo_id not in self.world.photos:
            raise missing(photo_id)
        post = self.world.publish(page_id, "", place="story", photo_ids=(photo_id,))
        return {"success": True, "post_id": post.id.partition("_")[2]}

    def _stories(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_read_engagement")
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
        page_id = self._page_of(request, "pages_read_engagement")
        return self._list_posts(request, lambda one: one.author_id == page_id)

    def _tagged(self, request: Request) -> Any:
        self._page_of(request, "pages_read_user_content")
        return self._list_posts(request, lambda one: one.place == "tagged")

    def _visitors(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_read_user_content")
        return self._list_posts(
            request, lambda one: one.place == "feed" and one.author_id != page_id
        )

    def _list_posts(self, request: Request, is_it: Callable[[Post], bool]) -> Any:
        request.form.only("fields", "limit", "after", "since", "until")
        posts = self._posts(lambda one: is_it(one) and one.place != "story")
        fields = request.fields
        return self.list_of(request, posts, write=lambda one: self._writer.post(one, fields))

    def _posts(self, is_it: Callable[[Post], bool]) -> list[Post]:
        """Return posts, the newest first."""
        return [one for one in self.world.posts.values() if is_it(one)][::-1]

    def _ratings(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_read_user_content")
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

    # Comments.

    def _comments(self, request: Request) -> Any:
        place_id = self._place(request, "pages_read_engagement")
        request.form.only("fields", "limit", "after", "filter", "order", "since")
        query = request.form.values
        is_stream = query.get("filter") == "stream"
        found = ordered(self.world.under(place_id, is_stream=is_stream), query)
        fields = request.fields
        return self.list_of(request, found, write=lambda one: self._writer.comment(one, fields))

    def _comment(self, request: Request) -> Any:
        place_id = self._place(request, "pages_manage_engagement")
        request.form.only("message", "attachment_id")
        text, photo_id = request.form.text("message"), request.form.text("attachment_id")
        if not text and not photo_id:
            raise invalid("A comment needs a message or an attachment")
        self._check_text(text, TEXT_MAX)
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

    # Nodes.

    def _node(self, request: Request) -> Any:
        self.world.settle_videos()
        node_id = request.param("id")
        node_id = request.token.account if node_id == "me" else node_id
        scope = "pages_messaging" if node_id.startswith("m_") else "pages_read_engagement"
        if not may(request.token, scope, request.token.account):
            raise missing(node_id)
        request.form.only("fields")
        return self._writer.node(node_id, request.fields)

    def _change(self, request: Request) -> Any:
        node_id, form = request.param("id"), request.form
        if node_id in self.world.comments:
            form.only("is_hidden", "message")
            self.require(request, "pages_manage_engagement", request.token.account)
            self.world.comments[node_id].is_hidden = form.is_yes("is_hidden", usual=False)
            return {"success": True}
        post = self.world.posts.get(node_id)
        if post is None:
            raise missing(node_id)
        form.only("message", "is_hidden")
        self.require(request, "pages_manage_posts", request.token.account)
        if post.author_id != request.token.account:
            raise Refused(200, "(#200) The app may only edit posts that it made", status=403)
        self._check_text(form.text("message"), TEXT_MAX)
        post.message = form.text("message") or post.message
        self.world.record("edited", post.author_id, post.id, post.message)
        return {"success": True}

    def _delete(self, request: Request) -> Any:
        node_id = request.param("id")
        is_comment = node_id in self.world.comments
        scope = "pages_manage_engagement" if is_comment else "pages_manage_posts"
        if not may(request.token, scope, request.token.account) or not self.world.remove(node_id):
            raise missing(node_id)
        return {"success": True}

    # Messages.

    def _conversations(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_messaging", task="MESSAGING")
        form = request.form
        form.only("platform", "user_id", "fields", "limit", "after")
        if form.text("platform") not in {"messenger", "instagram"}:
            raise invalid("Param platform must be one of {MESSENGER, INSTAGRAM}")
        found = self._by_person(page_id)
        if form.text("user_id"):
            found = [one for one in found if one[0].person_id == form.text("user_id")]
        fields = request.fields
        return self.list_of(
            request,
            found,
            write=lambda one: self._writer.conversation(f"t_{one[0].person_id}", one, fields),
            key=lambda one: str(one[0].person_id),
        )

    def _by_person(self, page_id: str) -> list[list[Message]]:
        """Return conversations, the last moved first, each with its newest message first."""
        ours = [one for one in self.world.messages if one.page_id == page_id]
        ours.sort(key=lambda one: one.person_id)
        found = [list(one)[::-1] for _, one in groupby(ours, key=lambda one: one.person_id)]
        return sorted(found, key=lambda one: (one[0].created_at, one[0].id), reverse=True)

    def _messages(self, request: Request) -> Any:
        person_id = request.param("id").removeprefix("t_")
        self.require(request, "pages_messaging", request.token.account)
        held = self._by_person(request.token.account)
        found = next((one for one in held if one[0].person_id == person_id), None)
        if found is None:
            raise missing(request.param("id"))
        fields = request.fields
        return self.list_of(request, found, write=lambda one: self._writer.message(one, fields))

    def _send(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_messaging", task="MESSAGING")
        form = request.form
        form.only("recipient", "messaging_type", "message")
        receiver, told = form.json("recipient") or {}, form.json("message") or {}
        if form.needed("messaging_type") != "RESPONSE" or not told.get("text"):
            raise invalid("A message needs a text and the type RESPONSE")
        self._check_text(told["text"], MESSAGE_MAX)
        people = {one.page_scoped_id: one for one in self.world.people.values()}
        person = people.get(str(receiver.get("id")))
        if person is None:
            raise invalid("No matching user found", subcode=2018001)
        if not self.world.may_answer(page_id, person.page_scoped_id):
            message = "(#10) This message is sent outside of allowed window."
            raise Refused(10, message, subcode=2018278, status=403)
        sent = self.world.send(page_id, person, told["text"], is_ours=True)
        return {"recipient_id": person.page_scoped_id, "message_id": sent.id}

    # Insights and webhooks.

    def _insights(self, request: Request) -> Any:
        node_id, form = request.param("id"), request.form
        if node_id not in self.world.pages and node_id not in self.world.posts:
            raise missing(node_id)
        self.require(request, "read_insights", request.token.account)
        form.only("metric", "period", "since", "until")
        is_page = node_id in self.world.pages
        known = self.known_metrics & (PAGE_METRICS if is_page else POST_METRICS)
        names = form.needed("metric").split(",")
        if not set(names) <= known:
            raise invalid("The value must be a valid insights metric")
        period = form.needed("period")
        if period != ("day" if is_page else "lifetime"):
            raise invalid("This metric has no such period")
        found = [self._metric(node_id, name, period, form.values) for name in names]
        return {"data": [one for one in found if one["values"]], "paging": {}}

    def _metric(
        self, node_id: str, name: str, period: str, query: Mapping[str, Any]
    ) -> dict[str, Any]:
        told = self.world.insights.get((node_id, name), {})
        values: list[dict[str, Any]]
        if period == "lifetime":
            values = [{"value": value} for day, value in told.items() if day is None]
        else:
            first, last = _days(query)
            values = [
                {"value": value, "end_time": _end_of(day)}
                for day, value in sorted((one for one in told.items() if one[0]), key=_first)
                if day is not None and first <= day < last
            ]
        return {"name": name, "period": period, "values": values, "id": f"{node_id}/{name}"}

    def _subscribe(self, request: Request) -> Any:
        page_id = self._page_of(request, "pages_manage_metadata", task="MODERATE")
        request.form.only("subscribed_fields")
        fields = tuple(request.form.needed("subscribed_fields").split(","))
        if not set(fields) <= _SUBSCRIBABLE:
            raise invalid("Param subscribed_fields has an unknown field")
        self.world.subscriptions[page_id] = fields
        return {"success": True}

    def _value(self, remote_id: str, verb: str) -> dict[str, Any]:
        comment = self.world.comments.get(remote_id)
        said = comment or self.world.posts[remote_id]
        told: dict[str, Any] = {
            "item": "comment" if comment else "status",
            "verb": verb,
            "post_id": comment.post_id if comment else remote_id,
            "from": {"id": said.author_id, "name": self.world.name_of(said.author_id)},
            "message": said.message,
            "created_time": int(said.created_at.timestamp()),
        }
        if comment:
            told |= {"comment_id": comment.id, "parent_id": comment.parent_id or comment.post_id}
        return told

    # What people see.

    def _permalink(self, call: Call) -> Reply:
        node_id = call.params["id"]
        if node_id in self.world.pages:
            posts = [one for one in self.visible_posts() if one.handle]
        elif node_id in self.world.posts:
            under = self.world.under(node_id, is_stream=True)
            posts = [self._shown(node_id), *(self._shown(one.id) for one in under)]
        else:
            return Reply(404, content=b"", media_type=_HTML)
        page = render_page(network=self.network, posts=posts, now=self.clock())
        return Reply(content=page.encode(), media_type=_HTML)

    def _shown(self, node_id: str) -> VisiblePost:
        comment = self.world.comments.get(node_id)
        said = comment or self.world.posts[node_id]
        above = self.world.posts.get(comment.post_id) if comment else None
        photos = () if comment else self.world.posts[node_id].photo_ids
        return VisiblePost(
            handle=said.author_id,
            display_name=self.world.name_of(said.author_id),
            text=said.message,
            at=said.created_at,
            alt_texts=tuple(self.world.photos[one].alt_text for one in photos),
            answers=above.author_id if above else "",
        )

    @property
    def _writer(self) -> Writer:
        return Writer(
            self.world, origin=self.origin, cut=self.cut, hides_writers=self.hides_writers
        )


def _days(query: Mapping[str, Any]) -> tuple[date, date]:
    try:
        first = date.fromisoformat(str(query["since"]))
        last = date.fromisoformat(str(query["until"]))
    except (KeyError, ValueError) as error:
        raise invalid("since and until are needed") from error
    if (last - first).days > 90:
        raise invalid("There cannot be more than 90 days between since and until")
    return first, last


def _end_of(day: date) -> str:
    return instant(datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(days=1))


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]


if __name__ == "__main__":
    run(Simulator, about="Martin, of two Pages")
