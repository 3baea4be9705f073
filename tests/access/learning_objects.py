"""Makers of what addresses of lessons name."""

from __future__ import annotations

from tests.access.objects import Side, maker


@maker
def lesson_name(side: Side) -> object:
    """Lessons are the same for everybody: only one's own place in them is one's own."""
    return "alt-text"
