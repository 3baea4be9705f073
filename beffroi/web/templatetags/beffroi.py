"""The components of the screens as template tags. The style guide shows each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import forms, template
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.core.foreign import web_address
from beffroi.web import dial as ring
from beffroi.web.rooms import RoomLink
from beffroi.web.states import NETWORK_NAMES, POST_STATES

register = template.Library()

SPRITE = "web/icons.svg"
COMPONENTS = "web/components"
_SEAM = re.compile(r"(?<=\w[._/-])(?=\w)|(?<=\w)(?=@)")


# Icons, marks, badges


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw a Lucide icon; `extra` adds classes. The word beside it carries the meaning."""
    return _use(f"i-{name}", f"i {extra}".strip())


@register.simple_tag
def network(key: str, size: str = "", *, named: bool = True) -> SafeString:
    """Draw the mark of a network; `named=False` only where its name stands beside it."""
    return _mark(key, size, named)


@cache
def _mark(key: str, size: str, is_named: bool) -> SafeString:
    name = format_html('<span class="vh">{}</span>', NETWORK_NAMES[key]) if is_named else ""
    classes = f"net n-{key} net--l" if size == "l" else f"net n-{key}"
    return format_html('<span class="{}">{}{}</span>', classes, _use(f"n-{key}"), name)


@register.simple_tag
def network_glyph(key: str) -> SafeString:
    """Draw only the drawing of a network, for the small places of the calendar."""
    return _use(f"n-{key}")


@register.filter
def network_name(key: str) -> str:
    """Return how a network is called; itself when unknown."""
    return NETWORK_NAMES.get(key, key)


@register.filter
def weight(size_bytes: int) -> str:
    """Write how heavy a file is, in the units of its limits: a megabyte is a million bytes."""
    if size_bytes < 1_000_000:
        return _("%(size)s kB") % {"size": max(1, round(size_bytes / 1000))}
    millions = size_bytes / 1_000_000
    if millions < 1000:
        return _("%(size)s MB") % {"size": number_format(millions, 0 if millions >= 10 else 1)}
    return _("%(size)s GB") % {"size": number_format(millions / 1000, 1)}


@register.simple_tag
def stars(number: int) -> SafeString:
    """Draw a rating of 1 to 5 stars, said in words for who does not see it."""
    words = ngettext("%(number)s of 5 stars", "%(number)s of 5 stars", number) % {"number": number}
    full, empty = "★" * number, "☆" * (5 - number)
    return format_html(
        '<span class="stars" aria-hidden="true">{}{}</span><span class="vh">{}</span>',
        full,
        empty,
        words,
    )


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "circle-help") -> SafeString:
    """Draw a badge: icon and word, in a tone (ok, warn, bad, info, doubt, bronze or none)."""
    return format_html(
        '<span class="{}">{}{}</span>', f"badge {tone}".strip(), _use(f"i-{icon}", "i"), text
    )


@register.simple_tag
def post_state(state: str) -> SafeString:
    """Draw the badge of a post's state; the states are listed in `beffroi.web.states`."""
    look = POST_STATES[state]
    return badge(str(look.label), look.tone, look.icon)


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a post's state, for what is coloured by it."""
    return POST_STATES[state].tone


@register.filter
def state_icon(state: str) -> str:
    """Return the icon of a post's state."""
    return POST_STATES[state].icon


@register.filter
def state_label(state: str) -> str:
    """Return the word of a post's state."""
    return str(POST_STATES[state].label)


@register.simple_tag
def avatar(name: str, extra: str = "") -> SafeString:
    """Draw someone's initials; hidden from readers since the name stands beside it."""
    classes = escape(f"avatar {extra}".strip())
    return SafeString(f'<span class="{classes}" aria-hidden="true">{escape(initials(name))}</span>')


@register.filter
def first_name(name: str) -> str:
    """Return the first word of a name, to greet someone."""
    return name.split()[0] if name.strip() else ""


