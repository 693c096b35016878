"""The hurricane of July 8, 2024 on the demo's network: four fifths of all out, and eleven days of restoration.

Figures of Hurricane Beryl and CenterPoint Energy Houston Electric, from its statements: 2.26 million customers out at
the peak (81 % of 2.8 million); 1.83 million on Monday at 23:30; 1.6 million on Tuesday at 15:00; more than 850,000 back
on Tuesday at 20:00; half on Wednesday night; 678,931 out on Friday at 21:30; 92 % back on Monday the 15th; 127,950 out
on Tuesday the 16th at 8:30; more than 98 % back on Wednesday the 17th, the rest by Friday the 19th.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import numpy as np

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import devices as gear
from data_sources.demo.utility.exposed import Exposed
from data_sources.demo.utility.steps import Out

LANDFALL: Final = dt.date(2024, 7, 8)
OUT_SHARE: Final = 0.81
FEEDER_SHARE: Final = 0.60  # of the customers, by breakers that open
# Hours since midnight (standard time) and the share of those interrupted who are back.
BACK_HOURS: Final = np.array([10.0, 22.5, 38.0, 43.0, 70.0, 116.5, 143.0, 167.0, 199.5, 230.0, 278.0])
BACK_SHARE: Final = np.array([0.0, 0.19, 0.29, 0.38, 0.50, 0.70, 0.85, 0.92, 0.943, 0.982, 1.0])


class Struck(NamedTuple):
    """What opened: by index, minutes since the midnight before landfall, minutes until all were back, who was out."""

    device: Ints
    begun: Floats
    mended: Floats
    out: Out


def struck(exposed: Exposed, rng: np.random.Generator) -> Struck:
    """Breakers, and on the other feeders reclosers and fuses; parts of each come back along the published curve."""
    device = _opened(exposed, rng)
    begun = np.clip(60.0 * (7.0 + 1.3 * rng.standard_normal(len(device))), 200.0, 590.0)
    length = exposed.end[device] - exposed.first[device]
    outage = np.repeat(np.arange(len(device)), length)
    place = np.concatenate([np.arange(exposed.first[k], exposed.end[k]) for k in device.tolist()])
    part, group = np.unique(outage * (len(exposed.kind) + 1) + exposed.zone()[place] + 1, return_inverse=True)
    unit = exposed.units[place]
    back = _back(np.bincount(group, exposed.customers[unit], len(part)).astype(np.float64), rng)
    minutes = np.round(back[group] - begun[outage])
    mended = np.zeros(len(device))
    np.maximum.at(mended, outage, minutes)
    return Struck(device, begun, mended, Out(outage, unit, minutes))


def _opened(exposed: Exposed, rng: np.random.Generator) -> Ints:
    """Devices none of which lies below another, with as many customers behind them as were out."""
    behind, total = exposed.behind(), exposed.served
    chosen: list[int] = []
    taken = np.zeros(len(exposed.units), np.bool_)
    reached = 0.0
    for kinds, share in (((gear.BREAKER,), FEEDER_SHARE), ((gear.RECLOSER, gear.FUSE), OUT_SHARE)):
        for one in rng.permutation(np.flatnonzero(np.isin(exposed.kind, kinds) & (behind > 0))).tolist():
            span = slice(int(exposed.first[one]), int(exposed.end[one]))
            if reached < share * total and not taken[span].any():
                taken[span] = True
                reached += float(behind[one])
                chosen.append(one)
    return np.array(chosen, np.int64)


def _back(customers: Floats, rng: np.random.Generator) -> Floats:
    """When each part is back, minutes since midnight: the larger ones rather earlier, customers along the curve."""
    rank = np.argsort(np.argsort(-customers, kind="stable"), kind="stable") / max(len(customers), 1)
    order = np.argsort(0.6 * rng.random(len(customers)) + 0.4 * rank, kind="stable")
    share = np.empty(len(customers))
    run = np.cumsum(customers[order])
    share[order] = (run - 0.5 * customers[order]) / max(float(run[-1]), 1.0)
    return np.asarray(60.0 * np.interp(share, BACK_SHARE, BACK_HOURS), np.float64)
