"""A form field that chooses a channel, by the name that people know."""

from __future__ import annotations

from typing import Any

from django import forms

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name


class ChannelField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the workspace's channels; none until a form is given its rows."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Channel.objects.none(), required=False, **given)

    def label_from_instance(self, obj: Any) -> str:
        """Say the network as it writes itself, and what people call the channel."""
        return f"{network_name(obj.network)} · {obj.called}"
