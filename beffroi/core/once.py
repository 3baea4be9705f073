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


def keep_once(
    row: Row, *, key: uuid.UUID | None, told: Iterable[str], gone: str = "removed_at"
) -> tuple[Row, bool]:
    """Save a new row, or return the one that the same form made already; tell whether it is new.

    Whoever goes back, changes one of `told` and sends the form again means another row; so does
    whoever takes the first one back, which `gone` then says. The model has `form_key`, one of each
    in a workspace. Inside a transaction.
    """
    made: Any = row
    made.form_key = key
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if _made_by(row, key) is None:
            raise
        known = made_before(row, key=key, told=told, gone=gone)
        if known is not None:
            return known, False
        made.form_key = None
        row.save()
    return row, True


def made_before(
    row: Row, *, key: uuid.UUID | None, told: Iterable[str], gone: str = "removed_at"
) -> Row | None:
    """Return what `keep_once` would return in the place of this row, None where it would save it.

    For what a new row takes that one which was sent twice must not: a place, a link.
    """
    found = _made_by(row, key)
    if found is None or getattr(found, gone) is not None:
        return None
    is_same = all(getattr(found, name) == getattr(row, name) for name in told)
    return found if is_same else None


def _made_by(row: Row, key: uuid.UUID | None) -> Row | None:
    made: Any = row
    rows = type(row)._default_manager.filter(workspace=made.workspace_id, form_key=key)
    return rows.first() if key else None
