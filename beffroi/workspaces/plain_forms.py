"""What the library's forms have in common here: our words, bounded lengths, no placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Plain:
    """Gives a form of the library labels and hints of our own; stands before it among the bases.

    A label stands above its field, where it does not vanish; and nothing of any length is read.
    """

    words: ClassVar[Mapping[str, StrPromise]] = {}
    hints: ClassVar[Mapping[str, StrPromise]] = {}
    longest: ClassVar[int] = 512
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label = self.words[name]
            if name in self.hints:
                field.help_text = self.hints[name]
            self._bound(field)

    def _bound(self, field: forms.Field) -> None:
        if isinstance(field, forms.JSONField) or not isinstance(field, forms.CharField):
            return
        if field.max_length is None:
            field.max_length = self.longest
            field.validators.append(MaxLengthValidator(self.longest))
            field.widget.attrs["maxlength"] = str(self.longest)
