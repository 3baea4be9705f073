"""What the inbox does by itself with what arrives: rules, and two answers that nobody writes.

`run` is called once new messages were kept and all that filters read of them is known.
"""

from beffroi.inbox.automation.acting import run

__all__ = ["run"]
