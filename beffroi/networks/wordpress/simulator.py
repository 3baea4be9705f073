"""A simulated site of WordPress: its interface, its pages, its visitors.

`python -m beffroi.networks.wordpress.simulator --port 8903` runs it alone. POST /_simulator/setup
changes how the site is set up: its body is some of Setup's fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost, render_page
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route
from beffroi.networks.wordpress import simulator_wire as wire
from beffroi.networks.wordpress.simulator_discussion import Discussion
from beffroi.networks.wordpress.simulator_frame import HTML
from beffroi.networks.wordpress.simulator_state import (
    POST_STATUSES,
    Post,
    Refused,
    User,
)

_API = "/wp-json/wp/v2"
_DISPOSITION = re.compile(r'attachment;\s*filename="([\w.-]+)"')
_DOUBTS = {
    "publish": ("A parameter that the site does not know is refused here; a real one ignores it.",),
    "upload": ("The status of a file that is too large comes from the web server: 413 here.",),
    "comments": ("Signs are made pretty here for a few cases only.",),
    "answer": ("Names of visitors keep their markup as text here; a real site takes tags out.",),
}


class Simulator(Discussion):
    """One site. `setup` may be changed at any time, also over the control door."""

    def routes(self) -> Sequence[Route]:
        """Return the calls of the interface, then what people and other processes see."""
        calls: list[tuple[str, str, str, Callable[[Call], Reply]]] = [
            ("root", "GET", "/wp-json/", self._root),
            ("me", "GET", f"{_API}/users/me", self._me),
            ("posts", "GET", f"{_API}/posts", self._posts),
            ("draft", "POST", f"{_API}/posts", self._create_post),
            ("post", "GET", rf"{_API}/posts/(?P<id>\d+)", self._post),
            ("publish", "POST", rf"{_API}/posts/(?P<id>\d+)", self._update_post),
            ("delete", "DELETE", rf"{_API}/posts/(?P<id>\d+)", self._delete_post),
            ("upload", "POST", f"{_API}/media", self._upload),
            ("medium", "GET", rf"{_API}/media/(?P<id>\d+)", self._medium),
            ("describe", "POST", rf"{_API}/media/(?P<id>\d+)", self._describe),
            ("tag", "POST", f"{_API}/tags", self._tag),
            ("comments", "GET", f"{_API}/comments", self._comments),
            ("answer", "POST", f"{_API}/comments", self._answer),
            ("comment", "GET", rf"{_API}/comments/(?P<id>\d+)", self._comment),
            ("settle", "POST", rf"{_API}/comments/(?P<id>\d+)", self._settle),
            ("remove", "DELETE", rf"{_API}/comments/(?P<id>\d+)", self._remove),
        ]
        api = [
            Route(name, method, path, self.guarded(handler), Origin.VENDOR, _DOUBTS.get(name, ()))
            for name, method, path, handler in calls
        ]
        plain = [
            Route("plain", method, "/index.php", self._plain)
            for method in ("GET", "POST", "DELETE")
        ]
        return [
            *api,
            *plain,
            Route("file", "GET", r"/wp-content/uploads/(?P<id>\d+)-.*", self._file),
            Route("control", "POST", "/_simulator/setup", self._set_up),
            Route("article", "GET", r"/(?P<slug>[\w-]+)/", self._article),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every public post, newest first."""
        posts = sorted(self.state.visible(), key=lambda one: one.id, reverse=True)
        return [self._shown(one) for one in posts]

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let a visitor or a colleague do one of simulator_strangers.ACTIONS."""
        with self.lock:
            self.visitors.held = self.setup.holds_comments
            try:
                return self.visitors.act(action, payload)
            except Refused as refused:
                raise ValueError(refused.code) from refused

    # The site and its users.

    def _root(self, call: Call) -> Reply:
        return Reply(data=wire.root(origin=self.address, setup=self.setup))

    def _me(self, call: Call) -> Reply:
        caller = self.caller(call)
        if caller is None:
            raise Refused(401, "rest_not_logged_in")
        return Reply(data=wire.user(caller, role=self.setup.role))

    # Posts.

    def _posts(self, call: Call) -> Reply:
        wire.check_params(call, wire.POST_PARAMS)
        statuses = call.first("status", "publish").split(",")
        if statuses != ["publish"]:
            self.needs(call, "edit_posts", "rest_forbidden_status")
        if not set(statuses) <= {*POST_STATUSES, "trash"}:
            raise Refused(400, "rest_invalid_param", params={"status": "…"})
        slugs = call.first("slug").split(",") if call.first("slug") else None
        found = [
            one
            for one in self.state.posts.values()
            if one.status in statuses and (slugs is None or one.slug in slugs)
        ]
        writer = self.writer(call)
        page, headers = wire.paginate(found[::-1], call, setup=self.setup)
        return Reply(data=[writer.post(one) for one in page], headers=headers)

    def _create_post(self, call: Call) -> Reply:
        author = self.needs(call, "edit_posts", "rest_cannot_create")
        fields = wire.read_post_fields(call.json())
        post = Post(self.state.new_id(), author.id, created=self.clock())
        self._change_post(post, fields, author)
        self.state.posts[post.id] = post
        location = f"{self.address}{_API}/posts/{post.id}"
        writer = self.writer_of(sees_all=True)
        return Reply(201, writer.post(post), headers={"Location": location})

    def _post(self, call: Call) -> Reply:
        post = self.state.find_post(int(call.params["id"]))
        if post.status != "publish":
            self.needs(call, "edit_posts", "rest_forbidden")
        return Reply(data=self.writer(call).post(post))

    def _update_post(self, call: Call) -> Reply:
        post = self.state.find_post(int(call.params["id"]))
        author = self.needs(call, "edit_posts", "rest_cannot_edit")
        if post.author_id != author.id:
            self.needs(call, "edit_others_posts", "rest_cannot_edit")
        self._change_post(post, wire.read_post_fields(call.json()), author)
        return Reply(data=self.writer_of(sees_all=True).post(post))

    def _change_post(self, post: Post, fields: Mapping[str, Any], author: User) -> None:
        status = fields.get("status", "")
        if status and status not in POST_STATUSES:
            raise Refused(400, "rest_invalid_param", params={"status": "…"})
        if status in {"publish", "future", "private"} and "publish_posts" not in author.rights:
            raise Refused(403, "rest_cannot_publish")
        for name in fields.keys() & {"title", "content", "slug", "tags"}:
            setattr(post, name, fields[name])
        if fields.get("featured_media", 0) in {0, *self.state.media}:  # others pass without a word
            post.featured_media = fields.get("featured_media", post.featured_media)
        if not post.title and not post.content:
            raise Refused(400, "empty_content")
        if fields.keys() & {"title", "content"}:
            self.state.tell_edit(post)
        if status:
            self.state.set_status(post, "pending" if self._is_held(status) else status)

    def _is_held(self, status: str) -> bool:
        return self.setup.holds_posts and status == "publish"

    def _delete_post(self, call: Call) -> Reply:
        post = self.state.find_post(int(call.params["id"]))
        self.needs(call, "delete_posts", "rest_cannot_delete")
        shown = self.writer_of(sees_all=True).post(post)
        if call.first("force") == "true":
            self.state.erase(post)
            return Reply(data={"deleted": True, "previous": shown})
        if not self.setup.keeps_trash:
            raise Refused(501, "rest_trash_not_supported")
        self.state.trash(post)
        return Reply(data=self.writer_of(sees_all=True).post(post))

    # Files and tags.

    def _upload(self, call: Call) -> Reply:
        self.needs(call, "upload_files", "rest_cannot_create")
        if not call.body:
            raise Refused(400, "rest_upload_no_data")
        media_type = call.headers.get("content-type", "")
        if not media_type:
            raise Refused(400, "rest_upload_no_content_type")
        told = call.headers.get("content-disposition", "")
        if not told:
            raise Refused(400, "rest_upload_no_content_disposition")
        name = _DISPOSITION.fullmatch(told)
        if name is None:
            raise Refused(400, "rest_upload_invalid_disposition")
        if name[1].rpartition(".")[2].replace("jpg", "jpeg") != media_type.partition("/")[2]:
            raise Refused(500, "rest_upload_sideload_error")
        medium = self.state.add_medium(name=name[1], media_type=media_type, content=call.body)
        return Reply(201, self.writer_of(sees_all=True).medium(medium))

    def _medium(self, call: Call) -> Reply:
        self.caller(call)
        return Reply(data=self.writer_of(sees_all=False).medium(self._found_medium(call)))

    def _describe(self, call: Call) -> Reply:
        self.needs(call, "upload_files", "rest_cannot_edit")
        medium = self._found_medium(call)
        fields = call.json()
        if fields.keys() != {"alt_text"}:
            raise Refused(400, "rest_invalid_param", params=dict.fromkeys(fields, "…"))
        medium.alt_text = str(fields["alt_text"])
        return Reply(data=self.writer_of(sees_all=True).medium(medium))

    def _found_medium(self, call: Call) -> Any:
        number = int(call.params["id"])
        if number not in self.state.media:
            raise Refused(404, "rest_post_invalid_id")
        return self.state.media[number]

    def _tag(self, call: Call) -> Reply:
        self.needs(call, "edit_posts", "rest_cannot_create")
        name = call.json().get("name")
        if not isinstance(name, str) or not name.strip():
            raise Refused(400, "rest_missing_callback_param", params=["name"])
        return Reply(201, {"id": self.state.add_tag(name), "name": name})

    # For people, and for other processes.

    def _page(self, call: Call) -> Reply:
        reply = super()._page(call)
        is_plain = self.setup.has_plain_permalinks
        root = f"{self.address}/index.php?rest_route=/" if is_plain else f"{self.address}/wp-json/"
        if self.setup.tells_its_root == "header":
            header = f'<{root}>; rel="https://api.w.org/"'
            return replace(reply, headers={"Link": header})
        if self.setup.tells_its_root == "tag":
            tag = f"<link rel='https://api.w.org/' href='{root}' />".encode()
            return replace(reply, content=reply.body().replace(b"<title>", tag + b"<title>"))
        return reply

    def _article(self, call: Call) -> Reply:
        found = [one for one in self.state.visible() if one.slug == call.params["slug"]]
        if not found:
            return Reply(404, content=b"<!doctype html><p>Introuvable</p>", media_type=HTML)
        shown = [self._shown(one) for one in found]
        page = render_page(network=self.network, posts=shown, now=self.clock())
        return Reply(content=page.encode(), media_type=HTML)

    def _file(self, call: Call) -> Reply:
        medium = self.state.media[int(call.params["id"])]
        return Reply(content=medium.content, media_type=medium.media_type)

    def _set_up(self, call: Call) -> Reply:
        try:
            self.setup = replace(self.setup, **call.json())
        except TypeError as error:
            raise Refusal(Reply(400, {"error": str(error)})) from error
        return Reply(data={})

    def _shown(self, post: Post) -> VisiblePost:
        known = self.state.media.get(post.featured_media)
        figures = re.findall(r'<img [^<>]*alt="([^"]*)"', post.content)
        return VisiblePost(
            handle="atelier-martin.example",
            display_name="Atelier Martin",
            text=f"{post.title}\n\n{post.text}",
            at=post.date or self.clock(),
            alt_texts=((known.alt_text,) if known else ()) + tuple(figures),
        )


if __name__ == "__main__":
    run(Simulator, about=json.dumps({"user": Simulator.login, "password": Simulator.password}))
