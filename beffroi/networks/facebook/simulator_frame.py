"""The frame of the simulated Facebook: its world, its habits, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beffroi.networks.facebook.simulator_nodes import Writer
from beffroi.networks.facebook.simulator_world import settle
from beffroi.networks.families.graph.simulator import GraphSimulator, Request
from beffroi.networks.families.graph.simulator_login import Token
from beffroi.networks.families.graph.simulator_wire import Refused, invalid, missing

TEXT_MAX = 63_206
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


class Frame(GraphSimulator):
    """What every call of the simulated Facebook shares."""

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

    def issue(self, page_id: str, *, scopes: Sequence[str]) -> Token:
        """Return a Page's token without asking anybody."""
        pages = tuple(self.world.pages)
        return self.authority.issue(self.person, scopes=scopes, accounts=pages, account=page_id)

    def page_of(self, request: Request, scope: str, *, task: str = "") -> str:
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

    def check_text(self, text: str, longest: int) -> None:
        """Refuse a text that is too long, in UTF-16 units."""
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > longest:
            raise invalid("The message is too long")

    @property
    def writer(self) -> Writer:
        """Return what writes the nodes of this world."""
        return Writer(
            self.world, origin=self.origin, cut=self.cut, hides_writers=self.hides_writers
        )
