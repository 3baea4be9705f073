"""What the pages in front of the door need to know."""

from __future__ import annotations

from django import template
from django.template.context import Context

from beffroi.workspaces.entrance import invited_address, signup_needs_invitation

register = template.Library()


@register.simple_tag(takes_context=True)
def signup_is_open(context: Context) -> bool:
    """Tell whether this visitor may make an account."""
    return not signup_needs_invitation() or invited_address(context["request"]) is not None
