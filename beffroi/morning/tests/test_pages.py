"""What a person asks for in the settings, and how they stop it from the mail."""

from __future__ import annotations

import json
from datetime import time

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.listening.telling import pushing, webpush
from beffroi.listening.telling.tests.receiver import a_receiver
from beffroi.morning import posting
from beffroi.morning.models import Morning, MorningWish
from beffroi.morning.tests.conftest import Mailed, wants
from beffroi.web.tests import morning
from tests.browsing import browsers_in_english
from tests.clock import FrozenClock
from tests.world import World

_AUTH = bytes(range(16))
PATH = "/workspace/morning/"
WANTED = {"by_mail": "on", "days": ["1", "3"], "at": "07:30"}


@pytest.fixture
def claire(world: World) -> Client:
    return browsers_in_english()(world.claire)


def test_nobody_is_told_before_they_ask(claire: Client) -> None:
    page = claire.get(PATH)
    assert page.status_code == 200
    assert not MorningWish.objects.exists()


def test_a_person_says_when_for_themselves(world: World, claire: Client) -> None:
    assert claire.post(PATH, WANTED).status_code == 302
    wish = MorningWish.objects.get()
    assert (wish.user, wish.workspace, wish.days, wish.at) == (
        *(world.claire, world.atelier),
        *("13", time(7, 30)),
    )
    assert 'value="07:30" selected' in claire.get(PATH).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": []},
        {"days": ["8"]},
        {"days": ["1", "<b>"]},
        {"at": "25:00"},
        {"at": ""},
        {"at": "07:31"},
    ],
)
def test_what_is_no_day_and_no_hour_is_asked_again(
    claire: Client, wrong: dict[str, object]
) -> None:
    page = claire.post(PATH, WANTED | wrong)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()
    assert not MorningWish.objects.exists()


def test_one_click_stops_the_mails_and_a_look_does_not(
    bluesky: Channel, world: World, clock: FrozenClock, mailed: Mailed
) -> None:
    morning.post(bluesky, author=world.ines, now=clock())
    stopping = mailed().extra_headers["List-Unsubscribe"].strip("<>")
    path = "/morning/stop/" + stopping.split("/morning/stop/")[1]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert MorningWish.objects.get().by_mail
    for _twice in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not MorningWish.objects.get().by_mail
    assert stranger.get("/morning/stop/nobody/").status_code == 404


def test_the_settings_say_that_the_last_mail_was_refused(
    world: World, clock: FrozenClock, claire: Client
) -> None:
    wants(world.atelier, world.claire, now=clock())
    posting.plan(now=clock())
    Morning.objects.update(state=Morning.State.NOT_SENT)
    assert "was not sent" in claire.get(PATH).content.decode()
    Morning.objects.update(state=Morning.State.DOUBTFUL)
    assert "is not known" in claire.get(PATH).content.decode()


def test_without_a_mail_server_the_page_says_so(claire: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "No mail server is set" in claire.get(PATH).content.decode()


def test_a_person_who_manages_nothing_adds_a_device_where_they_ask_to_be_told(
    world: World, clock: FrozenClock
) -> None:
    karim = browsers_in_english()(world.karim)
    page = karim.get(PATH).content.decode()
    assert f'data-push="{pushing.public_key()}"' in page
    assert "None of your devices shows notices yet" in page
    made = webpush.Subscription("https://push.example/1", b"", _AUTH)
    pushing.add(world.karim, made, name="Firefox, Windows", now=clock())
    page = karim.get(PATH).content.decode()
    assert "Firefox, Windows" in page
    assert "None of your devices shows notices yet" not in page


def test_a_device_is_told_how_much_waits_and_no_word(
    world: World, bluesky: Channel, clock: FrozenClock, settings: Settings
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    morning.conversation(bluesky, now=clock(), text="Un secret bien gardé")
    wants(world.atelier, world.claire, now=clock(), by_mail=False, by_push=True)
    with a_receiver() as service:
        settings.OUTBOUND_ALLOW = frozenset({service.host})
        made = webpush.Subscription(f"http://{service.host}/push/1", webpush.point_of(key), _AUTH)
        pushing.add(world.claire, made, name="", now=clock())
        for _twice in range(2):
            posting.plan(now=clock())
            Runner().run_until_idle(clock)
        [(_path, headers, body)] = service.calls
    told = json.loads(webpush.decrypt(body, own=key, auth=_AUTH))
    assert (told["title"], told["body"]) == ("Atelier Martin", "1 card, 2 minutes")
    assert "secret" not in str(told)
    assert headers["urgency"] == "normal"
    assert (Morning.objects.get().state, mail.outbox) == ("sent", [])


def test_a_device_is_left_in_peace_where_nothing_waits(world: World, clock: FrozenClock) -> None:
    wants(world.atelier, world.claire, now=clock(), by_mail=False, by_push=True)
    posting.plan(now=clock())
    Runner().run_until_idle(clock)
    assert Morning.objects.get().state == "quiet"
