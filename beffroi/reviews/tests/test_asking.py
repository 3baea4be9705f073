from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import date, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from beffroi.company import actions
from beffroi.company.actions import Identity
from beffroi.core import crypto
from beffroi.core.jobs import Runner
from beffroi.core.models import AuditEntry
from beffroi.core.sealing import CryptoError
from beffroi.reviews import asking, jobs, rules
from beffroi.reviews.asking import CannotAsk, LinkTaken, Problem
from beffroi.reviews.hashing import hasher
from beffroi.reviews.models import Mailing, Objection, ReviewLink, ReviewRequest
from beffroi.reviews.tests.desk import make_link, request_of, wish
from tests.clock import FrozenClock
from tests.mail_server import FailingServer, failing_server
from tests.world import World

DAY = date(2026, 9, 12)
NOBODY = Identity("", "", "", "", "", (), "")


@pytest.fixture
def link(world: World, clock: FrozenClock) -> ReviewLink:
    return make_link(world.atelier, now=clock())


def ask(world: World, link: ReviewLink, clock: FrozenClock, *addresses: str) -> Mailing:
    return asking.ask(
        world.atelier, wish(link, *addresses, day=DAY), actor=world.claire, now=clock()
    )


def counts(mailing: Mailing) -> tuple[int, int, int, int]:
    mailing.refresh_from_db()
    return mailing.sent, mailing.not_sent, mailing.doubtful, mailing.waiting


@pytest.fixture
def server(settings: Settings) -> type[FailingServer]:
    return failing_server(settings)


def test_each_customer_gets_the_same_mail_with_the_link_and_the_way_out(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock, "odile@example.com", "nour@example.com")
    Runner().run_until_idle(clock)
    assert counts(mailing) == (2, 0, 0, 0)
    odile, nour = sorted(mail.outbox, key=lambda one: one.to, reverse=True)
    assert (odile.to, nour.to) == (["odile@example.com"], ["nour@example.com"])
    row = ReviewRequest.objects.get(address="odile@example.com")
    objection = f"/reviews/objection/{row.address_hash}/"
    assert link.url in odile.body
    assert objection in odile.body
    assert str(odile.extra_headers["List-Unsubscribe"]).endswith(f"{objection}>")
    assert odile.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    other = ReviewRequest.objects.get(address="nour@example.com")
    assert odile.body.replace(row.address_hash, other.address_hash) == nour.body


