"""One row of a form that is sent twice: a key goes out with the form, and is kept with the row."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

Row = TypeVar("Row", bound=models.Model)


class OnceField(forms.UUIDField):
    """The key of a form, another one each time that it is shown. What is no key counts as none."""

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean(self, value: Any) -> uuid.UUID | None:
        """Return the key that came back."""
        try:
            key: uuid.UUID | None = super().clean(value)
        except ValidationError:
            return None
        return key


def keep_once(row: Row, *, key: uuid.UUID | None, told: Iterable[str]) -> tuple[Row, bool]:
    """Save a new row, or return the one that the same form made already; tell whether it is new.

    Whoever goes back, changes one of `told` and sends the form again means another row; so does
    whoever takes the first one back. The model has `form_key`, one of each in a workspace. Inside
    a transaction.
    """
    made: Any = row
    made.form_key = key
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        rows = type(row)._default_manager.filter(workspace=made.workspace_id, form_key=key)
        found: Any = rows.first() if key else None
        if found is None:
            raise
        if found.removed_at is None and all(
            getattr(found, name) == getattr(row, name) for name in told
        ):
            return found, False
        made.form_key = None
        row.save()
    return row, True
