"""The calls of the simulated LinkedIn's interface, as strict as the vendor's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from beffroi.networks.linkedin import simulator_entities as entities
from beffroi.networks.linkedin.simulator_content import check_content
from beffroi.networks.linkedin.simulator_media import Shelf
from beffroi.networks.linkedin.simulator_oauth import Authority, Consent
from beffroi.networks.linkedin.simulator_state import SimulatedComment, SimulatedPost, State
from beffroi.networks.linkedin.simulator_wire import (
    Refused,
    check_encoding,
    list_of,
    page_of,
    parameters,
    range_of,
    required,
    value_of,
)
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

_VERSION = re.compile(r"20\d{4}")
_URN = r"(?P<urn>[^/]+)"
_READ = "r_organization_social"
_WRITE = "w_organization_social"
_ADMIN = "rw_organization_admin"
_ANY = ""
_MEMBER_FIELDS = ("w_member_social", _WRITE)
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


class World(Protocol):
    """What the interface acts on; made anew when the simulator is reset."""

    state: State
    authority: Authority
    shelf: Shelf

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A call whose token, scope and address are in order."""

    call: Call
    consent: Consent

    @property
    def params(self) -> Mapping[str, str]:
        """The parts of its path."""
        return self.call.params

    def query(self, *allowed: str) -> dict[str, str]:
        """Return its query as it was written."""
        return parameters(self.call, allowed)


_Handler = Callable[[Asked], Reply]


