"""Somebody withdraws through Facebook or Instagram: from the vendor's call to the public page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from beffroi.channels import grants, keeper, network_apps
from beffroi.channels.actions import save_network_app
from beffroi.channels.models import Channel, Credential, Grant, NetworkApp, Withdrawal
from beffroi.channels.queries import channel_row
from beffroi.core import audit
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.tests.desk import NOUR, Desk, make_channel, said
from beffroi.networks.contracts import Access, Author, Connection, Profile
from beffroi.networks.families.graph.simulator_webhooks import signed_request
from tests.clock import FrozenClock
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

SECRET, PERSON = "shh", "10150000000000001"
WAYS = ("withdrawal", "data_deletion")


@pytest.fixture
def now() -> datetime:
    """Views read the real clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture(params=["facebook", "instagram"])
def app(request: pytest.FixtureRequest, world: World, now: datetime) -> NetworkApp:
    return save_app(world, request.param, now=now)


def save_app(world: World, network: str, *, now: datetime, **changes: Any) -> NetworkApp:
    values: dict[str, Any] = {
        "workspace": world.atelier,
        "actor": world.claire,
        "client_id": "app-1",
        "client_secret": SECRET,
        "extra": {},
    }
    return save_network_app(network=network, now=now, **{**values, **changes})


def connect(app: NetworkApp, world: World, *, now: datetime, **more: Any) -> Channel:
    values = {"account_id": "page-1", "consented_by": PERSON, **more}
    channel = make_channel(
        world.atelier, app.network, now=now - timedelta(days=1), network_app=app, **values
    )
    keeper.store(channel, Access("https://x", "page-1", {"token": "t"}), clock=lambda: now)
    return channel


@pytest.fixture
def channel(app: NetworkApp, world: World, now: datetime) -> Channel:
    return connect(app, world, now=now)


@pytest.fixture
def desk(channel: Channel, now: datetime) -> Desk:
    """The person who manages the page wrote under it, and so did Nour."""
    desk = Desk(channel, FrozenClock(now))
    desk.hear(said("f1", author=Author(PERSON, "odile", "Odile")), said("f2", author=NOUR))
    return desk


def signed(at: datetime, *, person: str = PERSON, secret: str = SECRET) -> str:
    told = {"user_id": person, "issued_at": int(at.timestamp())}
    return signed_request(told, secret=secret)


def call(app: NetworkApp, way: str, request: str) -> Any:
    client = Client(enforce_csrf_checks=True)
    path = reverse(way, args=[app.network, app.hook_token])
    return client.post(path, {"signed_request": request})


def everything() -> list[Any]:
    """Return what a refused request must leave as it is."""
    return [
        list(Withdrawal.objects.values()),
        list(Channel.objects.order_by("id").values()),
        list(Credential.objects.values_list("pk", flat=True)),
        list(Feedback.objects.order_by("id").values()),
        AuditEntry.objects.count(),
    ]