def test_a_mail_comes_from_the_company_at_the_address_of_the_installation(
    world: World, link: ReviewLink, clock: FrozenClock, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Beffroi <poste@beffroi.example>"
    actions.say_identity(
        world.atelier,
        identity=replace(NOBODY, name='Chez Zoé, "fleurs"'),
        actor=world.claire,
        now=clock(),
    )
    ask(world, link, clock)
    Runner().run_until_idle(clock)
    name, address = parseaddr(mail.outbox[0].message()["From"])
    assert str(make_header(decode_header(name))) == 'Chez Zoé, "fleurs"'
    assert address == "poste@beffroi.example"


def test_nobody_is_asked_twice_within_six_months_however_the_address_is_written(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    first = ask(world, link, clock, "odile@example.com")
    clock.advance(days=100)
    second = ask(world, link, clock, "Odile@Example.com ", "nour@example.com")
    assert (second.asked, second.left_out) == (1, 1)
    with pytest.raises(CannotAsk) as refused:
        ask(world, link, clock, "ODILE@example.com")
    assert refused.value.problem is Problem.NOBODY
    clock.advance(days=84)
    assert ask(world, link, clock, "odile@example.com").asked == 1
    assert first.requests.count() == 0
    assert ReviewRequest.objects.count() == 2


def test_the_database_holds_one_request_per_address(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    row = request_of(world.atelier, now=clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.create(
            workspace=world.atelier,
            mailing=row.mailing,
            address_hash=row.address_hash,
            address="odile@example.com",
            asked_at=clock(),
        )


def test_another_workspace_asks_for_itself(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    ask(world, link, clock, "odile@example.com")
    theirs = make_link(world.flowers, now=clock())
    mailing = asking.ask(world.flowers, wish(theirs, day=DAY), actor=world.zoe, now=clock())
    assert mailing.asked == 1
    one, two = ReviewRequest.objects.values_list("address_hash", flat=True)
    assert one != two


def test_who_objects_gets_what_waits_no_more_and_is_never_asked_again(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock, "odile@example.com", "nour@example.com")
    address_hash = hasher(world.atelier)("odile@example.com")
    asking.object_to(address_hash, workspace=world.atelier, now=clock())
    asking.object_to(address_hash, workspace=world.atelier, now=clock())
    Runner().run_until_idle(clock)
    assert [one.to for one in mail.outbox] == [["nour@example.com"]]
    assert counts(mailing) == (1, 1, 0, 0)
    assert Objection.objects.count() == 1
    assert not ReviewRequest.objects.filter(address="odile@example.com").exists()
    clock.advance(days=rules.REQUEST_KEPT_FOR.days + 1)
    asking.erase_addresses(now=clock())
    with pytest.raises(CannotAsk):
        ask(world, link, clock, "odile@example.com")


def test_an_objection_between_taking_and_sending_counts(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    ask(world, link, clock, "odile@example.com")
    row = ReviewRequest.objects.get()
    Objection.objects.create(
        workspace=world.atelier, address_hash=row.address_hash, objected_at=clock()
    )
    assert asking.begin(row.pk) is None


def test_who_objects_while_their_mail_leaves_keeps_no_address_here_either(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    ask(world, link, clock, "odile@example.com")
    row = asking.begin(ReviewRequest.objects.get().pk)
    assert row is not None
    asking.object_to(row.address_hash, workspace=world.atelier, now=clock())
    asking.note_sent(row, now=clock())
    assert ReviewRequest.objects.get().address == ""


@pytest.mark.parametrize("words", ["Une remise pour vous.", "Si vous êtes satisfait, écrivez."])
def test_words_that_sort_or_pay_leave_nothing_even_past_the_form(
    world: World, link: ReviewLink, clock: FrozenClock, words: str
) -> None:
    bad = asking.Wish(link, "fr", "Votre avis", words, DAY, ["odile@example.com"])
    with pytest.raises(CannotAsk) as refused:
        asking.ask(world.atelier, bad, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.REFUSED_WORDS
    assert not ReviewRequest.objects.exists()


def test_without_a_mail_server_nothing_is_asked_nor_said_to_be(
    world: World, link: ReviewLink, clock: FrozenClock, settings: Settings
) -> None:
    mailing = ask(world, link, clock, "odile@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(CannotAsk) as refused:
        ask(world, link, clock, "nour@example.com")
    assert refused.value.problem is Problem.NO_MAIL
    Runner().run_until_idle(clock)
    assert counts(mailing) == (0, 1, 0, 0)


def test_a_day_has_its_limit(world: World, link: ReviewLink, clock: FrozenClock) -> None:
    for part in range(4):
        ask(world, link, clock, *(f"c{part}-{number}@example.com" for number in range(50)))
    with pytest.raises(CannotAsk) as refused:
        ask(world, link, clock, "one-more@example.com")
    assert refused.value.problem is Problem.TOO_MANY_TODAY
    clock.advance(days=1)
    assert ask(world, link, clock, "one-more@example.com").asked == 1


def test_a_mail_server_that_is_away_is_tried_again(
    world: World, link: ReviewLink, clock: FrozenClock, server: type[FailingServer]
) -> None:
    mailing = ask(world, link, clock)
    server.opening = ConnectionRefusedError()
    Runner().run_until_idle(clock)
    assert counts(mailing) == (0, 0, 0, 1)
    server.opening = None
    clock.advance(hours=2)
    Runner().run_until_idle(clock)
    assert counts(mailing) == (1, 0, 0, 0)


def test_a_mail_server_that_stays_away_is_given_up(
    world: World, link: ReviewLink, clock: FrozenClock, server: type[FailingServer]
) -> None:
    mailing = ask(world, link, clock)
    server.opening = ConnectionRefusedError()
    for _ in range(20):
        Runner().run_until_idle(clock)
        clock.advance(hours=2)
    assert counts(mailing) == (0, 1, 0, 0)


def test_a_mail_of_which_nothing_is_known_is_not_sent_again(
    world: World, link: ReviewLink, clock: FrozenClock, server: type[FailingServer]
) -> None:
    mailing = ask(world, link, clock)
    server.sending = smtplib.SMTPServerDisconnected()
    Runner().run_until_idle(clock)
    assert counts(mailing) == (0, 0, 1, 0)
    server.sending = None
    clock.advance(hours=5)
    Runner().run_until_idle(clock)
    assert mail.outbox == []


def test_a_crash_while_a_mail_leaves_does_not_send_it_twice(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock)
    row = ReviewRequest.objects.get()
    assert asking.begin(row.pk) is not None  # and here the process dies
    jobs.send_request({"request_id": row.pk}, clock=clock)
    assert mail.outbox == []
    assert counts(mailing) == (0, 0, 1, 0)


def test_after_a_restore_nothing_leaves_by_itself(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock)
    asking.stop_all(clock())
    Runner().run_until_idle(clock)
    assert mail.outbox == []
    assert counts(mailing) == (0, 0, 1, 0)


def test_addresses_go_after_thirty_days_and_the_mark_after_three_years(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock)
    Runner().run_until_idle(clock)
    clock.advance(days=30)
    assert asking.erase_addresses(now=clock()) == 0
    clock.advance(minutes=1)
    assert asking.erase_addresses(now=clock()) == 1
    row = ReviewRequest.objects.get()
    assert row.address == ""
    assert len(row.address_hash) == 64
    clock.advance(days=3 * 365)
    asking.erase_addresses(now=clock())
    assert not ReviewRequest.objects.exists()
    assert counts(mailing) == (1, 0, 0, 0)


def test_what_still_waits_after_thirty_days_is_given_up(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    mailing = ask(world, link, clock)
    clock.advance(days=31)
    asking.erase_addresses(now=clock())
    assert counts(mailing) == (0, 1, 0, 0)


def test_an_address_that_is_needed_cannot_be_erased_by_mistake(
    world: World, link: ReviewLink, clock: FrozenClock
) -> None:
    ask(world, link, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.update(address="")


def test_the_key_of_the_hashes_outlives_a_rotation(world: World) -> None:
    before = hasher(world.atelier)("odile@example.com")
    crypto.rotate()
    assert hasher(world.atelier)("odile@example.com") == before


def test_without_the_key_nobody_is_asked(
    world: World, link: ReviewLink, clock: FrozenClock, settings: Settings
) -> None:
    ask(world, link, clock, "odile@example.com")
    settings.SECRET_FILE.unlink()
    with pytest.raises(CryptoError):
        ask(world, link, clock, "nour@example.com")
    assert Mailing.objects.count() == 1


def test_a_link_is_kept_once_removed_and_brought_back(world: World, clock: FrozenClock) -> None:
    def add() -> ReviewLink:
        return asking.add_link(
            world.atelier,
            name="Google",
            url="https://g.page/r/1/review",
            actor=world.claire,
            now=clock(),
        )

    row = add()
    with pytest.raises(LinkTaken):
        add()
    asking.remove_link(row, actor=world.claire, now=clock())
    assert asking.links_of(world.atelier) == []
    again = add()
    with pytest.raises(LinkTaken):
        asking.bring_link_back(row, actor=world.claire, now=clock())
    assert asking.links_of(world.atelier) == [again]
    assert AuditEntry.objects.filter(action="reviews.link_removed").count() == 1


def test_a_link_without_https_does_not_exist(world: World, clock: FrozenClock) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewLink.objects.create(
            workspace=world.atelier, name="x", url="http://example.com/", added_at=clock()
        )


def test_forgetting_runs_daily(world: World, link: ReviewLink, clock: FrozenClock) -> None:
    ask(world, link, clock)
    clock.advance(days=40)
    jobs.forget({}, clock=clock)
    assert ReviewRequest.objects.get().address == ""
    assert timedelta(days=30) == rules.ADDRESS_KEPT_FOR
