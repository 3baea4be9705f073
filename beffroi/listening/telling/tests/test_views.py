from __future__ import annotations

import html
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from beffroi.core.models import AuditEntry
from beffroi.listening.alerting.tests.makers import lately
from beffroi.listening.models import AlertChoice, AlertHook, AlertNotice, PushDevice, Watch
from beffroi.listening.telling import notices, pushing, webpush
from beffroi.listening.telling.tests.conftest import look
from beffroi.listening.telling.tests.receiver import Receiver
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

PAGE = "/workspace/alerts/"


def shown(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def claire(world: World) -> Client:
    User.objects.update(language="en")
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    client.force_login(world.claire)
    return client


def device(**more: str) -> dict[str, str]:
    point = webpush.point_of(ec.generate_private_key(ec.SECP256R1()))
    made = {
        "endpoint": "https://push.example/1",
        "key": webpush.encoded(point),
        "auth": webpush.encoded(bytes(16)),
    }
    return made | more


def test_a_person_chooses_of_which_alerts_they_are_told(world: World, claire: Client) -> None:
    claire.post(reverse("alert_choice"), {"mail": "none", "push": "all"})
    claire.post(reverse("alert_choice"), {"mail": "all", "push": "all"})
    row = AlertChoice.objects.get()
    assert (row.user, row.workspace, row.mail, row.push) == (
        world.claire,
        world.atelier,
        "all",
        "all",
    )
    assert claire.post(reverse("alert_choice"), {"mail": "x", "push": "all"}).status_code == 422


def test_the_page_offers_our_key_and_keeps_a_device(world: World, claire: Client) -> None:
    assert f'data-push="{pushing.public_key()}"' in shown(claire.get(PAGE))
    claire.post(reverse("alert_device_added"), device())
    row = PushDevice.objects.get()
    assert (row.user, row.name) == (world.claire, "Firefox, Windows")
    assert b"push.example" not in bytes(row.sealed)
    assert "Firefox, Windows" in shown(claire.get(PAGE))
    claire.post(reverse("alert_device_removed", args=[row.pk]))
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "http://inside/1"}, {"key": "x"}, {"auth": "x"}, {"endpoint": ""}],
)
def test_what_is_no_subscription_is_refused(claire: Client, wrong: dict[str, str]) -> None:
    assert claire.post(reverse("alert_device_added"), device(**wrong)).status_code == 400
    assert not PushDevice.objects.exists()


def test_nobody_removes_the_device_of_another(world: World, claire: Client) -> None:
    claire.post(reverse("alert_device_added"), device())
    PushDevice.objects.update(user=world.sophie)
    row = PushDevice.objects.get()
    assert claire.post(reverse("alert_device_removed", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/workspace/morning/", "/workspace/morning/"),
        ("https://elsewhere.example/workspace/", "/"),
        ("//elsewhere.example", "/"),
        ("/inbox/", "/"),
        ("", "/"),
    ],
)
def test_whoever_sees_today_adds_and_removes_a_device_of_their_own(
    world: World, client: Client, back: str, to: str
) -> None:
    client.force_login(world.karim)
    assert client.post(reverse("alert_device_added"), device(back=back))["Location"] == to
    row = PushDevice.objects.get()
    assert row.user == world.karim
    removal = reverse("alert_device_removed", args=[row.pk])
    assert client.post(removal, {"back": back})["Location"] == to
    assert not PushDevice.objects.exists()


def test_a_page_that_says_what_is_wrong_leads_back_to_itself(claire: Client) -> None:
    wrong = claire.post(reverse("alert_choice"), {"mail": "x", "push": "all"})
    assert f'name="back" value="{PAGE}"' in shown(wrong)


def test_an_address_gets_a_secret_that_is_shown_once(world: World, claire: Client) -> None:
    given = {"hook-address": "https://example.org/in", "hook-is_on": "on"}
    text = shown(claire.post(reverse("alert_hook"), given))
    assert "shown this once" in text
    assert "shown this once" not in shown(claire.post(reverse("alert_hook"), given, follow=True))
    assert AlertHook.objects.get().address == "https://example.org/in"
    claire.post(reverse("alert_hook"), {"do": "forget"})
    assert not AlertHook.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="alert_hook").order_by("id")
    assert [line.action for line in actions][-1] == "alert_hook.forgotten"


def test_an_address_that_could_be_read_on_the_way_is_refused(claire: Client) -> None:
    answer = claire.post(reverse("alert_hook"), {"hook-address": "http://example.org/in"})
    assert answer.status_code == 422
    assert "begins with https://" in shown(answer)
    assert not AlertHook.objects.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]"])
def test_an_address_inside_is_refused_at_once(claire: Client, host: str) -> None:
    answer = claire.post(reverse("alert_hook"), {"hook-address": f"https://{host}/"})
    assert answer.status_code == 422
    assert "on the public internet" in shown(answer)
    sent = device(endpoint=f"https://{host}/")
    assert claire.post(reverse("alert_device_added"), sent).status_code == 400
    assert not AlertHook.objects.exists()
    assert not PushDevice.objects.exists()


def test_the_last_calls_say_what_came_of_them(
    watch: Watch, receiver: Receiver, claire: Client, clock: FrozenClock
) -> None:
    claire.post(reverse("alert_hook"), {"hook-address": receiver.address, "hook-is_on": "on"})
    receiver.answers = [0]
    lately(watch, 9, now=clock())
    look(watch, clock)
    notices.tell(AlertNotice.objects.get(way="hook").pk, now=clock())
    assert "Cut off: it may have arrived" in shown(claire.get(PAGE))


def test_only_those_who_manage_are_told(world: World, client: Client) -> None:
    client.force_login(world.karim)
    assert client.get(PAGE).status_code == 403
