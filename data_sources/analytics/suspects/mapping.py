"""Meters whose voltage follows another transformer than the one they are recorded at.

Method
    1. From voltage deviations take out what the feeder shares and what follows the meter's own load, and keep what
       changes within 6 hours (`voltage_residuals`): what remains rises and falls with the meter's true transformer.
    2. Correlate it with the mean of the other meters recorded at its own transformer, and with the mean of each other
       transformer of the feeder (its own meters only).
    3. A suspect follows another transformer clearly better than its own. Where either of the two transformers has a
       meter of its own, energy decides too: a meter that is not there leaves its own load as surplus (coefficient -1
       of unaccounted energy on its load) and shows as missing where it truly is (+1).

Assumptions
    Loads of neighbouring transformers differ from quarter hour to quarter hour; the true transformer is on the same
    feeder and has other meters.

Known drawbacks
    A meter alone on its true transformer follows nobody, so the right place cannot be named; with two meters recorded
    on a transformer, the wrong one is told from the right one only by its better match elsewhere. A meter recorded
    at a transformer of another feeder is found without a suggestion only if its own peers disown it. Hourly data
    carry less: quick changes are what tells transformers apart.

Source: W. Luan, J. Peng, M. Maras, J. Lo, B. Harapnuk, "Smart meter data analytics for distribution network
connectivity verification", IEEE Trans. Smart Grid 6 (2015): voltage correlation with neighbours.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.suspects.feeder_readings import FeederReadings, Floats, Ints, Singles
from data_sources.analytics.suspects.found import Evidence, SearchSettings, Series, Suspect, listed, logistic
from data_sources.analytics.suspects.voltage_residuals import (
    Deviations,
    correlations,
    fast,
    sums,
    without_feeder,
    without_own_load,
)

EVIDENCE_DAYS = 3


def find(
    readings: FeederReadings, made: Deviations, settings: SearchSettings, unaccounted_kwh: Floats | None = None
) -> list[Suspect]:
    """The meters that follow another transformer best, best first, as many as are listed.

    Args:
        readings: of the feeder.
        made: their deviations.
        settings: thresholds.
        unaccounted_kwh: of the transformers with own meter, NaN where not whole, shape (k, t).
    """
    local = fast(without_own_load(without_feeder(made.voltage_pct), made.load_kw), readings.interval_minutes)
    local *= made.is_read & made.is_judged[:, None]
    own, best, where = matches(local, readings.transformer_row, len(readings.transformers))
    score = np.array([logistic(b - o, 0.25, 0.08) * logistic(b, 0.35, 0.05) for o, b in zip(own, best, strict=True)])
    score[~made.is_judged] = 0.0
    energy = _energy(readings, where, unaccounted_kwh)
    score = np.where(np.isfinite(energy), 1.0 - (1.0 - score) * (1.0 - np.clip(energy, 0.0, 1.0) * (best > own)), score)
    return [
        _suspect(readings, local, m, float(score[m]), float(own[m]), float(best[m]), int(where[m]), settings)
        for m in listed(score, readings.meter_id, settings)
    ]


def matches(local: Singles, row: Ints, transformers: int) -> tuple[Floats, Floats, Ints]:
    """How each meter follows its own transformer's other meters, and which other transformer it follows best.

    Args:
        local: what is left of the voltages, shape (m, t).
        row: transformer of each meter, shape (m,).
        transformers: how many there are.

    Returns:
        own correlation (0 without other meters), best other correlation, and that transformer's row; shapes (m,).
    """
    total = sums(local, row, transformers)
    norm = np.sqrt((local * local).sum(axis=1, dtype=np.float64))
    total_norm = np.sqrt((total * total).sum(axis=1, dtype=np.float64))
    follows = (local @ total.T) / np.maximum(norm[:, None] * total_norm[None, :], 1e-9)
    own = correlations(local, total[row] - local)
    own[np.bincount(row, minlength=transformers)[row] < 2] = 0.0
    follows[np.arange(len(row)), row] = -1.0
    best = follows.argmax(axis=1)
    return own, np.asarray(follows[np.arange(len(row)), best], np.float64), best.astype(np.int64)


def _energy(readings: FeederReadings, where: Ints, unaccounted_kwh: Floats | None) -> Floats:
    """Evidence of energy balances, 0 to 1; NaN where neither transformer has a meter of its own."""
    answer = np.full(len(where), np.nan)
    if unaccounted_kwh is None or not len(readings.measured_id):
        return answer
    place = {int(t): k for k, t in enumerate(readings.measured_id)}
    suggested = readings.transformers[where]
    for meter in range(len(where)):
        load = readings.net_kwh[meter]
        found = []
        if (here := place.get(int(readings.transformer_id[meter]))) is not None:
            found.append(_share(-unaccounted_kwh[here], load, readings.interval_minutes))
        if (there := place.get(int(suggested[meter]))) is not None:
            found.append(_share(unaccounted_kwh[there], load, readings.interval_minutes))
        if found:
            answer[meter] = max(found)
    return answer


def _share(missing_kwh: Floats, load_kwh: Singles, minutes: int) -> float:
    """How much the missing energy looks like this load: correlation where the factor is near 1, else 0."""
    known = np.isfinite(missing_kwh) & np.isfinite(load_kwh)
    if known.sum() < 50:
        return 0.0
    load = fast(load_kwh[known].astype(np.float64), minutes)
    missing = fast(missing_kwh[known], minutes)
    factor = float(load @ missing) / max(float(load @ load), 1e-9)
    fit = float(correlations(load, missing))
    return max(0.0, fit) if 0.7 < factor < 1.3 and fit > 0.5 else 0.0


def _suspect(
    readings: FeederReadings, local: Singles, meter: int, score: float, own: float, best: float, where: int,
    settings: SearchSettings,
) -> Suspect:  # fmt: skip
    recorded, suggested = int(readings.transformer_id[meter]), int(readings.transformers[where])
    why = (
        f"Its voltage follows transformer {suggested} (correlation {best:.2f}) rather than transformer {recorded}, "
        f"where it is recorded ({own:.2f})."
    )
    return Suspect(
        kind="wrong_transformer", meter_id=int(readings.meter_id[meter]), transformer_id=recorded,
        feeder_id=readings.feeder_id, is_metered=bool(readings.is_metered[meter]), score=score,
        is_flagged=score >= settings.wrong_transformer_score, why=why,
        evidence=_evidence(readings, local, meter, recorded, suggested), suggested_transformer_id=suggested,
    )  # fmt: skip


def _evidence(readings: FeederReadings, local: Singles, meter: int, recorded: int, suggested: int) -> Evidence:
    """Three days of the meter beside both transformers' other meters."""
    shown = slice(max(0, local.shape[1] - EVIDENCE_DAYS * readings.day_steps), None)

    def others(transformer: int) -> Floats:
        chosen = (readings.transformer_id == transformer) & (np.arange(len(local)) != meter)
        if not chosen.any():
            return np.full(local[0, shown].shape, np.nan)
        return np.asarray(local[chosen, shown].mean(axis=0), np.float64)

    return Evidence(
        "Voltage without the feeder's and the meter's own part, % of nominal",
        readings.start_at[shown],
        (
            Series("this meter", "%", local[meter, shown].astype(np.float64)),
            Series(f"others on {recorded} (recorded)", "%", others(recorded)),
            Series(f"meters on {suggested} (suggested)", "%", others(suggested)),
        ),
    )