@register.filter
def initials(name: str) -> str:
    """Return up to two initials: “Claire Martin” gives CM, “claire@…” gives C."""
    words = [word for word in name.split("@")[0].replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@cache  # the same few, a hundred times a page
def _use(symbol: str, classes: str = "") -> SafeString:
    attribute = format_html(' class="{}"', classes) if classes else ""
    return format_html(
        '<svg{} aria-hidden="true"><use href="{}#{}"></use></svg>',
        attribute,
        static(SPRITE),
        symbol,
    )


@register.simple_tag
def room_link(room: RoomLink) -> SafeString:
    """Draw one entry of the navigation; it stands a dozen times on every page."""
    state = f' aria-current="{room.current}"' if room.current else ""
    count = ""
    if room.count:
        to_do = _("to do")
        words = f'<span class="vh"> {escape(to_do)}</span>'
        count = f'<span class="count">{escape(str(room.shown_count))}{words}</span>'
    inside = f"{icon(room.icon)}{escape(str(room.label))}{count}"
    return SafeString(f'<a href="{escape(room.url)}"{state}>{inside}</a>')


@register.simple_tag(takes_context=True)
def once(context: Context, name: str) -> SafeString:
    """Include a template that stands in the side bar and in the tabs: drawn once for both."""
    drawn: dict[str, SafeString] = context["shell"].drawn
    if name not in drawn:
        drawn[name] = template.Engine.get_default().get_template(name).render(context)
    return drawn[name]


# Blocks


@register.simple_block_tag
def panel(content: str, tone: str = "", icon: str = "", extra: str = "") -> SafeString:
    """Set an advice (bronze), a warning or a doubt apart; first a bold sentence, then one more."""
    classes = f"panel {tone} {extra}"
    if not icon:
        return format_html('<div class="{}">{}</div>', " ".join(classes.split()), content)
    return format_html(
        '<div class="{}">{}<div class="grow stack-s">{}</div></div>',
        " ".join(f"{classes} note".split()),
        _use(f"i-{icon}", f"i t-{tone}" if tone else "i"),
        content,
    )


@register.simple_block_tag
def empty(content: str, icon: str, title: str, tone: str = "bronze", level: int = 2) -> SafeString:
    """Teach what an empty room is for: a sentence, one example, one button."""
    return format_html(
        '<div class="empty"><span class="{}">{}</span><h{}>{}</h{}>{}</div>',
        f"kind {tone}",
        _use(f"i-{icon}", "i"),
        level,
        title,
        level,
        content,
    )


@register.simple_tag
def button(
    text: str,
    icon: str = "",
    *,
    kind: str = "",
    href: str = "",
    size: str = "",
    name: str = "",
    value: str = "",
    extra: str = "",
) -> SafeString:
    """Draw a button, or a link that looks like one; `kind` is primary, quiet or bad.

    Anything with other attributes (hx-…) is written out: `<button class="btn btn--primary" …>`.
    """
    kinds = [f"btn--{part}" for part in (kind, size) if part]
    classes = " ".join(["btn", *kinds, *extra.split()])
    inside = format_html("{}{}", _use(f"i-{icon}", "i") if icon else "", text)
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, inside)
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="{}"{} type="submit">{}</button>', classes, named, inside)


@register.inclusion_tag(f"{COMPONENTS}/skeleton.html")
def skeleton(rows: int = 3) -> dict[str, Any]:
    """Hold the place of rows that are being read."""
    return {"rows": range(rows)}


@register.simple_tag
def progress(value: int, total: int, label: str) -> SafeString:
    """Draw how far a long work is; `label` says it in words with its number."""
    return format_html(
        '<progress class="progress" value="{}" max="{}" aria-label="{}">{}</progress>',
        value,
        total,
        label,
        label,
    )


@register.inclusion_tag(f"{COMPONENTS}/dial.html")
def dial(
    done: int, planned: int = 0, total: int = 15, *, with_bell: bool = False
) -> dict[str, Any]:
    """Draw the ring of minutes: done, planned, free; with the bell once the day is over."""
    return {
        "with_bell": with_bell,
        "strokes": ring.strokes(done=done, planned=planned, total=total),
        "done": done,
        "planned": planned,
        "total": total,
    }


@register.filter
def passing(messages: Iterable[Message] | None) -> list[Message]:
    """Keep the messages that may leave by themselves: what went well."""
    return [message for message in messages or () if message.level < levels.WARNING]


@register.filter
def lasting(messages: Iterable[Message] | None) -> list[Message]:
    """Keep the messages that must stay: warnings and errors are never toasts."""
    return [message for message in messages or () if message.level >= levels.WARNING]


@register.filter
def linkable(address: str) -> str:
    """Return an address that others gave if a page may link to it, else nothing."""
    return web_address(address)


@register.filter
def undo_url(message: Message) -> str:
    """Return where undoing what `message` tells is posted: its tag `undo:/…`, else nothing."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:/")), "")


@register.filter
def dash(value: Any) -> Any:
    """Show the unknown as a dash, never as zero."""
    return "—" if value is None or value == "" else value


@register.filter
def parted(text: str) -> SafeString:
    """Let a long handle go on in the next line after a dot or a dash, not within a word."""
    return SafeString("<wbr>".join(escape(part) for part in _SEAM.split(text)))


# Forms


@register.inclusion_tag(f"{COMPONENTS}/form_errors.html")
def form_errors(form: forms.BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """List what must be mended, each with a link to its field; takes the focus."""
    fields = [(field, field.errors) for field in form if field.errors]
    return {
        "general": form.non_field_errors(),
        "fields": fields,
        "count": len(fields),
        "focus": focus,
    }


@register.inclusion_tag(f"{COMPONENTS}/form.html")
def form_fields(form: forms.BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """Draw all fields of a form with its list of errors; the buttons are the caller's."""
    return {"form": form, "focus": focus}


@register.inclusion_tag(f"{COMPONENTS}/field.html")
def field(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """Draw one field: label, control, hint and errors tied to it."""
    widget = bound.field.widget
    described = hint or bound.help_text
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": described,
        "control": _control(bound, hint=described),
        "shape": _shape(widget),
        "optional": _says_optional(bound),
    }


def _says_optional(bound: BoundField) -> bool:
    """Tell whether a field must say that it may stay empty: not where the whole form may."""
    if bound.field.required or getattr(bound.form, "nothing_is_required", False):
        return False
    return not isinstance(bound.field.widget, forms.CheckboxInput)


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def _control(bound: BoundField, *, hint: Any) -> SafeString:
    attrs: dict[str, Any] = {}
    if _shape(bound.field.widget) == "line":
        attrs["class"] = f"input {bound.field.widget.attrs.get('class', '')}".strip()
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    if ids and not bound.use_fieldset:
        attrs["aria-describedby"] = " ".join(ids)
    return bound.as_widget(attrs=attrs)
