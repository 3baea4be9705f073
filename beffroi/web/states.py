"""How each state of a post is shown: word, tone and icon, the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """A word with its tone (a class of the stylesheet, or nothing) and its icon."""

    label: str | Promise
    tone: str
    icon: str


POST_STATES: dict[str, Look] = {
    "draft": Look(_("Draft"), "", "circle-dashed"),
    "to_approve": Look(_("To approve"), "warn", "user-check"),
    "scheduled": Look(_("Scheduled"), "info", "clock"),
    "paused": Look(_("Paused"), "warn", "circle-pause"),
    "sending": Look(_("On its way"), "info", "send"),
    "published": Look(_("Published"), "ok", "check-check"),
    "to_check": Look(_("To check"), "doubt", "circle-help"),
    "held": Look(_("Held back"), "warn", "hourglass"),
    "failed": Look(_("Failed"), "bad", "circle-alert"),
    "taken_away": Look(_("Taken away"), "bad", "ban"),
    "partly_taken_away": Look(_("Taken away in part"), "bad", "ban"),
    "cancelled": Look(_("Given up"), "", "circle-off"),
}

NETWORK_NAMES: dict[str, str] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "feeds": "RSS",
    "file": "CSV",
    "google_business": "Google",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "wordpress": "WordPress",
    "x": "X",
    "youtube": "YouTube",
}
