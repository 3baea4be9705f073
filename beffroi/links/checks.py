"""What `beffroi doctor` looks at of links: the file that tells countries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from beffroi.core.health import Finding, Level
from beffroi.links.countries import Unreadable, made_at

#: Addresses change hands: after so long many are said to be elsewhere.
_OLD_AFTER = timedelta(days=365)


def check_countries(now: datetime) -> Iterator[Finding]:
    """Look whether the file of countries, if one is set, can be read and is of this year."""
    path = settings.COUNTRIES_FILE
    if path is None:
        return
    try:
        made = made_at(path)
    except Unreadable:
        text = _(
            "The file of countries %(path)s (BEFFROI_COUNTRIES_FILE) cannot be read: countries"
            " of visitors stay unknown. Put an MMDB file there, then start Beffroi again."
        )
        yield Finding(Level.WARNING, text % {"path": path})
        return
    if now - made > _OLD_AFTER:
        text = _("The file of countries is from %(day)s: replace it by one of this year.")
        yield Finding(Level.WARNING, text % {"day": made.date().isoformat()})
    else:
        text = _("Countries of visitors: by the file of %(day)s.")
        yield Finding(Level.OK, text % {"day": made.date().isoformat()})
