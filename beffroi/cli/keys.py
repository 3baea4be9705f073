"""`beffroi keys rotate`: seals every secret under a new key."""

from __future__ import annotations

import argparse

from django.conf import settings

from beffroi.cli.messages import gettext as _
from beffroi.cli.messages import ngettext
from beffroi.core import crypto


def run(options: argparse.Namespace) -> int:
    """Rotate; after an interruption, running it again goes on."""
    done = crypto.rotate()
    text = ngettext(
        "%(count)s secret is sealed under the new key.",
        "%(count)s secrets are sealed under the new key.",
        done.sealed_anew,
    )
    print(text % {"count": done.sealed_anew})
    print(_("The key file has changed: copy %(file)s anew.") % {"file": settings.SECRET_FILE})
    if done.unreadable:
        text = ngettext(
            "%(count)s secret cannot be opened by any key: connect its channel, or set up the app "
            "code, again.",
            "%(count)s secrets cannot be opened by any key: connect their channels, or set up the "
            "app codes, again.",
            done.unreadable,
        )
        print(text % {"count": done.unreadable})
        return 1
    return 0
