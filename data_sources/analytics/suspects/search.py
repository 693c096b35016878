"""Suspects of one feeder: theft, stuck (dead, spiking) registers and wrong meter-to-transformer records, ranked.

Method: the searches run in this order, each on the same matrices of readings: registers that stand still, meters that
follow another transformer, then theft without the meters already explained. Their methods, assumptions and drawbacks
stand in `suspects_stuck`, `suspects_mapping`, `suspects_theft`, `energy_balance` and `voltage_residuals`.

Measured: a feeder of 1,400 meters and 14 days of quarter hours takes about 2 s on one core.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data_sources.analytics.suspects import mapping as suspects_mapping
from data_sources.analytics.suspects import stuck as suspects_stuck
from data_sources.analytics.suspects import theft as suspects_theft
from data_sources.analytics.suspects.energy_balance import balance
from data_sources.analytics.suspects.feeder_readings import FeederReadings, Floats
from data_sources.analytics.suspects.found import SearchSettings, Suspect, ranked
from data_sources.analytics.suspects.voltage_residuals import deviations, services


def find_suspects(
    readings: FeederReadings, settings: SearchSettings | None = None, *, year_before_kwh: Floats | None = None
) -> list[Suspect]:
    """Every suspect of a feeder, flagged first, then by score.

    Args:
        readings: of the feeder; at least 3 days tell something, 14 are better.
        settings: thresholds; usual ones when left out.
        year_before_kwh: energy delivered on the same weekdays 364 days before, shape (m, days), NaN where unknown.
    """
    chosen = settings or SearchSettings()
    if not len(readings.meter_id) or not len(readings.start_at):
        return []
    made = deviations(readings)
    service = services(readings, made)
    balances = balance(readings, chosen.allowance_pct)
    stuck = suspects_stuck.find(readings, service, chosen)
    moved = suspects_mapping.find(readings, made, chosen, balances.unaccounted_kwh)
    explained = frozenset(s.meter_id for s in [*stuck, *moved] if s.is_flagged)
    # Neighbours are judged anew without the meters that belong elsewhere or register nonsense.
    sound = replace(made, is_judged=made.is_judged & ~np.isin(readings.meter_id, list(explained)))
    service = services(readings, sound)
    theft = suspects_theft.find(
        readings, made, service, balances, chosen, year_before_kwh=year_before_kwh, excluded=explained
    )
    return ranked([*theft, *stuck, *moved])
