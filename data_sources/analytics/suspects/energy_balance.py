"""Energy balance of transformers that have a meter of their own, and which recorded meter explains what is missing.

Method
    Unaccounted energy = measured at the transformer - sum of its recorded meters (net) - allowance, interval by
    interval, where all of them were really read (an estimate is no measurement). Quick changes of it (within 6 hours)
    are regressed on the quick changes of every recorded meter's registered load: a meter that registers a share
    (1 - s) of what flows leaves s / (1 - s) times its own registered load as missing, so its coefficient is s / (1 - s)
    and others' are near zero; a meter that is not there at all has -1.

Assumptions
    The transformer's meter stands on the secondary side and is right within its class; the allowance (% of the measured
    energy) covers the services' losses.

Known drawbacks
    A meter bypassed wholly registers nothing to compare with; then only the sum of what is missing tells, and the
    service drop must (see `suspects_theft`). Two thefts on one transformer share what is missing by their patterns.
    A dead meter leaves no interval whole: nothing is judged until it is read again or recorded as out of service.

Source: regression of a transformer's missing energy on the consumption of its customers: S. Salinas, M. Li, P. Li,
"Privacy-preserving energy theft detection in smart grids", IEEE JSAC 31 (2013); S.-C. Yip et al., "Detection of energy
theft and defective smart meters in smart grids using linear regression", Int. J. Electr. Power Energy Syst. 91 (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.suspects.feeder_readings import FeederReadings, Floats
from data_sources.analytics.suspects.voltage_residuals import fast

MIN_WHOLE_SHARE = 0.15  # of the period


@dataclass(frozen=True, eq=False)
class Balances:
    """Of the transformers with own meter; k transformers, t intervals, m meters.

    Attributes:
        unaccounted_kwh: NaN where not whole, shape (k, t).
        measured_kwh: of the whole intervals, shape (k,).
        unaccounted_pct: of what was measured in them, shape (k,).
        whole_share: share of the period that is whole, shape (k,).
        factor: coefficient of each meter's registered load in its transformer's unaccounted energy; NaN where its
            transformer has no meter, shape (m,).
        certainty: that coefficient over its standard error, shape (m,).
    """

    unaccounted_kwh: Floats
    measured_kwh: Floats
    unaccounted_pct: Floats
    whole_share: Floats
    factor: Floats
    certainty: Floats


def balance(readings: FeederReadings, allowance_pct: float) -> Balances:
    """Balance every transformer of a feeder that has a meter of its own.

    Args:
        readings: of the feeder.
        allowance_pct: secondary losses, % of the measured energy.
    """
    count = len(readings.measured_id)
    unaccounted = np.full(readings.measured_kwh.shape, np.nan)
    factor, certainty = (np.full(len(readings.meter_id), np.nan) for _ in range(2))
    measured = np.zeros(count)
    for k, transformer in enumerate(readings.measured_id):
        rows = np.flatnonzero(readings.transformer_id == transformer)
        net = readings.net_kwh[rows].astype(np.float64)
        energy = readings.measured_kwh[k]
        whole = np.isfinite(net).all(axis=0) & ~readings.is_estimated[rows].any(axis=0) & np.isfinite(energy)
        gap = energy - net.sum(axis=0) - np.abs(energy) * allowance_pct / 100.0
        unaccounted[k, whole] = gap[whole]
        measured[k] = energy[whole].sum()
        if whole.mean() >= MIN_WHOLE_SHARE and len(rows):
            factor[rows], certainty[rows] = _factors(gap[whole], net[:, whole], readings.interval_minutes)
    total = np.nansum(unaccounted, axis=1)
    share = np.isfinite(unaccounted).mean(axis=1) if count else np.zeros(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        pct = np.where(measured > 0, 100.0 * total / measured, np.nan)
    return Balances(unaccounted, measured, pct, share, factor, certainty)


def _factors(gap_kwh: Floats, net_kwh: Floats, minutes: int) -> tuple[Floats, Floats]:
    """Least squares of the quick changes of what is missing on those of each meter; coefficient and t value."""
    x = fast(net_kwh, minutes).astype(np.float64).T
    y = fast(gap_kwh, minutes).astype(np.float64)
    gram = x.T @ x
    gram[np.diag_indices_from(gram)] += 1e-6 * np.trace(gram) / len(gram) + 1e-12
    inverse = np.linalg.inv(gram)
    beta = inverse @ (x.T @ y)
    free = max(len(y) - len(beta), 1)
    noise = float(((y - x @ beta) ** 2).sum()) / free
    return beta, beta / np.sqrt(np.maximum(noise * np.diag(inverse), 1e-18))
