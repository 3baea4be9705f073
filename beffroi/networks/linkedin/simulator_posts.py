"""People, pages, posts and their files: calls of the simulated LinkedIn."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.networks.linkedin import simulator_entities as entities
from beffroi.networks.linkedin.simulator_content import check_content
from beffroi.networks.linkedin.simulator_frame import (
    ADMIN,
    ANY,
    READ,
    Asked,
    Frame,
    patch_of,
    require_method,
)
from beffroi.networks.linkedin.simulator_state import SimulatedPost
from beffroi.networks.linkedin.simulator_wire import Refused, required
from beffroi.networks.simulation_server import Reply, Route

_URN = r"(?P<urn>[^/]+)"
_POST_FIELDS = frozenset(
    {
        "author",
        "commentary",
        "visibility",
        "distribution",
        "lifecycleState",
        "isReshareDisabledByAuthor",
        "content",
    }
)


class Posts(Frame):
    """Who asks, for which pages, and what they publish."""

    def routes(self) -> Sequence[Route]:
        """Return its calls, with where their shape comes from."""
        post, files = f"/rest/posts/{_URN}", "/rest/(?P<files>images|videos|documents)"
        return [
            self.route("userinfo", "GET", "/v2/userinfo", self._userinfo, "openid"),
            self.route("me", "GET", "/v2/me", self._me, "r_basicprofile"),
            self.route("roles", "GET", "/rest/organizationAcls", self._roles, ADMIN),
            self.route(
                "organization", "GET", r"/rest/organizations/(?P<id>\d+)", self._page, ADMIN
            ),
            self.route(
                "publish",
                "POST",
                "/rest/posts",
                self._publish,
                ANY,
                doubts=(
                    "the unit of a text's limit, and whether escapes count",
                    "that every hashtag in its template form becomes a link",
                    "how long the very same is refused, and after a deletion",
                ),
            ),
            self.route("find", "GET", "/rest/posts", self._find, READ),
            self.route("post", "GET", post, self._post, READ),
            self.route("edit", "POST", post, self._edit, ANY),
            self.route("delete", "DELETE", post, self._delete, ANY),
            self.route(
                "upload", "POST", files, self._upload, ANY, doubts=("the size of a video's parts",)
            ),
            self.route(
                "media",
                "GET",
                f"{files}/{_URN}",
                self._media,
                READ,
                doubts=("that a member may not read the state of a video or a document",),
            ),
            self.route(
                "put",
                "PUT",
                "/dms-uploads/(?P<number>[^/]+)",
                self._put,
                doubts=("how long an address for a file lasts",),
            ),
        ]

    def _userinfo(self, asked: Asked) -> Reply:
        person = asked.consent.person
        name = self.state.names[person]
        return Reply(data={"sub": person.rpartition(":")[2], "name": name, "locale": "fr_FR"})

    def _me(self, asked: Asked) -> Reply:
        person = asked.consent.person
        first, _, last = self.state.names[person].partition(" ")
        return Reply(
            data={
                "id": person.rpartition(":")[2],
                "localizedFirstName": first,
                "localizedLastName": last,
                "vanityName": "claire-martin",
            }
        )

    def _roles(self, asked: Asked) -> Reply:
        query = asked.query("q", "role", "state", "start", "count")
        required(query, "q", "roleAssignee")
        found = [
            {"organization": page, "role": role, "state": state, "roleAssignee": person}
            for (person, page), (role, state) in self.state.roles.items()
            if person == asked.consent.person
            and role == query.get("role", role)
            and state == query.get("state", state)
        ]
        return self.page_of(found, query)

    def _page(self, asked: Asked) -> Reply:
        page = self.state.organizations.get(f"urn:li:organization:{asked.params['id']}")
        if page is None:
            raise Refused(404, "NOT_FOUND", "Could not find entity")
        number = int(asked.params["id"])
        return Reply(
            data={"id": number, "localizedName": page.name, "vanityName": page.vanity, "name": {}}
        )

    # Posts.

    def _publish(self, asked: Asked) -> Reply:
        asked.query()
        body = asked.call.json()
        unknown = set(body) - _POST_FIELDS
        if unknown:
            raise Refused.unpermitted("REQUEST_BODY", unknown)
        for name in ("author", "commentary", "visibility", "distribution", "lifecycleState"):
            if name not in body:
                raise Refused.wrong(name, code="MISSING_REQUIRED_FIELD")
        if body["lifecycleState"] != "PUBLISHED":
            raise Refused.wrong("lifecycleState")
        if body["visibility"] not in {"PUBLIC", "CONNECTIONS", "LOGGED_IN"}:
            raise Refused.wrong("visibility")
        author, content = str(body["author"]), body.get("content") or {}
        self.check_actor(asked, author)
        check_content(content, shelf=self.world.shelf, owner=author, flavour=self.state.flavour)
        post = self.state.publish(
            author,
            str(body["commentary"]),
            content=content,
            visibility=str(body["visibility"]),
        )
        return Reply(201, headers={"x-restli-id": post.urn, "x-linkedin-id": post.urn})

    def _find(self, asked: Asked) -> Reply:
        query = asked.query("q", "author", "start", "count", "sortBy")
        required(query, "q", "author")
        author = self.administered(asked, query.get("author", ""))
        own = [one for one in self.state.posts.values() if one.author == author]
        order = "modified_at" if query.get("sortBy") == "LAST_MODIFIED" else "created_at"
        own.sort(key=lambda one: (getattr(one, order), one.urn), reverse=True)
        return self.page_of([entities.post(one) for one in own], query)

    def _post(self, asked: Asked) -> Reply:
        asked.query()
        return Reply(data=entities.post(self.state.find_post(asked.params["urn"])))

    def _edit(self, asked: Asked) -> Reply:
        asked.query()
        post = self._own_post(asked, method="PARTIAL_UPDATE")
        changes = patch_of(asked.call, "commentary")
        self.state.edit_post(post, changes)
        return Reply(204)

    def _delete(self, asked: Asked) -> Reply:
        asked.query()
        self.state.delete_post(self._own_post(asked, method="DELETE"))
        return Reply(204)

    def _own_post(self, asked: Asked, *, method: str) -> SimulatedPost:
        require_method(asked.call, method)
        post = self.state.find_post(asked.params["urn"])
        self.check_actor(asked, post.author)
        return post

    # Files.

    def _upload(self, asked: Asked) -> Reply:
        action, body = asked.query("action").get("action"), asked.call.json()
        if action == "finalizeUpload" and asked.params["files"] == "videos":
            request = body.get("finalizeUploadRequest") or {}
            self.check_actor(asked, self.world.shelf.find(str(request.get("video"))).owner)
            self.world.shelf.finish(request)
            return Reply(200)
        if action != "initializeUpload":
            raise Refused(400, "PARAM_INVALID", "Invalid query parameter action")
        request = body.get("initializeUploadRequest") or {}
        self.check_actor(asked, str(request.get("owner")))
        value = self.world.shelf.begin(
            asked.params["files"],
            request,
            flavour=self.state.flavour,
            origin=self.world.origin,
        )
        return Reply(data={"value": value})

    def _put(self, asked: Asked) -> Reply:
        media = self.world.shelf.address_of(asked.params["number"])
        authorization = asked.call.headers.get("authorization", "")
        if media.kind == "video" and authorization:
            raise Refused(400, "ILLEGAL_ARGUMENT", "This address wants no token")
        if media.kind != "video":
            self.world.authority.holder(authorization)
        tag = self.world.shelf.put(asked.params["number"], asked.call.body)
        if media.kind == "video":
            return Reply(200, headers={"ETag": f'"{tag}"'})
        return Reply(201)

    def _media(self, asked: Asked) -> Reply:
        asked.query()
        shelf = self.world.shelf
        media = shelf.find(asked.params["urn"])
        status = shelf.status(media, flavour=self.state.flavour)
        return Reply(data={"id": media.urn, "owner": media.owner, "status": status})
