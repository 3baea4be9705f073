"""Examples of a holding message: true of any company, since it states no fact."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from beffroi.company.queries import Facts


def example(facts: Facts, *, language: str) -> str:
    """Return a holding message in a language, signed as the company signs."""
    with translation.override(language):
        words = _(
            "Hello, we have read your messages and we take them seriously. We are looking into "
            "what happened, and we would rather check than answer too fast. We will tell you here "
            "what we know as soon as we know it."
        )
    return f"{words}\n{facts.signature or facts.name}"
