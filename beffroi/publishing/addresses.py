"""Addresses of days and posts."""

from __future__ import annotations

from django.urls import reverse

from beffroi.publishing.models import Post


def calendar_address(post: Post) -> str:
    """Return where the calendar shows the day of `post`, or the calendar when it has no day."""
    if post.planned_at is None:
        return reverse("calendar")
    day = post.planned_at.astimezone(post.workspace.zone).date()
    return f"{reverse('calendar')}?day={day}#day-{day}"
