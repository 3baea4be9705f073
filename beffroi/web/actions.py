"""What a person decides about how Beffroi speaks to them."""

from __future__ import annotations

from beffroi.workspaces.models import User


def choose_language(*, user: User, language: str) -> None:
    """Keep the language in which pages and mails speak to `user`."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
