from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from pytest_django.fixtures import Settings

from beffroi.core import crypto
from beffroi.core.outbound import OutboundClient, Response
from beffroi.drafting import actions, asking, rules
from beffroi.drafting.asking import CannotDraft
from beffroi.drafting.messages import _sentences, explain
from beffroi.drafting.models import Asking, LanguageModel
from beffroi.drafting.tests.conftest import GOOD
from beffroi.drafting.tests.double import Double
from beffroi.suggestions.prose import Why
from beffroi.suggestions.tests.hostile_model import completion
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def problem(row: LanguageModel, clock: FrozenClock) -> str:
    with pytest.raises(CannotDraft) as caught:
        actions.try_out(row, language="fr", now=clock())
    assert explain(caught.value, network="Bluesky")
    return caught.value.problem


def keep(row: LanguageModel, clock: FrozenClock, **values: Any) -> LanguageModel:
    given = {"address": row.address, "name": row.name, "key": None, "is_on": row.is_on}
    wish = actions.Wish(**(given | values))
    return actions.keep(row.workspace, wish=wish, actor=User.objects.all()[0], now=clock())


def test_it_is_asked_as_such_servers_are_with_its_key_and_no_tool(
    model: LanguageModel, double: Double, clock: FrozenClock
) -> None:
    found = actions.try_out(model, language="fr", now=clock())
    assert found.text == GOOD
    assert double.paths == ["/v1/chat/completions"]
    assert double.heads[0]["authorization"] == "Bearer sk-secret"
    assert double.asked[0]["model"] == "local"
    assert "tools" not in double.asked[0]
    assert "cookie" not in double.heads[0]


def test_a_trial_shows_nothing_of_the_workspace(
    model: LanguageModel, double: Double, clock: FrozenClock, world: World
) -> None:
    actions.try_out(model, language="fr", now=clock())
    sent = double.raw[0].decode()
    assert world.atelier.name not in sent
    assert "samedi matin" in sent


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((401, "key_refused"), (403, "key_refused"), (404, "not_found"), (429, "busy")),
        *((503, "busy"), (504, "silent"), (500, "failed"), (400, "failed"), (204, "failed")),
    ],
)
def test_each_refusal_of_the_server_has_its_name(
    model: LanguageModel, double: Double, clock: FrozenClock, status: int, expected: str
) -> None:
    double.status = status
    if status == 204:
        double.answer = lambda _: ""
    assert problem(model, clock) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<html>", "not_readable"),
        ("{}", "not_readable"),
        (b"\xff\xfe\x00", "not_readable"),
        (completion("<script>alert(1)</script> Merci beaucoup."), "not_prose"),
        (completion("OK."), "nothing_left"),
        (completion("Merci " + "de votre message " * 60 + "."), "too_long"),
        ("x" * (rules.ANSWER_BYTES_MAX + 1), "too_large"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    model: LanguageModel, double: Double, clock: FrozenClock, body: str | bytes, expected: str
) -> None:
    double.answer = lambda _: body
    assert problem(model, clock) == expected


def test_a_redirect_is_not_followed_and_takes_no_key_along(
    model: LanguageModel, double: Double, clock: FrozenClock
) -> None:
    double.status, double.headers = 307, {"location": f"http://{double.host}/elsewhere"}
    assert problem(model, clock) == "moved"
    assert len(double.asked) == 1


def test_a_private_address_is_called_only_if_the_owner_named_it(
    model: LanguageModel, double: Double, clock: FrozenClock, settings: Settings
) -> None:
    settings.MODEL_ALLOW = frozenset()
    settings.OUTBOUND_ALLOW = frozenset({double.host})
    assert problem(model, clock) == "unencrypted"
    LanguageModel.objects.update(address=f"https://{double.host}/v1", sealed=b"")
    model.refresh_from_db()
    assert problem(model, clock) == "refused_address"
    assert double.asked == []


def test_a_server_that_is_not_there_is_told(
    model: LanguageModel, clock: FrozenClock, settings: Settings
) -> None:
    settings.MODEL_ALLOW = frozenset({"127.0.0.1:9"})
    gone = keep(model, clock, address="http://127.0.0.1:9/v1")
    assert problem(gone, clock) == "unreachable"


def test_one_that_takes_too_long_is_given_up(
    model: LanguageModel, double: Double, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ANSWER_WITHIN_SECONDS", 0.2)
    held = threading.Event()

    def slow(_: object) -> str:
        held.wait(5)
        return completion(GOOD)

    double.answer = slow
    try:
        assert problem(model, clock) == "silent"
    finally:
        held.set()


def test_a_key_that_no_longer_opens_is_told_and_nothing_is_sent(
    model: LanguageModel, double: Double, clock: FrozenClock
) -> None:
    LanguageModel.objects.update(sealed=crypto.seal(b"x", bound_to="elsewhere"))
    model.refresh_from_db()
    assert problem(model, clock) == "key_lost"
    assert double.asked == []


def test_another_server_never_gets_the_key_of_the_first(
    model: LanguageModel, double: Double, clock: FrozenClock, settings: Settings
) -> None:
    assert bytes(model.sealed)
    same = keep(model, clock, address=f"{double.address}/other")
    assert bytes(same.sealed)
    settings.MODEL_ALLOW = frozenset({double.host, "127.0.0.1:9"})
    other = keep(model, clock, address="http://127.0.0.1:9/v1")
    assert bytes(other.sealed) == b""


def test_the_key_is_sealed_and_sealed_anew_with_the_others(model: LanguageModel) -> None:
    assert b"sk-secret" not in bytes(model.sealed)
    before = bytes(model.sealed)
    assert crypto.rotate().sealed_anew >= 1
    model.refresh_from_db()
    assert bytes(model.sealed) != before
    assert crypto.open_sealed(bytes(model.sealed), bound_to=asking.binding(model)) == b"sk-secret"


def test_it_is_asked_a_few_times_a_minute_and_each_workspace_counts_for_itself(
    model: LanguageModel, double: Double, clock: FrozenClock, world: World
) -> None:
    for _ in range(rules.ASKED_AT_MOST):
        actions.try_out(model, language="fr", now=clock())
    assert problem(model, clock) == "too_often"
    assert len(double.asked) == rules.ASKED_AT_MOST
    wish = actions.Wish(double.address, "local", None, is_on=True)
    other = actions.keep(world.flowers, wish=wish, actor=world.zoe, now=clock())
    actions.try_out(other, language="fr", now=clock())
    clock.advance(seconds=61)
    actions.try_out(model, language="fr", now=clock())
    assert Asking.objects.filter(asked_at__lte=clock() - timedelta(seconds=60)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_never_asked_within_a_transaction(
    model: LanguageModel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    within: list[bool] = []

    def note(*_: object, **__: object) -> Response:
        within.append(connection.in_atomic_block)
        return Response(200, {}, completion(GOOD).encode(), "")

    monkeypatch.setattr(OutboundClient, "request", note)
    actions.try_out(model, language="fr", now=clock())
    assert within == [False]


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    for why in Why:
        assert why.value in _sentences()
    for language in ("en", "fr"):
        with translation.override(language):
            told = {explain(CannotDraft(one, detail="a:1"), network="X") for one in _sentences()}
        assert len(told) == len(_sentences())
        assert not any("%(" in sentence for sentence in told)


def test_a_model_that_was_forgotten_meanwhile_is_off(
    model: LanguageModel, clock: FrozenClock
) -> None:
    LanguageModel.objects.all().delete()
    assert problem(model, clock) == "off"
