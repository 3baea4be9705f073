"""Form fields for what people write to be published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: Signs of a text besides those that show: everything else below a space is left by accident.
_KEPT = frozenset("\n\t")


class PlainText(forms.CharField):
    """A text as networks take it: one sign per line end, no control signs, no spaces around.

    The page says nothing of `max_length`: a browser would cut what is pasted without a word.
    """

    widget = forms.Textarea
    default_error_messages = {
        "unusable": _(
            "This text holds a character that no network takes. Paste it again as plain text."
        ),
    }

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)
        self.text_max = max_length

    def to_python(self, value: Any) -> str:
        """Return the text cleaned; raises ValidationError on what cannot be stored or sent."""
        text = clean_text(super().to_python(value) or "")
        if any(_is_unusable(sign) for sign in text):
            raise ValidationError(self.error_messages["unusable"], code="unusable")
        if len(text) > self.text_max:
            raise ValidationError(_too_long(len(text), limit=self.text_max), code="max_length")
        return text


def clean_text(text: str) -> str:
    """Return `text` with single line ends. Forms send CRLF, which networks count twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").strip()


def _too_long(length: int, *, limit: int) -> str:
    sentence = ngettext(
        "At most %(limit)s character; there are %(length)s.",
        "At most %(limit)s characters; there are %(length)s.",
        limit,
    )
    return sentence % {"limit": intcomma(limit), "length": intcomma(length)}


def _is_unusable(sign: str) -> bool:
    is_control = (sign < " " and sign not in _KEPT) or sign == "\x7f"
    return is_control or "\ud800" <= sign <= "\udfff"