class Interface:
    """Answers the calls of the REST interface."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._spent: dict[tuple[str, str], int] = {}

    @property
    def _state(self) -> State:
        return self._world.state

    def routes(self) -> Sequence[Route]:
        """Return every call, with where its shape comes from."""
        comments = f"/rest/socialActions/{_URN}/comments"
        one, post = f"{comments}/(?P<number>[^/]+)", f"/rest/posts/{_URN}"
        files = "/rest/(?P<files>images|videos|documents)"
        statistics = "/rest/organizationalEntity"
        subscription = r"/rest/eventSubscriptions/(?P<key>\(.*\))"
        return [
            self._route("userinfo", "GET", "/v2/userinfo", self._userinfo, "openid"),
            self._route("me", "GET", "/v2/me", self._me, "r_basicprofile"),
            self._route("roles", "GET", "/rest/organizationAcls", self._roles, _ADMIN),
            self._route(
                "organization", "GET", r"/rest/organizations/(?P<id>\d+)", self._page, _ADMIN
            ),
            self._route("publish", "POST", "/rest/posts", self._publish, _ANY),
            self._route("find", "GET", "/rest/posts", self._find, _READ),
            self._route("post", "GET", post, self._post, _READ),
            self._route("edit", "POST", post, self._edit, _ANY),
            self._route("delete", "DELETE", post, self._delete, _ANY),
            self._route("upload", "POST", files, self._upload, _ANY),
            self._route("media", "GET", f"{files}/{_URN}", self._media, _READ),
            self._route(
                "put",
                "PUT",
                "/dms-uploads/(?P<number>[^/]+)",
                self._put,
                doubts=("how long an address for a file lasts",),
            ),
            self._route("comments", "GET", comments, self._comments, _READ),
            self._route(
                "comment_publish",
                "POST",
                comments,
                self._comment,
                _ANY,
                doubts=("whether the body of the answer holds the comment",),
            ),
            self._route("comment", "GET", one, self._one_comment, _READ),
            self._route("comment_edit", "POST", one, self._edit_comment, _ANY),
            self._route(
                "comment_delete",
                "DELETE",
                one,
                self._delete_comment,
                _ANY,
                doubts=("that a page may delete what a member commented",),
            ),
            self._route("metadata", "GET", f"/rest/socialMetadata/{_URN}", self._metadata, _READ),
            self._route(
                "notifications",
                "GET",
                f"{statistics}Notifications",
                self._notifications,
                _ADMIN,
                doubts=(
                    "the order of notifications",
                    "whether a mention names its post in sourcePost or generatedActivity",
                    "that a page may read the post of a member who mentions it",
                ),
            ),
            self._route(
                "statistics",
                "GET",
                f"{statistics}ShareStatistics",
                self._shares,
                _ADMIN,
                doubts=("days on which nothing happened: absent or 0",),
            ),
            self._route(
                "followers",
                "GET",
                f"{statistics}FollowerStatistics",
                self._followers,
                _ADMIN,
                origin=Origin.THIRD_PARTY,
                doubts=("whether gains are net of those who left",),
            ),
            self._route("size", "GET", f"/rest/networkSizes/{_URN}", self._size, _ADMIN),
            self._route("subscribe", "PUT", subscription, self._subscribe, _ADMIN),
            self._route("subscription", "GET", subscription, self._subscription, _ADMIN),
        ]

    def _route(
        self,
        name: str,
        method: str,
        path: str,
        handler: _Handler,
        scope: str | None = None,
        *,
        origin: Origin = Origin.VENDOR,
        doubts: tuple[str, ...] = (),
    ) -> Route:
        def answer(call: Call) -> Reply:
            try:
                return handler(self._checked(call, scope))
            except Refused as refused:
                raise Refusal(refused.reply) from refused

        return Route(name, method, path, answer, origin, doubts)

    # What every call must pass.

    def _checked(self, call: Call, scope: str | None) -> Asked:
        """Refuse unless version, encoding, token, quota and scope are in order."""
        if call.path.startswith("/rest/"):
            self._check_headers(call)
            check_encoding(call)
        if scope is None:  # an address for bytes: some want a token, others refuse it
            return Asked(call, Consent("", "", (), self._state.clock()))
        consent = self._world.authority.holder(call.headers.get("authorization", ""))
        self._spend(consent.person)
        if scope and not holds(consent, scope):
            raise Refused.denied(f"{call.method} {call.path.split('/')[2]}")
        return Asked(call, consent)

    def _check_headers(self, call: Call) -> None:
        version = call.headers.get("linkedin-version", "")
        if not version:
            raise Refused(400, "VERSION_MISSING", "A version must be present")
        if not _VERSION.fullmatch(version) or self._state.flavour.is_version_retired:
            message = f"Requested version {version} is not active"
            raise Refused(426, "NONEXISTENT_VERSION", message)
        if call.headers.get("x-restli-protocol-version") != "2.0.0":
            raise Refused(400, "ILLEGAL_ARGUMENT", "Invalid protocol version")

    def _spend(self, person: str) -> None:
        purse = (person, self._state.clock().date().isoformat())
        self._spent[purse] = self._spent.get(purse, 0) + 1
        if self._spent[purse] > self._state.flavour.calls_per_day:
            message = "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls reached"
            raise Refused(429, "TOO_MANY_REQUESTS", message, number=101)

    def _check_actor(self, asked: Asked, actor: str) -> None:
        """Refuse to act for anybody but the member, or a page that they administer."""
        consent = asked.consent
        if actor == consent.person and holds(consent, "w_member_social"):
            return
        if self._state.administers(consent.person, actor) and holds(consent, _WRITE):
            return
        raise Refused.denied(f"{asked.call.method} for {actor.split(':')[2:3]}")

    def _administered(self, asked: Asked, written: str) -> str:
        """Return the page that a parameter names. Refuses one of somebody else."""
        page = value_of(written)
        if not self._state.administers(asked.consent.person, page):
            raise Refused.denied("organizationalEntity")
        return page

    # People and pages.

    def _userinfo(self, asked: Asked) -> Reply:
        person = asked.consent.person
        name = self._state.names[person]
        return Reply(data={"sub": person.rpartition(":")[2], "name": name, "locale": "fr_FR"})

    def _me(self, asked: Asked) -> Reply:
        person = asked.consent.person
        first, _, last = self._state.names[person].partition(" ")
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
            for (person, page), (role, state) in self._state.roles.items()
            if person == asked.consent.person
            and role == query.get("role", role)
            and state == query.get("state", state)
        ]
        return self._page_of(found, query)

    def _page(self, asked: Asked) -> Reply:
        page = self._state.organizations.get(f"urn:li:organization:{asked.params['id']}")
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
        self._check_actor(asked, author)
        check_content(content, shelf=self._world.shelf, owner=author, flavour=self._state.flavour)
        post = self._state.publish(
            author,
            str(body["commentary"]),
            content=content,
            visibility=str(body["visibility"]),
        )
        return Reply(201, headers={"x-restli-id": post.urn, "x-linkedin-id": post.urn})

    def _find(self, asked: Asked) -> Reply:
        query = asked.query("q", "author", "start", "count", "sortBy")
        required(query, "q", "author")
        author = self._administered(asked, query.get("author", ""))
        own = [one for one in self._state.posts.values() if one.author == author]
        order = "modified_at" if query.get("sortBy") == "LAST_MODIFIED" else "created_at"
        own.sort(key=lambda one: (getattr(one, order), one.urn), reverse=True)
        return self._page_of([entities.post(one) for one in own], query)

    def _post(self, asked: Asked) -> Reply:
        asked.query()
        return Reply(data=entities.post(self._state.find_post(asked.params["urn"])))

    def _edit(self, asked: Asked) -> Reply:
        asked.query()
        post = self._own_post(asked, method="PARTIAL_UPDATE")
        changes = _patch(asked.call, "commentary")
        self._state.edit_post(post, changes)
        return Reply(204)

    def _delete(self, asked: Asked) -> Reply:
        asked.query()
        self._state.delete_post(self._own_post(asked, method="DELETE"))
        return Reply(204)

    def _own_post(self, asked: Asked, *, method: str) -> SimulatedPost:
        _require_method(asked.call, method)
        post = self._state.find_post(asked.params["urn"])
        self._check_actor(asked, post.author)
        return post

    # Files.

    def _upload(self, asked: Asked) -> Reply:
        action, body = asked.query("action").get("action"), asked.call.json()
        if action == "finalizeUpload" and asked.params["files"] == "videos":
            request = body.get("finalizeUploadRequest") or {}
            self._check_actor(asked, self._world.shelf.find(str(request.get("video"))).owner)
            self._world.shelf.finish(request)
            return Reply(200)
        if action != "initializeUpload":
            raise Refused(400, "PARAM_INVALID", "Invalid query parameter action")
        request = body.get("initializeUploadRequest") or {}
        self._check_actor(asked, str(request.get("owner")))
        value = self._world.shelf.begin(
            asked.params["files"],
            request,
            flavour=self._state.flavour,
            origin=self._world.origin,
        )
        return Reply(data={"value": value})

    def _put(self, asked: Asked) -> Reply:
        media = self._world.shelf.address_of(asked.params["number"])
        authorization = asked.call.headers.get("authorization", "")
        if media.kind == "video" and authorization:
            raise Refused(400, "ILLEGAL_ARGUMENT", "This address wants no token")
        if media.kind != "video":
            self._world.authority.holder(authorization)
        tag = self._world.shelf.put(asked.params["number"], asked.call.body)
        if media.kind == "video":
            return Reply(200, headers={"ETag": f'"{tag}"'})
        return Reply(201)

    def _media(self, asked: Asked) -> Reply:
        asked.query()
        shelf = self._world.shelf
        media = shelf.find(asked.params["urn"])
        status = shelf.status(media, flavour=self._state.flavour)
        return Reply(data={"id": media.urn, "owner": media.owner, "status": status})

    # Comments.

    def _comments(self, asked: Asked) -> Reply:
        query = asked.query("start", "count")
        post, above = self._state.resolve(asked.params["urn"])
        found = self._state.answers(above.number) if above else self._state.top_comments(post)
        written = [entities.comment(self._state, one) for one in found]
        return self._page_of(written, query)

    def _comment(self, asked: Asked) -> Reply:
        asked.query()
        body = asked.call.json()
        unknown = set(body) - {"actor", "object", "message", "parentComment"}
        if unknown:
            raise Refused.unpermitted("REQUEST_BODY", unknown)
        post, above = self._state.resolve(asked.params["urn"])
        actor, text = str(body.get("actor")), (body.get("message") or {}).get("text")
        self._check_actor(asked, actor)
        if body.get("object") not in {post.urn, post.activity} or not isinstance(text, str):
            raise Refused.wrong("object" if isinstance(text, str) else "message/text")
        if (above.urn if above else None) != body.get("parentComment"):
            raise Refused.wrong("parentComment")
        comment = self._state.comment(actor, post, text, parent=above.number if above else "")
        shown = entities.comment(self._state, comment)
        shows = self._state.flavour.shows_created_comments
        return Reply(201, shown if shows else None, {"x-restli-id": comment.number})

    def _one_comment(self, asked: Asked) -> Reply:
        asked.query()
        return Reply(data=entities.comment(self._state, self._found_comment(asked)))

    def _edit_comment(self, asked: Asked) -> Reply:
        actor = value_of(asked.query("actor").get("actor", ""))
        _require_method(asked.call, "PARTIAL_UPDATE")
        self._check_actor(asked, actor)
        comment = self._found_comment(asked)
        if comment.actor != actor:
            raise Refused.denied("socialActions/comments")
        self._state.edit_comment(comment, _patch(asked.call, "text", inside="message"))
        return Reply(204)

    def _delete_comment(self, asked: Asked) -> Reply:
        actor = value_of(asked.query("actor").get("actor", ""))
        self._check_actor(asked, actor)
        comment = self._found_comment(asked)
        if actor not in {comment.actor, comment.post.author}:
            raise Refused.denied("socialActions/comments")
        self._state.delete_comment(comment)
        return Reply(204)

    def _found_comment(self, asked: Asked) -> SimulatedComment:
        post, _ = self._state.resolve(asked.params["urn"])
        return self._state.find_comment(post, asked.params["number"])

    def _metadata(self, asked: Asked) -> Reply:
        asked.query()
        post = self._state.find_post(asked.params["urn"])
        return Reply(data=entities.metadata(self._state, post))

    # What a page is told.

    def _notifications(self, asked: Asked) -> Reply:
        query = asked.query("q", "actions", "organizationalEntity", "timeRange", "start", "count")
        required(query, "q", "criteria")
        page = self._administered(asked, query.get("organizationalEntity", ""))
        actions = list_of(query.get("actions", ""))
        start, end = range_of(query.get("timeRange", ""))
        found = [
            entities.notification(one, subscriber=asked.consent.person)
            for one in self._state.of_organization(page)
            if one.action in actions and start <= entities.milliseconds(one.at) <= end
        ]
        return self._page_of(found, query, repeats=self._state.flavour.repeats_pages)

    def _shares(self, asked: Asked) -> Reply:
        query = asked.query("q", "organizationalEntity", "timeIntervals", "shares", "ugcPosts")
        page = self._measured(asked, query)
        if "timeIntervals" in query:
            span = _interval(query["timeIntervals"])
            return _elements(entities.statistics_by_day(self._state, page, span))
        urns = [one for name in ("shares", "ugcPosts") for one in _listed(query, name)]
        return _elements(entities.share_statistics(self._state, page, urns))

    def _followers(self, asked: Asked) -> Reply:
        query = asked.query("q", "organizationalEntity", "timeIntervals")
        page = self._measured(asked, query)
        span = _interval(query.get("timeIntervals", ""))
        return _elements(entities.followers_by_day(self._state, page, span))

    def _measured(self, asked: Asked, query: Mapping[str, str]) -> str:
        required(query, "q", "organizationalEntity")
        return self._administered(asked, query.get("organizationalEntity", ""))

    def _size(self, asked: Asked) -> Reply:
        required(asked.query("edgeType"), "edgeType", "COMPANY_FOLLOWED_BY_MEMBER")
        return Reply(
            data={"firstDegreeSize": len(self._state.followers.get(asked.params["urn"], ()))}
        )

    # Webhooks.

    def _subscribe(self, asked: Asked) -> Reply:
        key = self._subscription_key(asked)
        webhook = asked.call.json().get("webhook")
        if not isinstance(webhook, str) or not webhook.startswith("https://"):
            raise Refused.wrong("webhook", code="INVALID_URL")
        self._state.subscriptions[key] = webhook
        return Reply(204)

    def _subscription(self, asked: Asked) -> Reply:
        key = self._subscription_key(asked)
        if key not in self._state.subscriptions:
            raise Refused(404, "NOT_FOUND", "Could not find entity")
        return Reply(data={"webhook": self._state.subscriptions[key], "expiresAt": 0})

    def _subscription_key(self, asked: Asked) -> str:
        found = re.fullmatch(
            r"\(developerApplication:urn:li:developerApplication:\d+,user:(urn:li:person:[\w-]+),"
            r"entity:(urn:li:organization:\d+),eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS\)",
            asked.params["key"],
        )
        if not found or "/eventSubscriptions/(" not in asked.call.target:
            raise Refused(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")
        person, page = found.groups()
        is_own = person == asked.consent.person and self._state.administers(person, page)
        if not is_own or self._state.flavour.is_development:
            raise Refused.denied("eventSubscriptions")
        return found[0]

    def _page_of(
        self, items: Sequence[Any], query: Mapping[str, str], *, repeats: bool = False
    ) -> Reply:
        page_max = self._state.flavour.page_max
        return Reply(data=page_of(items, query, page_max=page_max, repeats=repeats))


def holds(consent: Consent, scope: str) -> bool:
    """Tell whether a scope was granted, under its older name or under its newer one."""
    return scope in consent.scopes or f"{scope}_feed" in consent.scopes


def _require_method(call: Call, method: str) -> None:
    if call.headers.get("x-restli-method", "").upper() != method:
        raise Refused(400, "ILLEGAL_ARGUMENT", f"X-RestLi-Method {method} is expected")


def _patch(call: Call, name: str, *, inside: str = "") -> str:
    patch = call.json().get("patch") or {}
    changes = ((patch.get(inside) or {}) if inside else patch).get("$set") or {}
    if set(changes) != {name} or not isinstance(changes[name], str):
        raise Refused.wrong(f"patch/{name}")
    return str(changes[name])


def _interval(written: str) -> tuple[int, int]:
    found = re.fullmatch(r"\(timeRange:(\([^()]*\)),timeGranularityType:DAY\)", written)
    if not found:
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")
    return range_of(found[1])


def _listed(query: Mapping[str, str], name: str) -> list[str]:
    return list_of(query[name]) if name in query else []


def _elements(found: list[dict[str, Any]]) -> Reply:
    return Reply(data={"elements": found, "paging": {"start": 0, "count": 10, "links": []}})
