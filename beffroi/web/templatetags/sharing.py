"""What is given away: a text with a button that copies it, and a word where nobody could open it.

A page that shows one of these texts has `web/copy.js` among its scripts.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from beffroi.core.addresses import is_reachable

register = template.Library()


@register.inclusion_tag("web/components/to_copy.html")
def to_copy(id: str, label: str, text: str, *, hint: str = "", rows: int = 1) -> dict[str, Any]:
    """Draw a text that cannot be changed, and the button that copies it.

    Without script the field stands alone: whoever comes to it by Tab has its text selected.
    """
    return {"id": id, "label": label, "text": text, "hint": hint, "rows": rows}


@register.inclusion_tag("web/components/unreachable.html")
def unreachable(what: str = "") -> dict[str, Any]:
    """Say that addresses of this installation open here only; nothing where the world may come.

    `what` names the address in a sentence, where “this address” would not be understood.
    """
    origin = "" if is_reachable(settings.PUBLIC_URL) else settings.PUBLIC_URL
    return {"origin": origin, "what": what}
