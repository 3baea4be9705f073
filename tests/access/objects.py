"""How to make what an address names: one function per argument of an address.

An app that adds an address with a new argument adds a function here, called like the argument. It
receives the side on which the object lies and returns what stands in the address.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from beffroi.archives.models import ArchiveImport
from beffroi.channels.models import Channel, NetworkApp, Withdrawal
from beffroi.company.charters import publish, write
from beffroi.company.clauses import Wishes
from beffroi.company.models import CrisisContact, ExceptionalClosure
from beffroi.crisis.actions import open_room
from beffroi.delivery import pausing
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.links import actions as links
from beffroi.listening.models import Alert, Ground, PushDevice, Watch
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post
from beffroi.reviews import displaying
from beffroi.reviews.models import Objection, ReviewLink
from beffroi.workspaces import actions, invitations
from beffroi.workspaces.models import Agency, Invitation, Place, User, Workspace
from beffroi.workspaces.rules import Role


@dataclass(frozen=True)
class Side:
    """Where an object lies: in someone's workspace, in someone's agency, with someone."""

    workspace: Workspace
    agency: Agency
    person: User
    in_agency: bool
    now: datetime

    @property
    def place(self) -> Place:
        """Where the members of an address are: most often the workspace."""
        return self.agency if self.in_agency else self.workspace


Maker = Callable[[Side], object]
MAKERS: dict[str, Maker] = {}


def maker(function: Maker) -> Maker:
    """Register a function under its own name, which is the name of the argument."""
    MAKERS[function.__name__] = function
    return function


@maker
def workspace_id(side: Side) -> object:
    return side.workspace.pk


@maker
def agency_id(side: Side) -> object:
    return side.agency.pk


@maker
def crisis_room_id(side: Side) -> object:
    return open_room(side.workspace, name="File", actor=side.person, now=side.now).pk


@maker
def pause_id(side: Side) -> object:
    return pausing.pause(side.workspace, why="", actor=side.person, now=side.now).pk


@maker
def membership_id(side: Side) -> object:
    someone = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", name="Someone")
    return actions.add_member(
        place=side.place, user=someone, role=Role.READER, actor=None, now=side.now
    ).pk


@maker
def invitation_id(side: Side) -> object:
    return _invitation(side).pk


@maker
def token(side: Side) -> object:
    return invitations.new_token(_invitation(side))


def _invitation(side: Side) -> Invitation:
    return Invitation.objects.create(
        workspace=None if side.in_agency else side.workspace,
        agency=side.agency if side.in_agency else None,
        email=f"{uuid.uuid4().hex}@example.com",
        role=Role.READER.value,
        created_at=side.now - timedelta(hours=1),
        expires_at=side.now + timedelta(days=7),
    )


@maker
def session_id(side: Side) -> object:
    key = uuid.uuid4().hex
    Session.objects.create(session_key=key, expire_date=side.now + timedelta(days=1))
    return UserSession.objects.create(user=side.person, session_key=key, ip="192.0.2.1").pk


@maker
def pk(side: Side) -> object:
    """Make a passkey: the only thing that the library's addresses name."""
    return Authenticator.objects.create(
        user=side.person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Office computer", "credential": {}},
    ).pk


@maker
def file_id(side: Side) -> object:
    file = MediaFile.objects.create(
        workspace=side.workspace,
        media_type="image/webp",
        width=1,
        height=1,
        size_bytes=4,
        added_at=side.now,
    )
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(b"RIFF")
    return file.pk


@maker
def network(side: Side) -> object:
    return "bluesky"


@maker
def channel_id(side: Side) -> object:
    return make_channel(side).pk


def make_channel(side: Side) -> Channel:
    account = uuid.uuid4().hex
    return Channel.objects.create(
        workspace=side.workspace,
        network="bluesky",
        origin="https://bluesky.example",
        account_id=account,
        handle=f"{account[:8]}.example",
        verified_at=side.now,
        connected_at=side.now,
    )


