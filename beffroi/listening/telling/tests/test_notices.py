from __future__ import annotations

import hashlib
import hmac
import json
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from pytest_django.fixtures import Settings

from beffroi.core import crypto
from beffroi.core.models import Job
from beffroi.core.outbound import NotSent
from beffroi.listening.alerting.tests.makers import lately
from beffroi.listening.models import AlertChoice, AlertHook, AlertNotice, PushDevice, Watch
from beffroi.listening.telling import hooks, notices, pushing, webpush
from beffroi.listening.telling.hooks import Refused
from beffroi.listening.telling.pushing import TryLater
from beffroi.listening.telling.tests.conftest import look
from beffroi.listening.telling.tests.receiver import Receiver
from beffroi.workspaces.models import Membership
from tests.clock import FrozenClock
from tests.world import World

AUTH = bytes(range(16))


def tell_all(clock: FrozenClock) -> None:
    for pk in AlertNotice.objects.order_by("pk").values_list("pk", flat=True):
        notices.tell(pk, now=clock())


def red(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock(), text="Une heure de file, lamentable")
    look(watch, clock)


@pytest.fixture
def secret(world: World, receiver: Receiver, clock: FrozenClock) -> str:
    return hooks.keep(
        world.atelier, address=receiver.address, is_on=True, actor=world.claire, now=clock()
    )


@pytest.fixture
def browser(world: World, receiver: Receiver, clock: FrozenClock) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    made = webpush.subscription(
        f"http://{receiver.host}/push/1",
        key=webpush.encoded(webpush.point_of(key)),
        auth=webpush.encoded(AUTH),
    )
    pushing.add(world.claire, made, name="Firefox, Windows", now=clock())
    return key


