"""Form fields for what people write to be published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: Signs of a text besides those that show: everything else below a space is left by accident.
_KEPT = frozenset("\n\t")


class PlainText(forms.CharField):
    """A text as networks take it: one sign per line end, no control signs, no spaces around."""

    widget = forms.Textarea
    default_error_messages = {
        "unusable": _(
            "This text holds a character that no network takes. Paste it again as plain text."
        ),
        "max_length": ngettext_lazy(
            "At most %(limit_value)d character; there are %(show_value)d.",
            "At most %(limit_value)d characters; there are %(show_value)d.",
            "limit_value",
        ),
    }

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out `maxlength`: a browser would cut what is pasted without a word."""
        return {}

    def to_python(self, value: Any) -> str:
        """Return the text cleaned; raises ValidationError on what cannot be stored or sent."""
        text = clean_text(super().to_python(value) or "")
        if any(_is_unusable(sign) for sign in text):
            raise ValidationError(self.error_messages["unusable"], code="unusable")
        return text


def clean_text(text: str) -> str:
    """Return `text` with single line ends. Forms send CRLF, which networks count twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").strip()


def _is_unusable(sign: str) -> bool:
    is_control = (sign < " " and sign not in _KEPT) or sign == "\x7f"
    return is_control or "\ud800" <= sign <= "\udfff"
