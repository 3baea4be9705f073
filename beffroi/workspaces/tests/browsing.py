"""Going through pages as a person does: pages asked for, forms filled in, mails read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core import mail
from django.core.mail import EmailMessage
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from beffroi.workspaces.models import User

PASSWORD = "le-pain-sort-a-cinq-heures"


def page(response: HttpResponseBase) -> str:
    """Return the text of a page."""
    content: bytes = getattr(response, "content", b"")
    return content.decode()


def code_in_last_mail() -> str:
    """Return the code that was mailed last: a line of its own, letters and digits."""
    body = str(_outbox()[-1].body)
    found = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+)$", body, re.M)
    assert found is not None, body
    return found[1]


def mails_to(address: str) -> list[EmailMessage]:
    """Return what was mailed to an address."""
    return [sent for sent in _outbox() if address in sent.to]


def _outbox() -> Sequence[EmailMessage]:
    return mail.outbox


def sign_up(
    client: Client, *, email: str, name: str = "Marie Petit", **more: str
) -> HttpResponseBase:
    """Fill in the form of a new account."""
    return client.post(
        reverse("account_signup"),
        {"name": name, "email": email, "password1": PASSWORD, **more},
    )


def confirm_address(client: Client) -> HttpResponseBase:
    """Type the code that was mailed."""
    return client.post(reverse("account_email_verification_sent"), {"code": code_in_last_mail()})


def sign_in(client: Client, *, email: str, password: str = PASSWORD) -> HttpResponseBase:
    """Fill in the form of the door."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_in(client: Client) -> bool:
    """Tell whether the client is signed in."""
    return "_auth_user_id" in client.session


def give_password(user: User, password: str = PASSWORD) -> None:
    """Let a person of the world sign in by password."""
    user.set_password(password)
    user.save()