class TestForgetting:
    def test_the_answer_is_what_the_vendor_wants(
        self, app: NetworkApp, channel: Channel, now: datetime, settings: Settings
    ) -> None:
        settings.PUBLIC_URL = "https://beffroi.example"
        answer = call(app, "data_deletion", signed(now))
        assert answer.status_code == 200
        told = json.loads(answer.content)
        code = Withdrawal.objects.get().code
        assert told == {
            "url": f"https://beffroi.example/channels/forgotten/{code}/",
            "confirmation_code": code,
        }

    def test_their_words_number_and_access_go_and_nobody_else_s(
        self, app: NetworkApp, channel: Channel, desk: Desk, now: datetime
    ) -> None:
        call(app, "data_deletion", signed(now))
        assert (desk.feedback("f1").text, desk.feedback("f1").author_name) == ("", "")
        assert desk.feedback("f2").text == "Ouvert lundi ?"
        assert not Feedback.objects.filter(author_id=PERSON).exists()
        assert not Conversation.objects.filter(person_id=PERSON).exists()
        assert not Credential.objects.exists()
        channel.refresh_from_db()
        assert (channel.status, channel.consented_by) == ("needs_reconnection", "")
        done = Withdrawal.objects.get()
        assert (done.accesses, done.words) == (1, 1)
        assert PERSON not in str(Withdrawal.objects.values())
        assert audit.verify() is None

    def test_somebody_of_whom_nothing_is_held_is_told_so(
        self, app: NetworkApp, desk: Desk, now: datetime
    ) -> None:
        answer = call(app, "data_deletion", signed(now, person="7"))
        assert answer.status_code == 200
        done = Withdrawal.objects.get()
        assert (done.accesses, done.words) == (0, 0)
        assert Channel.objects.get().is_connected
        assert Feedback.objects.there().count() == 2

    def test_what_came_through_another_app_is_not_theirs(
        self, app: NetworkApp, world: World, desk: Desk, now: datetime
    ) -> None:
        other = save_app(world, app.network, now=now, client_id="app-2", client_secret="mine")
        assert call(other, "data_deletion", signed(now, secret="mine")).status_code == 200
        assert Channel.objects.get().is_connected
        assert Feedback.objects.there().count() == 2

    def test_the_same_app_kept_for_another_network_is_meant_too(
        self, world: World, now: datetime
    ) -> None:
        app = save_app(world, "facebook", now=now)
        page = connect(app, world, now=now)
        account = connect(save_app(world, "instagram", now=now), world, now=now)
        call(app, "data_deletion", signed(now))
        assert not Credential.objects.filter(channel__in=[page, account]).exists()
        assert Withdrawal.objects.get().accesses == 2

    def test_an_app_of_the_same_name_with_another_secret_is_not_it(
        self, world: World, now: datetime
    ) -> None:
        theirs = save_app(world, "facebook", now=now, client_secret="other")
        account = connect(save_app(world, "instagram", now=now), world, now=now)
        call(theirs, "data_deletion", signed(now, secret="other"))
        assert Credential.objects.filter(channel=account).exists()

    def test_an_account_that_is_theirs_counts_as_allowed_by_them(
        self, app: NetworkApp, world: World, now: datetime
    ) -> None:
        connect(app, world, now=now, account_id=PERSON, consented_by="")
        call(app, "withdrawal", signed(now))
        assert not Credential.objects.exists()

    def test_a_yes_that_waits_for_a_choice_goes_too(
        self, app: NetworkApp, world: World, now: datetime
    ) -> None:
        for person in (PERSON, "7"):
            access = Access("https://x", "page-1", {"token": "t"})
            profile = Profile("page-1", "page", "Page", "")
            grants.keep(
                [Connection(profile, access, consented_by=person)],
                workspace=world.atelier,
                actor=world.claire if person == PERSON else world.karim,
                network=app.network,
                network_app=app,
                now=now,
            )
        call(app, "data_deletion", signed(now))
        assert Grant.objects.get().actor == world.karim


class TestTakingBack:
    def test_the_access_goes_the_words_stay_and_the_owner_is_told(
        self, app: NetworkApp, channel: Channel, desk: Desk, now: datetime
    ) -> None:
        assert call(app, "withdrawal", signed(now)).status_code == 200
        channel.refresh_from_db()
        assert channel.status == Channel.Status.NEEDS_RECONNECTION
        assert channel.lost_at is not None
        assert not Credential.objects.exists()
        assert Feedback.objects.there().count() == 2
        assert AuditEntry.objects.filter(action="channel.lost").count() == 1
        row = channel_row(channel, now=now)
        with translation.override("en"):
            assert row.was_withdrawn
            assert "Beffroi deleted the access, as asked" in row.why_lost

    def test_a_yes_that_was_given_again_since_stays(
        self, app: NetworkApp, channel: Channel, now: datetime
    ) -> None:
        Channel.objects.update(connected_at=now)
        assert call(app, "withdrawal", signed(now - timedelta(hours=1))).status_code == 200
        assert Channel.objects.get().is_connected
        assert Credential.objects.exists()

    def test_what_somebody_else_allowed_stays(
        self, app: NetworkApp, channel: Channel, now: datetime
    ) -> None:
        call(app, "withdrawal", signed(now, person="7"))
        assert Channel.objects.get().is_connected

    def test_both_may_be_asked_in_the_same_second(
        self, app: NetworkApp, desk: Desk, now: datetime
    ) -> None:
        told = signed(now)
        assert [call(app, way, told).status_code for way in WAYS] == [200, 200]
        assert Withdrawal.objects.count() == 2


