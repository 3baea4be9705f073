"""Every field of several lines is among those that a session's end gives back."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.test import RequestFactory

from beffroi.workspaces import ended
from tests.architecture.test_templates import TEMPLATES

_NAMED = re.compile(r'<textarea\b[^>]*\bname="([a-z_]+)"')


def of_forms(
    widget: type[forms.Widget], kind: type[forms.BaseForm] = forms.BaseForm
) -> Iterator[str]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("beffroi.") and "styleguide" not in one.__module__:
            fields = getattr(one, "base_fields", {}).items()
            yield from (name for name, field in fields if isinstance(field.widget, widget))
        yield from of_forms(widget, one)


def of_templates() -> Iterator[str]:
    for source in TEMPLATES.values():
        yield from _NAMED.findall(source)


def test_what_is_written_in_a_field_of_several_lines_comes_back() -> None:
    importlib.import_module(settings.ROOT_URLCONF)
    names = {*of_forms(forms.Textarea), *of_templates()}
    assert {"text", "note", "words", "returns"} <= names
    sent = {name: RequestFactory().post("/", {name: "Du pain"}) for name in names}
    assert [name for name, request in sent.items() if not ended.holds_words(request)] == []


def test_no_form_with_a_secret_comes_back() -> None:
    importlib.import_module(settings.ROOT_URLCONF)
    names = {*of_forms(forms.PasswordInput)}
    assert "api_key" in names
    sent = {name: RequestFactory().post("/", {"name": "Du pain", name: "s"}) for name in names}
    assert [name for name, request in sent.items() if ended.holds_words(request)] == []


def test_the_key_by_which_a_post_is_made_once_is_no_secret() -> None:
    key = "7b5f3c1e-7d8e-4f0a-9d5a-0c1d2e3f4a5b"
    assert ended.holds_words(RequestFactory().post("/", {"text": "Du pain", "key": key}))
