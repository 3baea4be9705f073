"""Where the figures of parts come from, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GOALS = _("Goals of the room Measure")
CALENDAR = _("The calendar")
STRATEGY = _("The page of the strategy")
NETWORKS = _("Connected channels, and the check of your site")
SITE = _("The check of your site")
DELIVERIES = _("What networks confirmed as published")
COSTS = _("Costs and hours that were noted")
TEAM = _("The people of this workspace")
LESSONS = _("Lessons of the team")
LISTENING = _("Watches, sources and mentions")
INBOX = _("The inbox, by what you promise")
REVIEWS = _("Reviews of all sources")
CRISIS = _("The crisis file, drills and the charter")
LINKS = _("Publications and their short links")
SALES = _("Sales and contacts that were kept")
REPORTS = _("Reports that somebody approved")
COMPETITORS = _("Competitors and where they write")
OFFERS = _("Offers and their codes")
RELAYS = _("What colleagues are proposed to share")
PEOPLE = _("Consents of people who write to you")
