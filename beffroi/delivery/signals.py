"""What becomes of a delivery, told to whoever asked for it. Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: delivery, now: it was published, failed, was cancelled, waits for a person, was taken away.
delivery_changed = Signal()
