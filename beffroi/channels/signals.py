"""What happens to a channel, told to whoever stands above. Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: channel, now: connected for the first time or again; held posts may leave.
channel_connected = Signal()

#: channel, person_id, now: somebody asks to be forgotten; a receiver returns how much it erased.
person_withdrew = Signal()

#: channel, remote_ids, now: the network says that these may be new, changed or gone; empty: look.
channel_told = Signal()
