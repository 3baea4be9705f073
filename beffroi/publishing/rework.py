"""Buttons of the composer that change the page and keep nothing yet. Pure but for QueryDict."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict

from beffroi.media.models import MediaFile

#: What the other buttons say; see `saving.save`.
SAVING = frozenset({"draft", "submit", "schedule"})


def apply(sent: QueryDict, *, intent: str, added: Iterable[MediaFile] = ()) -> QueryDict:
    """Return what was sent, as the pressed button changes it, with the files just `added`.

    A document brings its name as a title. `adapt:12` opens a version of its own for channel 12,
    `drop:12` leaves the channel out, `remove:<id>` leaves a file out; nothing else changes it.
    """
    data = sent.copy()
    for file in added:
        data.appendlist("file", str(file.pk))
        data[f"alt_text_{file.pk}"] = file.title
    action, _, subject = intent.partition(":")
    if action == "adapt":
        data["open"] = subject
        if not data.get(f"own_text_{subject}", "").strip():
            data[f"own_text_{subject}"] = data.get("text", "")
    elif action == "drop":
        _leave_out(data, "channels", subject)
    elif action == "remove":
        _leave_out(data, "file", subject)
    return data


def focus_of(intent: str) -> str:
    """Return the name of the field in which work goes on after `intent`, empty for none."""
    action, _, subject = intent.partition(":")
    return {"adapt": f"own_text_{subject}", "drop": "channels", "remove": "upload"}.get(action, "")


def _leave_out(data: QueryDict, name: str, value: str) -> None:
    data.setlist(name, [item for item in data.getlist(name) if item != value])
