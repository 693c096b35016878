"""Customer accounts: one active account an active meter, former accounts, and who must not lose supply."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.service import MeterPlaces

CRITICAL: Final = ("hospital", "water", "fire_station", "school_shelter", "life_support")
# Accounts of each kind in 100,000 active ones (life support: home ventilators and the like).
PER_100K: Final = (9.0, 14.0, 22.0, 26.0, 620.0)
ACCOUNT_PRIME: Final = 99_999_989  # account numbers are a shuffle of the ids modulo this prime


def accounts(meters: MeterPlaces, total: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """Meter of each account (ascending), whether it is active (0 or 1), and its kind of critical customer (-1: none).

    Raises:
        ValueError: fewer accounts asked for than there are active meters.
    """
    rng = np.random.default_rng((seed, 111))
    active = np.flatnonzero(meters.is_active)
    former = total - len(active)
    if former < 0:
        raise ValueError(f"{total} accounts cannot serve {len(active)} active meters")
    past = rng.choice(len(meters.is_active), former)
    meter = np.concatenate([past, active])
    is_active = np.concatenate([np.zeros(former, np.int64), np.ones(len(active), np.int64)])
    order = np.lexsort((is_active, meter))
    meter, is_active = meter[order], is_active[order]
    return meter, is_active, _critical(meters, meter, is_active, rng)


def _critical(meters: MeterPlaces, meter: Ints, is_active: Ints, rng: np.random.Generator) -> Ints:
    """Hospitals and water plants among the large services, life support at homes."""
    kind = np.full(len(meter), -1)
    count = int(is_active.sum())
    shop = np.flatnonzero((is_active == 1) & (meters.kind[meter] == 1))
    large = shop[np.argsort(-meters.monthly_kwh[meter[shop]], kind="stable")]
    homes = np.flatnonzero((is_active == 1) & (meters.kind[meter] == 0))
    wanted = [max(1, round(rate * count / 1e5)) for rate in PER_100K]
    reach = rng.permutation(large[: 6 * sum(wanted[:4])])
    first = 0
    for which, number in enumerate(wanted[:4]):
        kind[reach[first : first + number]] = which
        first += number
    kind[rng.choice(homes, min(wanted[4], len(homes)), replace=False)] = 4
    return kind


def account_numbers(customer_id: Ints) -> Ints:
    """Ten-digit account numbers, unique, that do not follow the ids."""
    return 4_000_000_000 + customer_id * 48_271 % ACCOUNT_PRIME
