"""The simulated networks of the demo: who has an account there, and who speaks as a stranger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from django.utils.text import slugify

from beffroi.demo.story.pages import Posted
from beffroi.networks.bluesky.records import reading_place
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.simulator_world import Account, format_instant
from beffroi.networks.contracts import Author
from beffroi.networks.feeds.simulator import Simulator as FeedSimulator
from beffroi.networks.google_business.simulator import ACCOUNT
from beffroi.networks.google_business.simulator import Simulator as GoogleSimulator
from beffroi.networks.json_text import JSON
from beffroi.networks.listening import PublicPost
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.simulation import Simulator

PASSWORD = BlueskySimulator.password
#: Handles of the companies on Bluesky; Mastodon's simulator has one account, Atelier Martin's.
ATELIER, GARAGE, CYCLES = BlueskySimulator.handle, "garage-lefort.test", "cycles-dubreuil.test"
FLOWERS = "fleurs-zoe.test"
_COMPANIES = {
    GARAGE: "Garage Lefort",
    CYCLES: "Cycles Dubreuil",
    FLOWERS: "Les Fleurs de Zoé",
}
#: What an account's password becomes when its access is withdrawn: whoever knows it may reconnect.
NEW_PASSWORD = "neuf-neuf-neuf-neuf"  # noqa: S105 - of a simulated account
#: Accounts of Bluesky for a visitor who connects a channel: company, handle and password.
TO_CONNECT = (
    ("Garage Lefort", GARAGE, NEW_PASSWORD),
    ("Les Fleurs de Zoé", FLOWERS, PASSWORD),
)

#: Strangers by the name under which the story calls them: handle and display name.
ON_BLUESKY = {
    "lea": (BlueskySimulator.stranger_handle, "Léa Durand"),
    "sandrine": ("sandrine-lecoq.test", "Sandrine Lecoq"),
    "marc": ("marc-thiry.test", "Marc Thiry"),
    "tom": ("tom-hughes.test", "Tom Hughes"),
    "julien": ("julien-renard.test", "Julien Renard"),
    "fatou": ("fatou-diallo.test", "Fatou Diallo"),
}
#: Handle, server (empty: the simulated one itself) and display name.
ON_MASTODON = {
    "zoe": ("zoe", "", "Zoé"),
    "remi": ("remi", "ailleurs.example", "Rémi"),
    "amelie": ("amelie_p", "", "Amélie Picard"),
    "bernard": ("bernard62", "beffrois.example", "Bernard, Arras"),
}


class Village:
    """The servers of three networks and of two sites, on loopback while the block lasts."""

    def __init__(self) -> None:
        self.bluesky = BlueskySimulator()
        self.mastodon = MastodonSimulator()
        self.google = GoogleSimulator()
        self.google.state.places.clear()
        self.google.place = self.google.state.add_place(
            ACCOUNT, "locations/201", "Atelier Martin", "Douai"
        )
        self.press, self.silent = FeedSimulator(), FeedSimulator()
        self.silent.title = "Le blog du Beffroi"
        # The product reads the real time in tokens that were given out in the past.
        self.bluesky.world.access_life = timedelta(days=40)
        self._running = ExitStack()
        for handle, name in _COMPANIES.items():
            self.bluesky.world.add_account(handle, name, password=PASSWORD)
        for handle, name in ON_BLUESKY.values():
            if self.bluesky.world.find_account(handle) is None:
                self.bluesky.world.add_account(handle, name)
        for handle, host, name in ON_MASTODON.values():
            if self.mastodon.state.find_account(handle, host) is None:
                self.mastodon.state.add_account(handle, host=host, display_name=name)

    def __enter__(self) -> Self:
        with ExitStack() as started:
            for simulator in self._servers:
                started.enter_context(simulator)
            started.callback(setattr, reading_place, "origin", reading_place.origin)
            reading_place.origin = self.bluesky.origin
            self._running = started.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._running.close()

    @property
    def simulators(self) -> Mapping[str, Simulator]:
        """The servers of networks, by their keys."""
        return {
            "bluesky": self.bluesky,
            "mastodon": self.mastodon,
            "google_business": self.google,
        }

    @property
    def _servers(self) -> Sequence[Simulator]:
        return (*self.simulators.values(), self.press, self.silent)

    @property
    def homes(self) -> Mapping[str, str]:
        """Where networks with one home of their own are instead."""
        return {"google_business": self.google.origin}

    @property
    def options(self) -> Mapping[str, str]:
        """Where Bluesky's public posts are read, and told as they are written."""
        origin = self.bluesky.origin
        return {
            "bluesky_home": origin,
            "jetstream_url": f"{origin.replace('http', 'ws', 1)}/subscribe",
        }

    @property
    def hosts(self) -> frozenset[str]:
        """Host and port of each server."""
        return frozenset(one.origin.removeprefix("http://") for one in self._servers)

    def set_time(self, now: datetime) -> None:
        """Stop the time of all servers at `now`."""
        for simulator in self._servers:
            simulator.clock.freeze(now)

    def join_present(self) -> None:
        """Let the servers show the real time from now on."""
        for simulator in self._servers:
            simulator.clock.reset()

    def reply(self, network: str, who: str, *, parent_id: str, text: str) -> str:
        """Let a stranger answer a post; return the answer's id."""
        return self._speak(network, "reply", who, {"parent_id": parent_id, "text": text})

    def mention(self, network: str, who: str, *, text: str) -> str:
        """Let a stranger write `text`, then our name; return the post's id."""
        return self._speak(network, "mention", who, {"text": f"{text} "})

    def write(self, network: str, name: str, *, text: str) -> PublicPost:
        """Let somebody of that name write for everybody, with no word to us."""
        handle, server = slugify(name), ""
        if network == "bluesky":
            person = self._on_bluesky(f"{handle}.test", name)
            said = self.bluesky.stranger("write", {"as": person.handle, "text": text})
            remote_id = str(_object(said)["remote_id"])
            author = Author(person.did, person.handle, name)
            url = f"{self.bluesky.origin}/profile/{person.did}/post/{remote_id.rpartition('/')[2]}"
        else:
            state = self.mastodon.state
            account = state.find_account(handle) or state.add_account(handle, display_name=name)
            said = self.mastodon.stranger("write", {"as": account.username, "text": text})
            remote_id = str(_object(said)["id"])
            author = Author(account.id, account.acct, name)
            server = self.mastodon.origin
            url = f"{server}/@{account.acct}/{remote_id}"
        at = self.simulators[network].clock()
        return PublicPost(network, remote_id, author, text, url, at, language="fr", server=server)

    def open_account(self, name: str) -> None:
        """Let a company of that name be on Bluesky."""
        self._on_bluesky(handle_of(name), name)

    def post(self, posted: Posted) -> None:
        """Let a company write on its own account, and people like it."""
        simulator = self.bluesky
        record: dict[str, JSON] = {
            "$type": "app.bsky.feed.post",
            "text": posted.text,
            "createdAt": format_instant(simulator.clock()),
        }
        if posted.picture:
            record["embed"] = _embed(posted)
        with simulator.lock:
            account = self._on_bluesky(handle_of(posted.who), posted.who)
            written = simulator.write_post(account, record)
            written.likes |= {f"did:plc:reader{number}" for number in range(posted.likes)}

    def fall_silent(self) -> None:
        """Let one of the sites answer no more."""
        self.silent.setup = replace(self.silent.setup, status=503)

    def _on_bluesky(self, handle: str, name: str) -> Account:
        world = self.bluesky.world
        return world.find_account(handle) or world.add_account(handle, name)

    def review(self, who: str, *, stars: int, text: str, at: datetime) -> str:
        """Let a customer review the bakery at an instant, long past or not; return its id."""
        shown = self.google.clock()
        self.google.clock.freeze(at)
        self.google.stranger("rename", {"name": who})
        said = self.google.stranger("reply", {"text": text, "stars": stars})
        self.google.clock.freeze(shown)
        return str(_object(said)["id"])

    def withdraw_access(self, handle: str) -> None:
        """Let an account of Bluesky change its password: every access to it dies."""
        world = self.bluesky.world
        with self.bluesky.lock:
            account = world.find_account(handle)
            if account is None:
                raise KeyError(handle)
            account.password = NEW_PASSWORD
            world.tokens = {k: t for k, t in world.tokens.items() if t.did != account.did}

    def consent(self, authorize_url: str) -> str:
        """Press « allow » on Mastodon's page; return the code that comes back."""
        with self.mastodon.lock:
            authority = self.mastodon.authority
            return authority.allow(authority.check(_asked(authorize_url)), self.mastodon.owner.id)

    def consent_at_google(self, authorize_url: str) -> str:
        """Press « allow » on Google's page; return the code that comes back."""
        authority = self.google.authority
        with self.google.lock:
            who = next(iter(authority.accounts))
            return authority.allow(_asked(authorize_url), account_id=who)

    def _speak(self, network: str, action: str, who: str, payload: Mapping[str, str]) -> str:
        people = ON_BLUESKY if network == "bluesky" else ON_MASTODON
        said = _object(self.simulators[network].stranger(action, {**payload, "as": people[who][0]}))
        return str(said.get("remote_id") or said["id"])


def handle_of(company: str) -> str:
    """Return the handle of a company that has an account on Bluesky."""
    return f"{slugify(company)}.test"


def _embed(posted: Posted) -> JSON:
    if posted.is_video:
        return {"$type": "app.bsky.embed.video", "video": {}, "alt": posted.picture}
    return {"$type": "app.bsky.embed.images", "images": [{"image": {}, "alt": posted.picture}]}


def _object(said: JSON) -> Mapping[str, JSON]:
    if not isinstance(said, dict):
        raise TypeError("a simulator answers with an object")
    return said


def _asked(authorize_url: str) -> dict[str, str]:
    """Return what an address of a consent page asks for."""
    query = parse_qs(urlsplit(authorize_url).query)
    return {name: values[-1] for name, values in query.items()}


def name_of(network: str, handle: str) -> str | None:
    """Return the story's name of a stranger, None when it knows nobody of this handle."""
    if network == "google_business":
        return None  # whoever reviews says no more
    if network == "bluesky":
        known = {one: name for name, (one, _) in ON_BLUESKY.items()}
    else:
        known = {
            f"{user}@{host}" if host else user: name
            for name, (user, host, _) in ON_MASTODON.items()
        }
    return known.get(handle.removeprefix("@"))
