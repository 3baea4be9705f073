"""Networks whose app people make themselves: the app, the yes, and what of it is connected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels import consents, gateway, grants, keeper, network_apps, queries
from beffroi.channels.actions import save_network_app
from beffroi.channels.forms import NetworkAppForm
from beffroi.channels.models import Channel, Grant, NetworkApp
from beffroi.channels.rules import Health
from beffroi.channels.tests.home import ENDS_AT, HOME, HomeNetwork
from beffroi.channels.tests.pages import page, told
from beffroi.networks import registry
from beffroi.networks.declarations import Login
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NoAccount,
    NotLinked,
    PermissionLost,
    PolicyBlocked,
    VersionRetired,
)
from beffroi.workspaces.models import AgencyMembership, User, Workspace
from tests.world import World

pytestmark = pytest.mark.django_db
RETURN = "https://beffroi.example/return/"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[HomeNetwork]]:
    monkeypatch.setitem(registry.NETWORKS, "facebook", HomeNetwork)
    monkeypatch.setattr(HomeNetwork, "pages", ["boulangerie", "épicerie"])
    monkeypatch.setattr(HomeNetwork, "refusal", None)
    monkeypatch.setattr(HomeNetwork, "apps", [])
    gateway.forget()
    yield HomeNetwork
    gateway.forget()


def save_app(world: World, *, now: datetime, **changes: Any) -> NetworkApp:
    values: dict[str, Any] = {
        "network": "facebook",
        "workspace": world.atelier,
        "actor": world.claire,
        "client_id": "app-1",
        "client_secret": "shh",
        "extra": {},
        "now": now,
    }
    return save_network_app(**{**values, **changes})


def say_yes(
    world: World, *, now: datetime, again: Channel | None = None, actor: User | None = None
) -> Channel | Grant:
    pending = consents.begin(
        workspace=world.atelier, network="facebook", address="", redirect_uri=RETURN, now=now
    )
    return consents.finish(
        workspace=world.atelier,
        actor=actor or world.claire,
        pending=pending,
        state=pending.state,
        code="code",
        again=again,
        now=now,
    )


class TestTheApp:
    def test_without_one_the_way_leads_to_its_page(self, browser: Client) -> None:
        response = browser.get(reverse("channel_connect", args=["facebook"]))
        assert response["Location"] == reverse("network_app", args=["facebook"])

    def test_its_page_says_what_to_enter_over_there(self, browser: Client) -> None:
        shown = page(browser.get(reverse("network_app", args=["facebook"])))
        assert reverse("channel_returned", args=["facebook"]) in shown
        assert "pages_manage_posts" in shown
        assert "API key secret" in shown
        assert "docs/en/facebook.md" in shown
        assert "Connect your account" not in shown

    def test_what_the_vendor_must_approve_first_is_said_first(self, browser: Client) -> None:
        first = "Nothing works before"
        google = page(browser.get(reverse("network_app", args=["google_business"])))
        assert f"{first} Google Business Profile has approved the app." in google
        assert first not in page(browser.get(reverse("network_app", args=["facebook"])))

    def test_what_is_typed_is_sealed_and_never_shown(self, browser: Client, world: World) -> None:
        typed = {"client_id": " app-1 ", "client_secret": "shh", "consumer_secret": "hush"}
        response = browser.post(reverse("network_app", args=["facebook"]), typed)
        assert response["Location"] == reverse("network_app", args=["facebook"])
        row = NetworkApp.objects.get()
        app = network_apps.opened(row)
        assert (row.workspace, row.agency, row.origin) == (world.atelier, None, HOME)
        assert (app.client_id, app.client_secret) == ("app-1", "shh")
        assert app.extra == {"consumer_secret": "hush"}
        assert b"shh" not in bytes(row.sealed)
        shown = page(browser.get(reverse("network_app", args=["facebook"])))
        assert "shh" not in shown
        assert network_apps.verify_token(row) in shown
        assert "Connect your account" in shown

    def test_a_new_secret_is_the_same_app_and_a_new_id_another(
        self, world: World, now: datetime
    ) -> None:
        first = save_app(world, now=now)
        renewed = save_app(world, now=now, client_secret="new")
        other = save_app(world, now=now, client_id="app-2")
        assert (renewed.pk, network_apps.opened(renewed).client_secret) == (first.pk, "new")
        assert other.pk != first.pk
        found = network_apps.find(network="facebook", workspace=world.atelier)
        assert found == other

    def test_an_agency_s_app_serves_its_clients_and_nobody_else(
        self, world: World, now: datetime
    ) -> None:
        agency = AgencyMembership.objects.get(user=world.nadia).agency
        client = Workspace.objects.create(name="Cycles Lefèvre", agency=agency)
        save_app(world, now=now, workspace=client, actor=world.nadia)
        assert network_apps.find(network="facebook", workspace=client) is not None
        assert network_apps.find(network="facebook", workspace=world.atelier) is None

    def test_without_the_key_it_is_of_no_use_and_says_so(self, world: World, now: datetime) -> None:
        row = save_app(world, now=now)
        row.hook_token = "other"
        with pytest.raises(AppMisconfigured):
            network_apps.opened(row)


class TestTheYes:
    def test_one_page_is_connected_at_once_through_the_app(
        self, world: World, home: type[HomeNetwork], now: datetime
    ) -> None:
        home.pages = ["boulangerie"]
        app = save_app(world, now=now)
        channel = say_yes(world, now=now)
        assert isinstance(channel, Channel)
        assert (channel.account_id, channel.kind, channel.network_app) == (
            "boulangerie",
            "page",
            app,
        )
        assert channel.access_ends_at == ENDS_AT
        kept = keeper.ChannelKeeper(channel.pk, clock=lambda: now)
        assert kept.app().client_secret == "shh"
        assert kept.read().ends_at == ENDS_AT

    def test_of_several_pages_nothing_is_connected_before_one_is_chosen(
        self, browser: Client, world: World, now: datetime
    ) -> None:
        save_app(world, now=now)
        grant = say_yes(world, now=now)
        assert isinstance(grant, Grant)
        assert not Channel.objects.exists()
        assert b"token-of" not in bytes(grant.sealed)
        address = reverse("channel_choose", args=["facebook"])
        shown = page(browser.get(address))
        assert "Boulangerie" in shown
        assert "Épicerie" in shown
        assert "token-of" not in shown
        assert browser.post(address).status_code == 422
        response = browser.post(address, {"account": ["épicerie", "of somebody else"]})
        assert "One channel is connected" in told(response) or "1 channel" in told(response)
        assert Channel.objects.get().account_id == "épicerie"
        assert not Grant.objects.exists()

    def test_a_choice_is_of_one_person_in_one_workspace_for_a_while(
        self, world: World, now: datetime
    ) -> None:
        save_app(world, now=now)
        say_yes(world, now=now)
        mine = {"workspace": world.atelier, "actor": world.claire, "network": "facebook"}
        assert grants.find(**mine, now=now) is not None  # type: ignore[arg-type]
        for other in (
            {"workspace": world.flowers},
            {"actor": world.karim},
            {"network": "mastodon"},
        ):
            assert grants.find(**{**mine, **other}, now=now) is None  # type: ignore[arg-type]
        late = now + grants.LASTS
        assert grants.find(**mine, now=late) is None  # type: ignore[arg-type]

    def test_a_choice_that_is_no_longer_open_says_so(self, browser: Client) -> None:
        response = browser.get(reverse("channel_choose", args=["facebook"]))
        assert "no longer open" in told(response)

    def test_connecting_again_takes_the_same_page_of_several(
        self, world: World, home: type[HomeNetwork], now: datetime
    ) -> None:
        home.pages = ["épicerie"]
        save_app(world, now=now)
        channel = say_yes(world, now=now)
        assert isinstance(channel, Channel)
        home.pages = ["boulangerie", "épicerie"]
        assert say_yes(world, now=now, again=channel) == channel

    def test_a_yes_that_opens_nothing_is_no_account(
        self, world: World, home: type[HomeNetwork], now: datetime
    ) -> None:
        home.pages = []
        save_app(world, now=now)
        with pytest.raises(NoAccount):
            say_yes(world, now=now)

    @pytest.mark.parametrize(
        ("refusal", "words"),
        [
            (NoAccount(), "nothing that you manage"),
            (NotLinked(), "linked with a professional account"),
            (PermissionLost(), "a role that may"),
            (AccessRevoked(), "no longer accepts this permission"),
            (AppMisconfigured(), "does not know your developer app"),
            (VersionRetired(), "Update it"),
            (PolicyBlocked(), "restricts this account"),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_each_refusal_has_a_sentence_of_its_own(
        self,
        browser: Client,
        world: World,
        home: type[HomeNetwork],
        now: datetime,
        refusal: NetworkError,
        words: str,
    ) -> None:
        save_app(world, now=now)
        response = browser.post(reverse("channel_connect", args=["facebook"]))
        assert response["Location"] == reverse("channel_consent", args=["facebook"])
        shown = browser.get(response["Location"])
        assert f"{HOME}/dialog" in page(shown)
        home.refusal = refusal
        state = shown.context["pending"].state
        address = reverse("channel_returned", args=["facebook"])
        assert words in told(browser.get(address, {"state": state, "code": "x"}))


class TestAnotherLogin:
    """A network where people may say yes on another site, with another app."""

    @pytest.fixture(autouse=True)
    def logins(self, home: type[HomeNetwork], monkeypatch: pytest.MonkeyPatch) -> None:
        logins = {"beside": Login("Beside", ("beside_basic",))}
        monkeypatch.setattr(home, "declaration", replace(home.declaration, logins=logins))

    def test_the_page_of_the_app_lets_choose_and_says_what_each_asks(self, browser: Client) -> None:
        response = browser.get(reverse("network_app", args=["facebook"]))
        shown = page(response)
        assert "With Beside:" in shown
        assert "beside_basic" in shown
        assert "pages_manage_posts" in shown
        choices = response.context["form"].fields["login"].choices
        assert [name for _, name in choices] == [
            "With Facebook",
            "With Beside, through the Page that is linked with the account",
        ]
        assert response.context["form"]["login"].value() == "facebook"

    def test_what_was_chosen_is_where_people_are_sent(self, browser: Client) -> None:
        typed = {"login": "beside", "client_id": "app-1", "client_secret": "shh"}
        browser.post(reverse("network_app", args=["facebook"]), typed)
        assert network_apps.opened(NetworkApp.objects.get()).extra == {"login": "beside"}
        shown = page(browser.get(reverse("channel_connect", args=["facebook"])))
        assert "Accounts are connected with Beside." in shown
        assert "You say yes on Beside’s own page" in shown
        asked = browser.post(reverse("channel_connect", args=["facebook"]))
        assert "Continue on Beside" in page(browser.get(asked["Location"]))
        again = browser.get(reverse("network_app", args=["facebook"]))
        assert again.context["form"]["login"].value() == "beside"

    @pytest.mark.parametrize("login", ["", "elsewhere"])
    def test_an_app_is_of_a_login_that_is_known(self, browser: Client, login: str) -> None:
        typed = {"login": login, "client_id": "app-1", "client_secret": "shh"}
        response = browser.post(reverse("network_app", args=["facebook"]), typed)
        assert response.status_code == 422
        assert not NetworkApp.objects.exists()

    def test_an_app_from_before_is_of_the_network_s_own_login(
        self, browser: Client, world: World, now: datetime
    ) -> None:
        save_app(world, now=now)
        shown = page(browser.get(reverse("channel_connect", args=["facebook"])))
        assert "Accounts are connected with Facebook." in shown

    def test_a_channel_may_come_back_through_the_other_login(
        self, world: World, home: type[HomeNetwork], now: datetime
    ) -> None:
        home.pages = ["boulangerie"]
        save_app(world, now=now)
        channel = say_yes(world, now=now)
        assert isinstance(channel, Channel)
        other = save_app(world, now=now, client_id="app-2", extra={"login": "beside"})
        assert say_yes(world, now=now, again=channel) == channel
        channel.refresh_from_db()
        assert channel.network_app == other


class TestAnAccessThatEnds:
    @pytest.mark.parametrize(("days", "health"), [(8, Health.WELL), (7, Health.ENDING)])
    def test_it_is_spoken_of_seven_days_before(
        self, world: World, home: type[HomeNetwork], now: datetime, days: int, health: Health
    ) -> None:
        home.pages = ["boulangerie"]
        save_app(world, now=now)
        channel = say_yes(world, now=now)
        assert isinstance(channel, Channel)
        channel.access_ends_at = now + timedelta(days=days)
        channel.save()
        (row,) = queries.channel_rows(world.atelier, now=now)
        assert row.health is health

    def test_its_page_says_when_and_how_to_renew_it(
        self, browser: Client, world: World, home: type[HomeNetwork], now: datetime
    ) -> None:
        home.pages = ["boulangerie"]
        save_app(world, now=now)
        channel = say_yes(world, now=now)
        assert isinstance(channel, Channel)
        channel.access_ends_at = now + timedelta(days=2)
        channel.save()
        shown = page(browser.get(reverse("channels")))
        assert "The access ends" in shown
        assert "Access to renew" in shown
        assert reverse("channel_reconnect", args=[channel.pk]) in shown


def test_what_is_no_secret_is_typed_in_the_open() -> None:
    fields = NetworkAppForm(extras=("community", "application_id", "consumer_secret")).fields
    kinds = [getattr(fields[name].widget, "input_type", "") for name in list(fields)[2:]]
    assert kinds == ["checkbox", "text", "password"]
