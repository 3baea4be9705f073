"""What vendors' calls have in common, whoever calls. Pure."""

from __future__ import annotations

import re

_CHALLENGE = re.compile(r"[A-Za-z0-9_.=+/-]{1,200}")


def is_challenge(text: str) -> bool:
    """Tell whether a vendor may have made `text` up for us to sign.

    Our signature under anything else would be one under a body that somebody forged: anyone may
    ask for it, and bodies are JSON.
    """
    return _CHALLENGE.fullmatch(text) is not None
