"""A simulated Google Business Profile: its calls, its page, and the customers who write reviews.

`python -m beffroi.networks.google_business.simulator --port 8906` runs it alone. Atelier Martin has
two places, in Nantes and in Lille; Anne writes reviews. POST /_simulator/settings changes how it
works: see SETTINGS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from beffroi.networks.families.google_schema import Misfit, check, check_query
from beffroi.networks.families.google_simulator import CLIENT_ID, CLIENT_SECRET, Authority, refusal
from beffroi.networks.google_business import simulator_strangers as strangers
from beffroi.networks.google_business.simulator_schema import METHODS, RESOURCES
from beffroi.networks.google_business.simulator_state import (
    STARS,
    SimulatedPlace,
    SimulatedPost,
    SimulatedReview,
    State,
    invalid,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

ACCOUNT = "accounts/101"
_PLACE = r"(?P<place>accounts/[^/]+/locations/[^/]+)"
_LOCATION = r"/v1/(?P<location>locations/[^/:]+)"
_EDITS = frozenset(
    {
        "localPosts.create",
        "localPosts.patch",
        "localPosts.delete",
        "reviews.updateReply",
        "reviews.deleteReply",
    }
)
#: What POST /_simulator/settings may change while it runs.
SETTINGS = (
    "queries_per_minute",
    "deciding_seconds",
    "next_outcome",
    "next_reply_outcome",
)

#: Answers a call with the body of the answer.
Handler = Callable[[Call], Any]


class Simulator(BaseSimulator):
    """One Google project, its consents, and the map behind it."""

    network = "Google Business Profile"

    def reset_world(self) -> None:
        """Make the world new, with its places. Tokens die."""
        self.state = State(clock=self.clock, ledger=self.ledger)
        self.place = self.state.add_place(ACCOUNT, "locations/201", "Atelier Martin", "Nantes")
        self.state.add_place(ACCOUNT, "locations/202", "Atelier Martin", "Lille")
        self.customer = strangers.Customer()
        people = {"martin": "Martin", "": "sans établissement / without a place"}
        self.authority.reset(people)
        self.page_max = 100
        self.repeats_pages = False

    def routes(self) -> Sequence[Route]:
        """Return the calls of the interfaces, one host for them all."""
        self.authority = Authority(self.clock, self.network)
        posts, reviews = f"/v4/{_PLACE}/localPosts", f"/v4/{_PLACE}/reviews"
        post, review = f"{posts}/(?P<id>[^/]+)", f"{reviews}/(?P<id>[^/]+)"
        fields = ("how the field of a validation error is named", "how long a text may be")
        states = ("the names of the states of an answer to a review",)
        return [
            *self.authority.routes(),
            self._route("accounts.list", "GET", "/v1/accounts", self._accounts),
            self._route(
                "locations.list",
                "GET",
                "/v1/(?P<account>accounts/[^/]+)/locations",
                self._locations,
            ),
            self._route("locations.get", "GET", _LOCATION, self._location),
            self._route(
                "locations.getVoiceOfMerchantState",
                "GET",
                f"{_LOCATION}/VoiceOfMerchantState",
                self._standing,
            ),
            self._route(
                "locations.fetchMultiDailyMetricsTimeSeries",
                "GET",
                f"{_LOCATION}:fetchMultiDailyMetricsTimeSeries",
                self._performance,
                doubts=("how many days late the values are: five are assumed",),
            ),
            self._route("localPosts.create", "POST", posts, self._create, doubts=fields),
            self._route("localPosts.list", "GET", posts, self._posts),
            self._route("localPosts.get", "GET", post, lambda call: self._post(self._found(call))),
            self._route("localPosts.patch", "PATCH", post, self._patch, doubts=fields),
            self._route("localPosts.delete", "DELETE", post, self._delete),
            self._route("reviews.list", "GET", reviews, self._reviews),
            self._route("reviews.get", "GET", review, self._get_review, doubts=states),
            self._route(
                "reviews.updateReply", "PUT", f"{review}/reply", self._reply, doubts=states + fields
            ),
            self._route("reviews.deleteReply", "DELETE", f"{review}/reply", self._delete_reply),
            Route("control", "POST", "/_simulator/settings", self._set),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return live posts, reviews and answers, newest first."""
        state = self.state
        live = [one for one in state.posts.values() if state.state_of(one) != "REJECTED"]
        shown = [self._visible("ateliermartin", one.summary, one.created_at) for one in live]
        for review in state.reviews.values():
            text = f"{'★' * review.stars} {review.comment}".strip()
            shown.append(self._visible(review.author, text, review.updated_at))
            if review.reply and review.replied_at and state.reply_state_of(review) != "REJECTED":
                answer = self._visible("ateliermartin", review.reply, review.replied_at)
                shown.append(replace(answer, answers=review.author))
        return sorted(shown, key=lambda one: one.at, reverse=True)

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Return the one app that is declared here, with any return address."""
        return {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let a customer, or Google itself, do one of strangers.ACTIONS."""
        with self.lock:
            return strangers.act(self.state, self.place, self.customer, action, payload)

    # The frame of every call.

    def _route(
        self, name: str, method: str, path: str, handler: Handler, *, doubts: tuple[str, ...] = ()
    ) -> Route:
        def answer(call: Call) -> Reply:
            consent = self.authority.holder(call, any_of=("business.manage",))
            self.state.count_query()
            self._check_request(name, call)
            if "place" in call.params:
                place = self._managed(call.params["place"])
                if name in _EDITS:
                    self.state.count_edit(place)
            if not consent.account_id and name != "accounts.list":
                raise refusal(403, "The caller has no permission", status="PERMISSION_DENIED")
            given = handler(call) if consent.account_id else {}
            gives = METHODS[name].gives
            if gives:
                check(given, gives, RESOURCES, at=f"the answer of {name}")
            return Reply(data=given)

        return Route(name, method, path, answer, Origin.VENDOR, doubts)

    def _check_request(self, name: str, call: Call) -> None:
        method = METHODS[name]
        try:
            check_query(method, call)
            if method.takes:
                check(call.json(), method.takes, RESOURCES, at=method.takes)
        except Misfit as misfit:
            raise refusal(400, str(misfit), status="INVALID_ARGUMENT") from misfit

    def _managed(self, name: str) -> SimulatedPlace:
        if name not in self.state.places:
            raise refusal(404, "Requested entity was not found.", status="NOT_FOUND")
        return self.state.places[name]

    def _by_location(self, call: Call) -> SimulatedPlace:
        return self._managed(f"{ACCOUNT}/{call.params['location']}")

    # Accounts and places.

    def _accounts(self, call: Call) -> Any:
        account = {
            "name": ACCOUNT,
            "accountName": "Atelier Martin",
            "type": "LOCATION_GROUP",
            "role": "OWNER",
            "verificationState": "VERIFIED",
        }
        person = {"name": "accounts/100", "accountName": "Martin", "type": "PERSONAL"}
        return self._list("accounts", [person, account], call, default=20)

    def _locations(self, call: Call) -> Any:
        account = call.params["account"]
        places = [one for one in self.state.places.values() if one.account == account]
        if account == "accounts/100":  # a person sees what their groups have, too
            places = list(self.state.places.values())[:1]
        items = [self._masked(one, call) for one in places]
        return {**self._list("locations", items, call, default=10), "totalSize": len(items)}

    def _location(self, call: Call) -> Any:
        return self._masked(self._by_location(call), call)

    def _masked(self, place: SimulatedPlace, call: Call) -> dict[str, Any]:
        number = place.name.partition("/")[2]
        whole = {
            "name": place.name,
            "title": place.title,
            "storefrontAddress": {"regionCode": "FR", "locality": place.town},
            "metadata": {
                "placeId": f"ChIJ{number}",
                "mapsUri": f"https://maps.google.com/maps?cid={number}",
                "newReviewUri": f"https://search.google.com/local/writereview?placeid=ChIJ{number}",
                "hasVoiceOfMerchant": place.is_verified and not place.is_suspended,
            },
        }
        wanted = {one.strip() for one in call.first("readMask").split(",")}
        known = {*whole, "websiteUri", "languageCode", "categories", "profile", "regularHours"}
        if not wanted <= known:
            raise refusal(400, "Invalid field mask", status="INVALID_ARGUMENT")
        return {name: value for name, value in whole.items() if name in wanted}

    def _standing(self, call: Call) -> Any:
        place = self._by_location(call)
        if place.is_suspended:
            reason = "BUSINESS_LOCATION_SUSPENDED"
            return {
                "hasVoiceOfMerchant": False,
                "complyWithGuidelines": {"recommendationReason": reason},
            }
        if not place.is_verified:
            return {"hasVoiceOfMerchant": False, "verify": {"hasPendingVerification": False}}
        return {"hasVoiceOfMerchant": True, "hasBusinessAuthority": True}

    def _performance(self, call: Call) -> Any:
        self._by_location(call)
        first, last = (_date(call, end) for end in ("startDate", "endDate"))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        series = [
            {
                "dailyMetric": metric,
                "timeSeries": {"datedValues": [self._dated(day, metric) for day in days]},
            }
            for metric in call.query["dailyMetrics"]
        ]
        return {"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": series}]}

    def _dated(self, day: date, metric: str) -> dict[str, Any]:
        value = self.state.daily.get(day, {}).get(metric, 0)
        dated = {"date": {"year": day.year, "month": day.month, "day": day.day}}
        return {**dated, "value": str(value)} if value else dated

    # Posts.

    def _create(self, call: Call) -> Any:
        return self._post(self.state.add_post(self._managed(call.params["place"]), call.json()))

    def _posts(self, call: Call) -> Any:
        found = [self._post(one) for one in self.state.posts_of(call.params["place"])]
        return self._list("localPosts", found, call, default=20)

    def _patch(self, call: Call) -> Any:
        post, resource = self._found(call), call.json()
        mask = set(call.first("updateMask").split(","))
        if not set(resource) <= mask:
            raise invalid("update_mask", "The mask does not name what is sent")
        self.state.edit_post(post, resource)
        return self._post(post)

    def _delete(self, call: Call) -> Any:
        self.state.delete_post(self._found(call))
        return {}

    def _found(self, call: Call) -> SimulatedPost:
        name = f"{call.params['place']}/localPosts/{call.params['id']}"
        if name not in self.state.posts:
            raise refusal(404, "Requested entity was not found.", status="NOT_FOUND")
        return self.state.posts[name]

    def _post(self, post: SimulatedPost) -> dict[str, Any]:
        state = self.state.state_of(post)
        url = f"https://local.google.com/place?post={post.name.rpartition('/')[2]}"
        button = {"actionType": "LEARN_MORE", "url": post.link}
        picture = {"mediaFormat": "PHOTO", "googleUrl": "https://lh3.googleusercontent.com/p/x"}
        return {
            "name": post.name,
            "languageCode": post.language,
            "summary": post.summary,
            "topicType": "STANDARD",
            "state": state,
            "createTime": _instant(post.created_at),
            "updateTime": _instant(post.updated_at),
            **({"callToAction": button} if post.link else {}),
            **({"searchUrl": url} if state == "LIVE" else {}),
            **({"media": [picture]} if post.picture_url else {}),
        }

    # Reviews.

    def _reviews(self, call: Call) -> Any:
        found = self.state.reviews_of(call.params["place"])
        stars = [one.stars for one in found]
        mean = {"averageRating": round(sum(stars) / len(stars), 1)} if stars else {}
        if self.repeats_pages:
            call = replace(call, query={**call.query, "pageToken": [""]})
        page = self._list("reviews", [self._review(one) for one in found], call, default=50)
        return {**page, **mean, "totalReviewCount": len(found)}

    def _get_review(self, call: Call) -> Any:
        return self._review(self._found_review(call))

    def _reply(self, call: Call) -> Any:
        review = self._found_review(call)
        self.state.put_reply(review, str(call.json().get("comment", "")))
        return self._review(review)["reviewReply"]

    def _delete_reply(self, call: Call) -> Any:
        review = self._found_review(call)
        if not review.reply:
            raise refusal(404, "Requested entity was not found.", status="NOT_FOUND")
        self.state.delete_reply(review)
        return {}

    def _found_review(self, call: Call) -> SimulatedReview:
        name = f"{call.params['place']}/reviews/{call.params['id']}"
        if name not in self.state.reviews:
            raise refusal(404, "Requested entity was not found.", status="NOT_FOUND")
        return self.state.reviews[name]

    def _review(self, review: SimulatedReview) -> dict[str, Any]:
        reviewer = {"displayName": review.author, "isAnonymous": review.is_anonymous}
        reply = {}
        if review.reply and review.replied_at:
            state = self.state.reply_state_of(review)
            violation = {"policyViolation": "OFFENSIVE"} if state == "REJECTED" else {}
            reply = {
                "comment": review.reply,
                "updateTime": _instant(review.replied_at),
                "reviewReplyState": state,
                **violation,
            }
        return {
            "name": review.name,
            "reviewId": review.name.rpartition("/")[2],
            "reviewer": reviewer,
            "starRating": STARS[review.stars - 1],
            **({"comment": review.comment} if review.comment else {}),
            "createTime": _instant(review.created_at),
            "updateTime": _instant(review.updated_at),
            **({"reviewReply": reply} if reply else {}),
        }

    # Within.

    def _list(self, key: str, items: list[Any], call: Call, *, default: int) -> dict[str, Any]:
        """Return one page. A token names the last thing of the page before; no things, no key."""
        size = min(int(call.first("pageSize", str(default))), self.page_max)
        start, token = 0, call.first("pageToken").removeprefix("after.")
        if token:
            names = [one["name"] for one in items]
            if token not in names:
                raise refusal(400, "Invalid page token", status="INVALID_ARGUMENT")
            start = names.index(token) + 1
        shown = items[start : start + size]
        more = {"nextPageToken": f"after.{shown[-1]['name']}"} if start + size < len(items) else {}
        return {**({key: shown} if shown else {}), **more}

    def _visible(self, who: str, text: str, at: datetime) -> VisiblePost:
        return VisiblePost(handle=who, display_name=who, text=text, at=at)

    def _set(self, call: Call) -> Reply:
        for name, value in call.json().items():
            if name not in SETTINGS:
                raise Refusal(Reply(400, {"error": f"no setting {name}"}))
            setattr(self.state, name, value)
        return Reply(data={})


def _date(call: Call, end: str) -> date:
    parts = [int(call.first(f"dailyRange.{end}.{part}", "0")) for part in ("year", "month", "day")]
    try:
        return date(*parts)
    except ValueError as error:
        raise refusal(400, "Invalid date range", status="INVALID_ARGUMENT") from error


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    run(Simulator, about="Atelier Martin")
