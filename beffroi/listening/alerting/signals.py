"""What alerts tell the apps beside and above them."""

from __future__ import annotations

from django.dispatch import Signal

#: A line was written into an alert's story, inside its transaction: `alert`, `event`, `now`.
alert_changed = Signal()
