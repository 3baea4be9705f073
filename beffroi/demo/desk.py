"""Does what people do at their desks: every step is an action of the product, at a given time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from beffroi.channels import actions as channel_actions
from beffroi.channels import consents, network_apps
from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.demo import networks, pictures
from beffroi.demo.networks import Village
from beffroi.demo.story import Told
from beffroi.demo.world import World
from beffroi.inbox import actions as inbox_actions
from beffroi.inbox import deeds, sweeping
from beffroi.inbox.models import Answer, Conversation
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.publishing import actions as publishing_actions
from beffroi.publishing.drafts import FileDraft, PostDraft
from beffroi.publishing.models import Post
from beffroi.workspaces.models import User, Workspace

#: Takes the address of a consent page, says yes there, and returns the code.
Consent = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class House:
    """A company: who decides there, who writes, who says yes, and its account on Bluesky."""

    workspace: Workspace
    owner: User
    writer: User
    approver: User
    handle: str


class Desk:
    """The companies and what they do on the networks of `village`."""

    def __init__(self, world: World, village: Village) -> None:
        nova = {"owner": world.nadia, "writer": world.hugo, "approver": world.nadia}
        self.atelier = House(world.atelier, world.claire, world.karim, world.ines, networks.ATELIER)
        self.cycles = House(world.cycles, handle=networks.CYCLES, **nova)
        self.garage = House(world.garage, handle=networks.GARAGE, **nova)
        self._village = village
        self._images: dict[tuple[int, str], MediaFile] = {}

    @property
    def houses(self) -> tuple[House, ...]:
        """Every company that is on a network."""
        return self.atelier, self.cycles, self.garage

    def connect(self, *, now: datetime) -> None:
        """Connect all accounts: Bluesky by password, the others by their consent pages."""
        for house in self.houses:
            channel_actions.connect_with_password(
                workspace=house.workspace,
                actor=house.owner,
                network="bluesky",
                address=self._village.bluesky.origin,
                identifier=house.handle,
                password=networks.PASSWORD,
                now=now,
            )
        village, house = self._village, self.atelier
        mastodon = village.mastodon.origin
        self._agree(house, "mastodon", mastodon, village.consent, now=now)
        google = village.google
        app = google.declare_app("")
        network_apps.save(
            network="google_business",
            origin=google.origin,
            workspace=house.workspace,
            actor=house.owner,
            client_id=app["client_id"],
            client_secret=app["client_secret"],
            extra={},
            now=now,
        )
        self._agree(house, "google_business", "", village.consent_at_google, now=now)

    def _agree(
        self, house: House, network: str, address: str, say_yes: Consent, *, now: datetime
    ) -> None:
        """Go the way over a network's own page."""
        returned = reverse("channel_returned", kwargs={"network": network})
        pending = consents.begin(
            workspace=house.workspace,
            network=network,
            address=address,
            redirect_uri=f"{settings.PUBLIC_URL}{returned}",
            now=now,
        )
        consents.finish(
            workspace=house.workspace,
            actor=house.owner,
            pending=pending,
            state=pending.state,
            code=say_yes(pending.authorize_url),
            now=now,
        )

    def channel(self, house: House, network: str) -> Channel:
        """Return the company's channel on a network."""
        return Channel.objects.get(workspace=house.workspace, network=network)

    def write(self, house: House, told: Told, *, due_at: datetime, now: datetime) -> Post:
        """Keep a draft of a post for `due_at`, on those of its networks where the company is."""
        channels = {
            channel.network: channel.pk
            for channel in Channel.objects.of(house.workspace)
            if channel.network in told.channels
        }
        wall = due_at.astimezone(house.workspace.zone).replace(tzinfo=None, second=0, microsecond=0)
        own_texts = {channels[network]: text for network, text in told.own_texts}
        draft = PostDraft(
            text=told.text,
            channel_ids=frozenset(channels.values()),
            own_texts=own_texts,
            files=tuple(self._pictures(house, told, now=now)),
            wall=wall,
        )
        return publishing_actions.create_post(
            workspace=house.workspace, actor=house.writer, draft=draft, now=now
        )

    def submit(self, house: House, post: Post, *, now: datetime) -> None:
        """Ask for a yes."""
        publishing_actions.submit_post(post, actor=house.writer, now=now)

    def approve(self, house: House, post: Post, *, now: datetime) -> list[Delivery]:
        """Say yes; return the deliveries that this plans."""
        publishing_actions.schedule_post(post, actor=house.approver, now=now)
        return list(Delivery.objects.filter(variant__post=post).order_by("id"))

    def answer(
        self, conversation: Conversation, *, text: str, actor: User, now: datetime
    ) -> Answer:
        """Answer a stranger."""
        return inbox_actions.answer(conversation, text=text, actor=actor, now=now)

    def settle(
        self, workspace: Workspace, keys: Collection[int], *, actor: User, now: datetime
    ) -> None:
        """Say that nothing more is to do in some conversations, by their ids."""
        deed = deeds.settle(actor=actor, now=now)
        sweeping.sweep(workspace, keys, deed, actor=actor, now=now)

    def _pictures(self, house: House, told: Told, *, now: datetime) -> Iterator[FileDraft]:
        if not told.picture:
            return
        key = house.workspace.pk, told.picture
        if key not in self._images:
            self._images[key] = add_picture(
                workspace=house.workspace,
                actor=house.writer,
                upload=pictures.drawn(told.picture),
                now=now,
            )
        yield FileDraft(self._images[key].pk, pictures.ALT_TEXTS[told.picture])


def due(told: Told, house: House, *, now: datetime) -> datetime:
    """Return when a post of the story leaves, counted from today in the company's zone."""
    zone = house.workspace.zone
    hour, minute = map(int, told.hour.split(":"))
    day = now.astimezone(zone) - timedelta(days=told.days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
