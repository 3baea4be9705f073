from __future__ import annotations

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from beffroi.core.mailing import Fate, hand_over
from tests.mail_server import FailingServer, failing_server


@pytest.fixture
def server(settings: Settings) -> type[FailingServer]:
    return failing_server(settings)


def _mail() -> EmailMultiAlternatives:
    return EmailMultiAlternatives("Subject", "Body", to=["a@example.org"])


@pytest.mark.usefixtures("server")
def test_a_mail_that_the_server_takes_is_taken() -> None:
    assert hand_over(_mail()) is Fate.TAKEN
    assert [one.subject for one in mail.outbox] == ["Subject"]


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_of_a_server_that_does_not_open_nothing_has_left(
    server: type[FailingServer], error: Exception
) -> None:
    server.opening = error
    assert hand_over(_mail()) is Fate.LATER


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), Fate.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")}), Fate.LATER),
        (smtplib.SMTPDataError(554, b"spam"), Fate.REFUSED),
        (smtplib.SMTPDataError(421, b"busy"), Fate.LATER),
        (smtplib.SMTPServerDisconnected(), Fate.UNKNOWN),
        (TimeoutError(), Fate.UNKNOWN),
    ],
)
def test_what_the_mail_server_answers_is_told_apart(
    server: type[FailingServer], error: Exception, fate: Fate
) -> None:
    server.sending = error
    assert hand_over(_mail()) is fate
