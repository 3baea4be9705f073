"""The word by which what is there for the eye alone is known on its way to paper."""

from __future__ import annotations

#: Written on each such element, and on all in it.
HIDDEN = "data-for-the-eye-alone"
