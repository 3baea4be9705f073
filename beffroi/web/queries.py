"""What the pages of this package read."""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.workspaces.models import User


@dataclass(frozen=True)
class Minutes:
    """The quarter of an hour of a day: minutes done, minutes that the waiting cards take."""

    done: int
    planned: int
    total: int = 15

    @property
    def left(self) -> int:
        """Minutes that nothing asks for, never below zero."""
        return max(0, self.total - self.done - self.planned)


def is_empty_installation() -> bool:
    """Tell whether nobody has an account yet."""
    return not User.objects.exists()
