"""Files that write the end of a day as 00:00 of its own date: 01:00 to 23:00, and 00:00 behind them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data_sources.importers.readings.stamps import DAY_US, NOT_A_TIME, Stamps

HOUR_US = 3_600_000_000


def is_last_of_date(stamps: Stamps) -> bool | None:
    """Whether 00:00 stands beside 23:00 of its date rather than beside 01:00; None where nothing tells.

    Args:
        stamps: of rows in the order of the file, in either direction.
    """
    local = stamps.at[~stamps.is_utc & (stamps.at != NOT_A_TIME)]
    known, first = np.unique(local, return_index=True)
    days, of_day = np.divmod(known[np.argsort(first)], DAY_US)
    is_beside = days[1:] == days[:-1]
    ends = begins = 0
    for midnight, other in ((of_day[1:], of_day[:-1]), (of_day[:-1], of_day[1:])):
        ends += int((is_beside & (midnight == 0) & (other >= DAY_US - HOUR_US)).sum())
        begins += int((is_beside & (midnight == 0) & (other <= HOUR_US)).sum())
    return None if ends == begins else ends > begins


def of_days_end(stamps: Stamps) -> Stamps:
    """Each 00:00 as the end of the day it is written with."""
    is_end = ~stamps.is_utc & (stamps.at != NOT_A_TIME) & (stamps.at % DAY_US == 0)
    return replace(stamps, at=np.where(is_end, stamps.at + DAY_US, stamps.at))
