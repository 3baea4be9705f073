"""What happens to a workspace, told to whoever stands above. Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: workspace, now: its name, what it does or its time zone are others now.
workspace_changed = Signal()
