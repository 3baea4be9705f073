"""What becomes of a delivery, told to whoever asked for it. Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: delivery, now: it was published, failed, was cancelled, or waits for a person.
delivery_changed = Signal()
