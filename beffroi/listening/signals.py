"""What listening tells the apps beside and above it."""

from __future__ import annotations

from django.dispatch import Signal

#: New mentions were kept, inside the transaction that keeps them:
#: `workspace_id`, `mentions` (rows), `now`.
mentions_kept = Signal()
