"""How to ask each network for one's archive, step by step. Menus as seen in autumn 2026."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Guide:
    """The way to one network's archive."""

    network: str
    name: str
    steps: tuple[Promise, ...]
    gives: Promise


_FORMAT_JSON = _("Choose the format JSON, not HTML, and the quality “low”: photos are not read.")

GUIDES: tuple[Guide, ...] = (
    Guide(
        "instagram",
        "Instagram",
        (
            _("Open Accounts Center, then “Your information and permissions”."),
            _("Choose “Export your information”, your account, and “Export to device”."),
            _FORMAT_JSON,
            _("Choose “All time”. A mail comes within a day; the file is there for four days."),
        ),
        _("Posts, stories, reels, your comments, and the counters of each post."),
    ),
    Guide(
        "facebook",
        "Facebook",
        (
            _("Switch to your Page, then open its settings, “Your information”."),
            _("Choose “Download your information”, then “Posts” and “Comments”."),
            _FORMAT_JSON,
            _("Choose “All time”. A mail comes within a day; the file is there for four days."),
        ),
        _("Posts, videos, and your comments. Facebook leaves out what others wrote to you."),
    ),
    Guide(
        "linkedin",
        "LinkedIn",
        (
            _("Open Settings, “Data privacy”, “Get a copy of your data”."),
            _("Choose the larger archive. A mail comes within a day."),
            _("Give us the zip file as it is."),
        ),
        _(
            "Your own posts and comments, and how many people joined your network each month. "
            "What other members wrote, and who they are, is never kept."
        ),
    ),
    Guide(
        "x",
        "X",
        (
            _("Open “Settings and privacy”, “Your account”, “Download an archive of your data”."),
            _("Prove who you are, then ask for the archive. A mail comes within a day or more."),
            _("Give us the zip file as it is."),
        ),
        _("Posts, answers and reposts, with likes and reposts received."),
    ),
    Guide(
        "youtube",
        "YouTube",
        (
            _("Open takeout.google.com with the account of the channel and deselect everything."),
            _("Select “YouTube and YouTube Music”, then only videos, comments and posts."),
            _("Ask for the export as a zip file of 2 GB; leave the video files out."),
        ),
        _("Videos with title and description, posts, and your own comments."),
    ),
    Guide(
        "google_business",
        "Google",
        (
            _("Open takeout.google.com with the account of the listing; deselect everything."),
            _("Select “Google Business Profile”, then ask for the export as a zip file."),
            _("A table of reviews (CSV) from another tool is read as well."),
        ),
        _("Reviews with stars and name, and your answers."),
    ),
    Guide(
        "trustpilot",
        "Trustpilot",
        (
            _("In Trustpilot Business, open “Service reviews” and choose “Export”, CSV."),
            _("Give us the table as it is."),
        ),
        _("Reviews with stars and name, and the date of your answers."),
    ),
    Guide(
        "mastodon",
        "Mastodon",
        (
            _("On your server, open Preferences, “Import and export”, “Data export”."),
            _("Ask for your archive, wait for the mail, and download the file."),
        ),
        _("Posts and boosts."),
    ),
    Guide(
        "bluesky",
        "Bluesky",
        (
            _("Open Settings, “Account”, “Export my data”."),
            _("Download the repository, a file that ends in .car."),
        ),
        _("Posts."),
    ),
)
