"""Worked numbers, computed by hand from the definitions; what the figures must give."""

from __future__ import annotations

from datetime import UTC, datetime

from beffroi.metrics.figures import Provenance, Source

#: Interactions, impressions, reach, followers and video views of three posts.
POSTS = ((30, 1000, 900, 5000, 60), (5, 100, 80, 5000, 2), (100, 2000, 1500, 5200, 400))
READ = Provenance(Source.MEASURED, datetime(2026, 6, 16, 4, 0, tzinfo=UTC))
