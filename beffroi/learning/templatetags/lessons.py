"""The quiet link by which any page leads to a lesson: `{% lesson "alt-text" %}`."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.learning.reading import lessons

register = template.Library()

_LINK = (
    '<span class="note s"><svg class="i t-bronze" aria-hidden="true">'
    '<use href="{}#i-lightbulb"></use></svg><a href="{}">{}</a></span>'
)


@register.simple_tag
def lesson(name: str) -> SafeString:
    """Draw the link to a lesson with its length. Raises KeyError for one that does not exist."""
    found = lessons()[name]
    words = found.in_language(get_language() or "fr")
    said = _("%(minutes)s min: %(title)s") % {"minutes": found.minutes, "title": words.title}
    return format_html(_LINK, static("web/icons.svg"), reverse("lesson", args=[name]), said)
