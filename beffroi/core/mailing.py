"""What all who send mails ask: whether a mail server is set, and whether it refused for good."""

from __future__ import annotations

import smtplib

from django.conf import settings

#: From here on an answer of a mail server is for good; below it asks to come again.
_PERMANENT = 500


def mail_is_set() -> bool:
    """Tell whether this installation has a mail server: without one, mails are only printed."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def is_refused_for_good(error: smtplib.SMTPException) -> bool:
    """Tell whether a mail server said that trying again would change nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return max(codes, default=_PERMANENT) >= _PERMANENT
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= _PERMANENT
