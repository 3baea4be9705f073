"""What all who send mails share: the server, what it answers, who writes, the look."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.utils import formataddr, parseaddr
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

_SHEET = Path(__file__).parent / "static" / "core" / "mail.css"
#: From here on an answer of a mail server is for good; below it asks to come again.
_PERMANENT = 500


class Fate(Enum):
    """What became of a mail."""

    TAKEN = "taken"
    REFUSED = "refused"
    #: Nothing left, or the server asked to come again.
    LATER = "later"
    #: It was handed over and no answer came.
    UNKNOWN = "unknown"


class MailServerAway(Exception):
    """Nothing left; a job that raises it is tried again, ever more seldom."""


def mail_is_set() -> bool:
    """Tell whether this installation has a mail server: without one, mails are only printed."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def hand_over(mail: EmailMultiAlternatives) -> Fate:
    """Hand a mail to the mail server, once, and tell what it answered."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return Fate.LATER
    try:
        mail.connection = connection
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        return Fate.REFUSED if is_refused_for_good(error) else Fate.LATER
    except (OSError, smtplib.SMTPException):
        return Fate.UNKNOWN
    finally:
        _close(connection)
    return Fate.TAKEN


def is_refused_for_good(error: smtplib.SMTPException) -> bool:
    """Tell whether a mail server said that trying again would change nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return max(codes, default=_PERMANENT) >= _PERMANENT
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= _PERMANENT


def sent_as(name: str) -> str:
    """Return who writes: a name, at the address of this installation."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join(name.split()), address))


def dressed(html: str, own: str = "") -> str:
    """Return a mail with the stylesheet of all, and its `own` rules: nothing is fetched."""
    return with_rules(html, f"\n{_SHEET.read_text()}{own}")


def with_rules(html: str, rules: str) -> str:
    """Return a page that cannot fetch a stylesheet with rules of its own, the last in its head."""
    return html.replace("</head>", f"<style>{rules}</style></head>", 1)


def _close(connection: BaseEmailBackend) -> None:
    """Say goodbye; whether that is heard changes nothing for the mail."""
    with suppress(OSError, smtplib.SMTPException):
        connection.close()