def test_those_who_manage_are_mailed_counts_and_nobodys_words(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    red(watch, clock)
    tell_all(clock)
    told = {address for sent in mail.outbox for address in sent.to}
    assert world.claire.email in told
    assert world.karim.email not in told
    sent = mail.outbox[0]
    assert "Atelier Martin" in sent.subject
    assert "lamentable" not in sent.body
    assert "/listening/alerts/" in sent.body
    assert not AlertNotice.objects.filter(told_at=None).exists()
    tell_all(clock)
    assert len(mail.outbox) == len(told)


def test_each_person_chooses(world: World, watch: Watch, clock: FrozenClock) -> None:
    AlertChoice.objects.create(user=world.claire, workspace=world.atelier, mail="none")
    lately(watch, 6, now=clock())
    look(watch, clock)
    assert not AlertNotice.objects.exists()
    AlertChoice.objects.update(mail="all")
    lately(watch, 6, now=clock(), tone="negative")
    look(watch, clock)
    tell_all(clock)
    assert [sent.to for sent in mail.outbox].count([world.claire.email]) == 1


def test_without_a_mail_server_no_mail_waits(
    watch: Watch, clock: FrozenClock, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    red(watch, clock)
    assert not AlertNotice.objects.exists()


def test_whoever_manages_no_more_is_not_mailed(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    red(watch, clock)
    Membership.objects.filter(user=world.sophie).update(role="reader")
    tell_all(clock)
    assert world.sophie.email not in [address for sent in mail.outbox for address in sent.to]
    assert AlertNotice.objects.get(user=world.sophie).failure == "gone"


def test_a_mail_that_is_refused_for_good_is_given_up_others_are_tried_again(
    watch: Watch, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    red(watch, clock)
    notice = AlertNotice.objects.order_by("pk")[0]

    def fail(error: Exception) -> None:
        def send(*_args: object, **_named: object) -> None:
            raise error

        monkeypatch.setattr("beffroi.listening.telling.mails.send", send)

    fail(SMTPServerDisconnected("gone"))
    with pytest.raises(SMTPServerDisconnected):
        notices.tell(notice.pk, now=clock())
    fail(SMTPRecipientsRefused({"a@b.example": (550, b"unknown")}))
    notices.tell(notice.pk, now=clock())
    notice.refresh_from_db()
    assert (notice.told_at, notice.failure) == (None, "refused")


def test_an_address_is_called_once_signed(
    watch: Watch, secret: str, receiver: Receiver, clock: FrozenClock
) -> None:
    red(watch, clock)
    tell_all(clock)
    tell_all(clock)
    [(path, headers, body)] = receiver.calls
    assert path == "/beffroi"
    moment, digest = (part[2:] for part in headers["beffroi-signature"].split(",", 1))
    wanted = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest.removeprefix("=") == wanted
    told = json.loads(body)
    assert told["change"] == "opened"
    assert told["alert"]["level"] == "red"
    assert "lamentable" not in body.decode()
    assert headers["beffroi-id"] == str(told["id"])


def test_an_address_that_refuses_is_called_again_and_one_that_is_gone_is_not(
    watch: Watch, secret: str, receiver: Receiver, clock: FrozenClock
) -> None:
    receiver.answers = [500, 200]
    red(watch, clock)
    notice = AlertNotice.objects.get(way="hook")
    with pytest.raises(Refused):
        notices.tell(notice.pk, now=clock())
    notices.tell(notice.pk, now=clock())
    notice.refresh_from_db()
    assert notice.told_at == clock()
    clock.advance(hours=30)
    receiver.answers = [410]
    look(watch, clock)
    gone = AlertNotice.objects.filter(way="hook").latest("pk")
    notices.tell(gone.pk, now=clock())
    gone.refresh_from_db()
    assert gone.failure == "gone"
    assert len(receiver.calls) == 3


def test_a_call_that_is_cut_off_is_never_made_again(
    watch: Watch, secret: str, receiver: Receiver, clock: FrozenClock
) -> None:
    receiver.answers = [0]
    red(watch, clock)
    tell_all(clock)
    tell_all(clock)
    assert len(receiver.calls) == 1
    assert AlertNotice.objects.get(way="hook").failure == "doubtful"


def test_a_process_that_died_in_the_middle_of_a_call_leaves_a_doubt(
    watch: Watch, secret: str, receiver: Receiver, clock: FrozenClock
) -> None:
    red(watch, clock)
    AlertNotice.objects.update(tried_at=clock())
    tell_all(clock)
    assert receiver.calls == []
    assert AlertNotice.objects.get(way="hook").failure == "doubtful"


def test_a_call_of_which_nothing_left_is_made_again(
    world: World,
    watch: Watch,
    secret: str,
    receiver: Receiver,
    clock: FrozenClock,
    settings: Settings,
) -> None:
    host, _port = receiver.host.split(":")
    settings.OUTBOUND_ALLOW = frozenset({receiver.host, f"{host}:1"})
    row = AlertHook.objects.get()
    hooks.keep(
        row.workspace,
        address=f"http://{host}:1/",
        is_on=True,
        actor=world.claire,
        now=clock(),
    )
    red(watch, clock)
    notice = AlertNotice.objects.get(way="hook")
    for _ in range(2):
        with pytest.raises(NotSent):
            notices.tell(notice.pk, now=clock())
    notice.refresh_from_db()
    assert (notice.tried_at, notice.given_up_at) == (None, None)


def test_an_address_inside_is_refused(
    watch: Watch, secret: str, receiver: Receiver, clock: FrozenClock, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = frozenset()
    red(watch, clock)
    tell_all(clock)
    assert receiver.calls == []
    assert AlertNotice.objects.get(way="hook").failure == "address_refused"


def test_another_address_gets_another_secret(
    world: World, secret: str, receiver: Receiver, clock: FrozenClock
) -> None:
    def keep(address: str) -> str:
        return hooks.keep(
            world.atelier, address=address, is_on=True, actor=world.claire, now=clock()
        )

    assert keep(receiver.address) == ""
    other = keep("https://example.org/")
    assert len(other) == 64
    assert other != secret


def test_a_device_shows_what_only_it_can_read(
    watch: Watch, browser: ec.EllipticCurvePrivateKey, receiver: Receiver, clock: FrozenClock
) -> None:
    red(watch, clock)
    tell_all(clock)
    tell_all(clock)
    [(path, headers, body)] = receiver.calls
    assert path == "/push/1"
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["ttl"] == "86400"
    assert headers["authorization"].endswith(f"k={pushing.public_key()}")
    told = json.loads(webpush.decrypt(body, own=browser, auth=AUTH))
    assert "Atelier Martin" in told["body"]
    assert "listening/alerts" in told["url"]


def test_a_device_that_is_gone_is_forgotten_a_busy_service_is_asked_again(
    watch: Watch, browser: ec.EllipticCurvePrivateKey, receiver: Receiver, clock: FrozenClock
) -> None:
    receiver.answers = [503, 410]
    red(watch, clock)
    notice = AlertNotice.objects.get(way="push")
    with pytest.raises(TryLater):
        notices.tell(notice.pk, now=clock())
    notices.tell(notice.pk, now=clock())
    assert not PushDevice.objects.exists()
    assert not AlertNotice.objects.filter(way="push").exists()


def test_our_key_stays_when_the_keys_of_the_installation_are_rotated(db: None) -> None:
    before = pushing.public_key()
    crypto.rotate()
    assert pushing.public_key() == before


def test_a_person_has_ten_devices_at_most(world: World, clock: FrozenClock) -> None:
    point = webpush.point_of(ec.generate_private_key(ec.SECP256R1()))
    for number in range(12):
        clock.advance(minutes=1)
        made = webpush.Subscription(f"https://push.example/{number}", point, AUTH)
        pushing.add(world.claire, made, name="", now=clock())
        pushing.add(world.claire, made, name="", now=clock())
    assert PushDevice.objects.filter(user=world.claire).count() == 10


def test_a_device_that_changes_hands_is_told_nothing_of_the_first(
    world: World, browser: ec.EllipticCurvePrivateKey, receiver: Receiver, clock: FrozenClock
) -> None:
    made = webpush.subscription(
        f"http://{receiver.host}/push/1",
        key=webpush.encoded(webpush.point_of(browser)),
        auth=webpush.encoded(AUTH),
    )
    pushing.add(world.zoe, made, name="", now=clock())
    assert PushDevice.objects.get().user == world.zoe


def test_after_a_restore_nothing_leaves_by_itself(watch: Watch, clock: FrozenClock) -> None:
    red(watch, clock)
    notices.give_up_all(clock())
    assert not Job.objects.filter(kind=notices.TELL).exists()
    tell_all(clock)
    assert mail.outbox == []
    assert AlertNotice.objects.order_by("pk")[0].failure == "restored"
