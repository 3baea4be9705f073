"""The written mail that asks for a review, in both languages; people may change it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _


def subject(company: str, *, language: str) -> str:
    """Return the subject."""
    with translation.override(language):
        return _("Your opinion of %(company)s") % {"company": company}


def text(company: str, signature: str, *, language: str) -> str:
    """Return the text; it thanks, asks, and says that every review counts."""
    with translation.override(language):
        written = _(
            "Hello,\n\n"
            "Thank you for coming to us. Would you tell others how it was? A few words are enough,"
            " about what went well as about what did not: we read every review and answer it.\n\n"
            "Thank you for your time,\n%(who)s"
        )
        return written % {"who": signature or company}
