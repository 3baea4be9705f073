"""What a company changes, told to whoever stands above. Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: workspace, now: its promise, its hours, its holidays or its closures are others now.
terms_changed = Signal()