@maker
def code(side: Side) -> object:
    app = NetworkApp.objects.create(
        network="facebook",
        workspace=side.workspace,
        origin="https://graph.example",
        client_id="1",
        sealed=b"",
        hook_token=uuid.uuid4().hex,
        added_at=side.now,
    )
    code = uuid.uuid4().hex
    Withdrawal.objects.create(
        network_app=app, kind="data", code=code, digest="", asked_at=side.now, done_at=side.now
    )
    return code


@maker
def delivery_id(side: Side) -> object:
    return Delivery.objects.create(
        workspace=side.workspace,
        channel=make_channel(side),
        status="ask_human",
        due_at=side.now,
        content=to_json(Content(text="Bonjour", language="fr", written_at=side.now)),
        marker=uuid.uuid4().hex,
        created_at=side.now,
    ).pk


@maker
def post_id(side: Side) -> object:
    return Post.objects.create(
        workspace=side.workspace,
        text="Bonjour",
        created_at=side.now,
        changed_at=side.now,
    ).pk


@maker
def closure_id(side: Side) -> object:
    return ExceptionalClosure.objects.create(
        workspace=side.workspace, first_day=side.now.date(), last_day=side.now.date()
    ).pk


@maker
def contact_id(side: Side) -> object:
    place = CrisisContact.objects.filter(workspace=side.workspace).count() + 1
    return CrisisContact.objects.create(
        workspace=side.workspace, place=place, name="Inès", phone="0353014218"
    ).pk


@maker
def charter_address(side: Side) -> object:
    charter = write(
        side.workspace, wishes=Wishes(), is_indexed=False, actor=side.person, now=side.now
    )
    publish(charter, actor=side.person, now=side.now)
    return charter.address


@maker
def link_id(side: Side) -> object:
    return ReviewLink.objects.create(
        workspace=side.workspace,
        name="Google",
        url=f"https://reviews.example/{uuid.uuid4().hex}",
        added_at=side.now,
    ).pk


@maker
def display_address(side: Side) -> object:
    display = displaying.write(
        side.workspace, displaying.Wishes("fr", ()), actor=side.person, now=side.now
    )
    displaying.publish(display, actor=side.person, now=side.now)
    return display.address


@maker
def address_hash(side: Side) -> object:
    return Objection.objects.create(
        workspace=side.workspace, address_hash=uuid.uuid4().hex * 2, objected_at=side.now
    ).address_hash


@maker
def import_id(side: Side) -> object:
    return ArchiveImport.objects.create(
        workspace=side.workspace,
        name="instagram.zip",
        size_bytes=1,
        status=ArchiveImport.Status.DONE,
        created_at=side.now,
        ended_at=side.now,
    ).pk


@maker
def alert_id(side: Side) -> object:
    ground, _made = Ground.objects.get_or_create(
        workspace=side.workspace,
        defaults={
            "address": uuid.uuid4().hex,
            "weighed_at": side.now,
            "changed_at": side.now,
        },
    )
    watch = Watch.objects.create(
        workspace=side.workspace,
        ground=ground,
        name=uuid.uuid4().hex,
        subject="brand",
        purpose="reputation",
        made_at=side.now,
        changed_at=side.now,
    )
    return Alert.objects.create(
        workspace=side.workspace,
        watch=watch,
        level=1,
        phase="weak",
        reasons=[{"trigger": "tone", "level": 1, "negatives": 3, "toned": 4, "usual_share": 0.2}],
        opened_at=side.now,
        looked_at=side.now,
        grown_at=side.now,
    ).pk


@maker
def push_device_id(side: Side) -> object:
    return PushDevice.objects.create(
        user=side.person, digest=uuid.uuid4().hex, sealed=b"", added_at=side.now
    ).pk


@maker
def link_code(side: Side) -> object:
    """A short link that leads to another site than the one that it was made for."""
    link = links.make(workspace=side.workspace, target="https://example.com/", now=side.now)
    links.lead_elsewhere(link, target="https://example.org/", actor=side.person, now=side.now)
    return link.code


@maker
def short_link_id(side: Side) -> object:
    """A link that somebody made by hand."""
    wish = links.Wish("Affiche", "https://example.com/", "Vitrine")
    return links.make_by_hand(side.workspace, wish, actor=side.person, now=side.now).pk
