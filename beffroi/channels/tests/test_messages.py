"""Every way in which connecting fails is a whole sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from beffroi.channels.actions import CannotConnect, OtherAccount
from beffroi.channels.messages import explain_connection
from beffroi.channels.rules import InvalidAddress, Way
from beffroi.core.outbound import AddressRefused
from beffroi.networks import errors

FAILURES: list[tuple[Exception, str | None, str]] = [
    (InvalidAddress("x"), "address", "not the address of a server"),
    (CannotConnect("x"), None, "cannot be connected in this way"),
    (
        OtherAccount(handle="zoe", expected="claire"),
        "identifier",
        "Sign in on n.example as @claire",
    ),
    (errors.ContentRefused(field="address"), "address", "No server of this network answers"),
    (errors.ContentRefused(), None, "did not accept what was typed"),
    (errors.AccessRevoked(), "password", "refused this name and password"),
    (errors.NetworkUnavailable(), "address", "does not answer"),
    (errors.RateLimited(retry_after_seconds=9), None, "asks us to wait"),
    (errors.QuotaExhausted(), None, "used up"),
    (errors.ReviewRequired(), None, "must first approve"),
    (errors.NotFound(), "identifier", "does not know this account"),
    (errors.UnexpectedResponse(), "address", "something we do not understand"),
    (errors.OutcomeUnknown(), "address", "something we do not understand"),
]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("error", "field", "words"), FAILURES, ids=lambda value: type(value).__name__
)
def test_every_failure_is_explained_at_its_field(
    error: Exception, field: str | None, words: str
) -> None:
    problem = explain_connection(error, server="n.example", way=Way.PASSWORD)
    assert problem.field == field
    assert words in problem.sentence
    assert "%(" not in problem.sentence


def test_an_address_that_leads_inside_is_told_from_one_where_nobody_answers() -> None:
    error = errors.ContentRefused(field="address")
    error.__cause__ = errors.ContentRefused(field="address")
    error.__cause__.__cause__ = AddressRefused("10.0.0.1 is inside")
    problem = explain_connection(error, server="n.example", way=Way.PASSWORD)
    assert "private network" in problem.sentence
    assert "10.0.0.1" not in problem.sentence


def test_a_refused_permission_starts_again() -> None:
    problem = explain_connection(errors.AccessRevoked(), server="n.example", way=Way.SERVER)
    assert problem.sentence == (
        "n.example no longer accepts this permission. Start again from here."
    )


def test_no_detail_of_an_error_reaches_a_page() -> None:
    for error, _, _ in FAILURES:
        error.args = ("a secret",)
        if isinstance(error, errors.NetworkError):
            error.detail = "a secret"
        sentence = explain_connection(error, server="n.example", way=Way.PASSWORD).sentence
        assert "secret" not in sentence