@pytest.mark.parametrize("way", WAYS)
class TestRefusals:
    @pytest.mark.parametrize(
        ("seconds", "changes", "status"),
        [
            (0, {"secret": "another"}, 403),
            (0, {"person": ""}, 403),
            (-8 * 86_400, {}, 400),
            (3600, {}, 400),
        ],
        ids=["forged", "of nobody", "old", "to come"],
    )
    def test_it_says_why_and_changes_nothing(
        self,
        app: NetworkApp,
        desk: Desk,
        way: str,
        now: datetime,
        seconds: int,
        changes: dict[str, str],
        status: int,
    ) -> None:
        before = everything()
        answer = call(app, way, signed(now + timedelta(seconds=seconds), **changes))
        assert answer.status_code == status
        assert json.loads(answer.content)["error"]
        assert everything() == before

    @pytest.mark.parametrize("value", ["", ".", "abc", "é.é", "a.b.c", "x" * 5000])
    def test_what_is_malformed_is_not_genuine(
        self, app: NetworkApp, desk: Desk, way: str, value: str
    ) -> None:
        before = everything()
        assert call(app, way, value).status_code == 403
        assert everything() == before

    def test_the_same_again_changes_nothing_and_is_told_the_same(
        self, app: NetworkApp, desk: Desk, way: str, now: datetime
    ) -> None:
        told = signed(now)
        first = call(app, way, told)
        assert first.status_code == 200
        before = everything()
        again = signed(now.replace(microsecond=0))
        for replayed in (told, again, f"!!!!{told}"):
            answer = call(app, way, replayed)
            assert (answer.status_code, answer.content) == (200, first.content)
        assert everything() == before

    def test_a_body_of_another_kind_is_refused(
        self, app: NetworkApp, desk: Desk, way: str, now: datetime
    ) -> None:
        path = reverse(way, args=[app.network, app.hook_token])
        before = everything()
        answer = Client().post(path, {"signed_request": signed(now)}, "application/json")
        assert answer.status_code == 403
        assert Client().get(path).status_code == 405
        assert everything() == before

    @pytest.mark.parametrize("network", ["facebook", "linkedin", "unknown"])
    def test_an_address_that_is_not_ours_tells_nothing(
        self, world: World, now: datetime, way: str, network: str
    ) -> None:
        answer = Client().post(reverse(way, args=[network, "x"]), {"signed_request": signed(now)})
        assert answer.status_code == 404

    def test_a_network_that_sends_none_has_no_such_address(
        self, world: World, now: datetime, way: str
    ) -> None:
        other = save_app(world, "linkedin", now=now)
        assert call(other, way, signed(now)).status_code == 404


class TestPages:
    def test_whoever_has_the_code_reads_what_was_erased(
        self, app: NetworkApp, desk: Desk, now: datetime
    ) -> None:
        call(app, "data_deletion", signed(now))
        page = reverse("forgotten", args=[Withdrawal.objects.get().code])
        english = Client(headers={"accept-language": "en"}).get(page).content.decode()
        assert "Your data was erased" in english
        assert "One message that you had written was erased" in english
        assert "The access that you had given to an account was erased" in english
        french = Client(headers={"accept-language": "fr"}).get(page).content.decode()
        assert "Vos données ont été effacées" in french
        for private in (PERSON, "Odile", "Atelier", "page-1"):
            assert private not in english

    def test_nothing_held_and_only_a_yes_taken_back_are_said_as_they_are(
        self, app: NetworkApp, world: World, now: datetime
    ) -> None:
        said_of = {}
        for way in WAYS:
            call(app, way, signed(now, person="7"))
            page = reverse("forgotten", args=[Withdrawal.objects.latest("pk").code])
            answer = Client(headers={"accept-language": "en"}).get(page)
            assert answer["X-Robots-Tag"] == "noindex"
            said_of[way] = answer.content.decode()
        assert "Nothing that you wrote was kept here" in said_of["data_deletion"]
        assert "Your consent was taken back" in said_of["withdrawal"]
        assert "No access given by you was kept here" in said_of["withdrawal"]

    def test_an_invented_code_leads_nowhere(self, db: None) -> None:
        assert Client().get(reverse("forgotten", args=["invented"])).status_code == 404

    def test_the_operator_sees_both_addresses_beside_the_app(
        self, app: NetworkApp, world: World
    ) -> None:
        client = Client()
        client.force_login(world.claire)
        page = client.get(reverse("network_app", args=[app.network])).content.decode()
        assert network_apps.deletion_url(app) in page
        assert network_apps.withdrawal_url(app) in page
        assert (
            "/deletion/"
            not in client.get(reverse("network_app", args=["linkedin"])).content.decode()
        )
