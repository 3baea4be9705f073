"""How often alerts are raised where nothing happens, and how many crises are found.

On made volumes. The figures stand in `listening/alerting/rules.py`. A minute and a half.
"""

from __future__ import annotations

import sys

from beffroi.listening.alerting.simulating import VOLUMES, false_alerts, false_tones, found

_DAYS = 40_000
_TONE_DAYS = 20_000
_CRISES = 4_000
_SEED = 7


def run() -> dict[str, float]:
    """Measure each volume: alerts and reds a year, changes of tone a year, crises found in %."""
    figures: dict[str, float] = {"days": _DAYS, "crises": _CRISES}
    for made in VOLUMES:
        name = f"{made.mean:g}_a_day_variance_{made.bursts:g}"
        print(f"{name}…", file=sys.stderr)
        wrong = false_alerts(made, days=_DAYS, seed=_SEED)
        right = found(made, crises=_CRISES, seed=_SEED)
        tones = false_tones(made, days=_TONE_DAYS, seed=_SEED)
        figures |= {
            f"{name}_alerts_a_year": round(wrong.orange_or_red, 1),
            f"{name}_reds_a_year": round(wrong.red, 1),
            f"{name}_tones_a_year": round(tones, 1),
            f"{name}_found": round(100 * right.orange_or_red, 1),
            f"{name}_found_as_red": round(100 * right.red, 1),
        }
    return figures
