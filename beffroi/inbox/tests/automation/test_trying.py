from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.inbox.automation import trying
from beffroi.inbox.filters import Filters, Kind
from beffroi.inbox.models import Conversation, RuleAct
from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.inbox.tests.desk import NOUR, Desk, later, said, settle
from beffroi.networks.contracts import Author, FeedbackKind
from tests.world import World

pytestmark = pytest.mark.django_db

SYLVIE = Author("did:sylvie", "sylvie.example", "Sylvie Roux")


@pytest.fixture
def three(desk: Desk) -> None:
    """Odile wants a quote, Nour a quote and an invoice, Sylvie thanks; Odile was answered."""
    desk.hear(
        said("f1", "Un devis ?"),
        said("f2", "Devis et facture", author=NOUR, created_at=later(minutes=1)),
        said("f3", "Merci", author=SYLVIE, created_at=later(minutes=2)),
    )


def test_it_counts_what_it_would_have_done_whatever_became_of_it(
    ruled: Ruled, world: World, desk: Desk, three: None
) -> None:
    settle(desk.conversation(), actor=world.claire, now=desk.clock())
    label = ruled.label()
    rule = ruled.off("Devis", f"label:{label.pk}", "settle", words="devis")
    tried = trying.try_out(rule, now=desk.clock())
    assert (tried.looked_at, tried.met, tried.left_out) == (3, 2, 0)
    assert [(one.number, one.already) for one in tried.would] == [(2, 0), (2, 0)]
    assert [one.name for one in tried.newest] == ["Nour Haddad", "Odile Garnier"]


def test_it_writes_nothing(ruled: Ruled, world: World, desk: Desk, three: None) -> None:
    rule = ruled.off("Devis", f"give:{world.karim.pk}", "settle")
    before = list(Conversation.objects.order_by("id").values())
    with CaptureQueriesContext(connection) as captured:
        trying.try_out(rule, now=desk.clock())
    assert all(query["sql"].startswith("SELECT") for query in captured)
    assert list(Conversation.objects.order_by("id").values()) == before
    assert not RuleAct.objects.exists()


def test_it_says_what_was_so_already(ruled: Ruled, world: World, desk: Desk, three: None) -> None:
    other = ruled.on("Avant", f"give:{world.karim.pk}", words="facture")
    ruled.run("f2")
    rule = ruled.off("Devis", f"give:{world.karim.pk}", words="devis")
    tried = trying.try_out(rule, now=desk.clock())
    assert [(one.number, one.already) for one in tried.would] == [(1, 1)]
    [seen] = tried.others
    assert (seen.rule, seen.number, seen.is_before, seen.clashes) == (other, 1, True, False)


def test_what_is_somebody_elses_stays_theirs(
    ruled: Ruled, world: World, desk: Desk, three: None
) -> None:
    Conversation.objects.update(assignee=world.claire, assigned_at=desk.clock())
    rule = ruled.off("Devis", f"give:{world.karim.pk}", words="devis")
    tried = trying.try_out(rule, now=desk.clock())
    assert [(one.number, one.already, one.others) for one in tried.would] == [(0, 0, 2)]


def test_it_says_which_rule_comes_first_and_what_that_hides(
    ruled: Ruled, world: World, desk: Desk, three: None
) -> None:
    ruled.on("Avant", f"give:{world.claire.pk}", words="facture", stops=True)
    rule = ruled.off("Devis", f"give:{world.karim.pk}", words="devis")
    ruled.on("Après", "settle", words="devis")
    ruled.on("Ailleurs", "settle", words="merci")
    ruled.off("Éteinte", "settle", words="devis")
    tried = trying.try_out(rule, now=desk.clock())
    assert (tried.met, tried.left_out, tried.would[0].number) == (2, 1, 1)
    assert [(o.rule.name, o.hides, o.clashes) for o in tried.others] == [
        ("Avant", True, True),
        ("Après", False, False),
    ]
    assert [one.first for one in tried.newest] == ["Avant", ""]


def test_two_that_end_otherwise_contradict_each_other(
    ruled: Ruled, desk: Desk, three: None
) -> None:
    ruled.on("Avant", "aside:monday")
    rule = ruled.off("Devis", "settle")
    [other] = trying.try_out(rule, now=desk.clock()).others
    assert other.clashes


def test_older_words_and_those_that_were_deleted_are_not_looked_at(
    ruled: Ruled, desk: Desk, three: None
) -> None:
    rule = ruled.off("Devis", "settle", words="devis")
    desk.look_again({"f1": None})
    assert trying.try_out(rule, now=desk.clock()).met == 1
    desk.clock.advance(days=31)
    assert trying.try_out(rule, now=desk.clock()).looked_at == 0


def test_of_very_many_the_newest_are_looked_at_and_that_is_said(
    ruled: Ruled, desk: Desk, three: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "LOOKED_AT", 2)
    tried = trying.try_out(ruled.off("Tout", "settle"), now=desk.clock())
    assert (tried.looked_at, tried.is_cut) == (2, True)
    monkeypatch.setattr(trying, "LOOKED_AT", 3)
    tried = trying.try_out(ruled.off("Tout aussi", "settle"), now=desk.clock())
    assert (tried.looked_at, tried.is_cut) == (3, False)


def test_of_very_many_messages_too(
    ruled: Ruled, desk: Desk, three: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "_MESSAGES_MAX", 2)
    tried = trying.try_out(ruled.off("Tout", "settle"), now=desk.clock())
    assert (tried.looked_at, tried.is_cut) == (2, True)


def test_of_very_long_messages_too(
    ruled: Ruled, desk: Desk, three: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = len("Merci") + len("Devis et facture")
    monkeypatch.setattr(trying, "_SIGNS_MAX", signs)
    tried = trying.try_out(ruled.off("Tout", "settle"), now=desk.clock())
    assert (tried.looked_at, tried.is_cut) == (2, True)
    monkeypatch.setattr(trying, "_SIGNS_MAX", signs + len("Un devis ?"))
    tried = trying.try_out(ruled.off("Tout aussi", "settle"), now=desk.clock())
    assert (tried.looked_at, tried.is_cut) == (3, False)


def test_it_promises_what_then_happens(ruled: Ruled, world: World, desk: Desk) -> None:
    desk.hear(
        said("r1", "Bof", kind=FeedbackKind.REVIEW, stars=2, root_id="r1"),
        said("r2", "Super", kind=FeedbackKind.REVIEW, stars=5, root_id="r2", author=NOUR),
        said("f3", "Bof", author=SYLVIE),
    )
    filters = Filters(kind=Kind.REVIEW, stars=(1, 2))
    rule = ruled.off("Avis", f"give:{world.karim.pk}", filters=filters, words="bof")
    tried = trying.try_out(rule, now=desk.clock())
    ruled.switch_on(rule)
    ruled.run("r1", "r2", "f3")
    given = Conversation.objects.filter(assignee=world.karim)
    assert [one.id for one in tried.newest] == list(given.values_list("pk", flat=True))
    assert tried.would[0].number == given.count() == 1
