"""Day numbers of a spreadsheet, as Excel writes stamps whose cells have no format: 45304.4166667 is 2024-01-13 10:00.

Days are counted from 1899-12-30, which is right from March 1900 on; parts of a day are taken to the nearest second.
"""

from __future__ import annotations

import datetime as dt
import re

from data_sources.importers.readings.stamps import is_time_of_day

_DAY_ZERO = dt.datetime(1899, 12, 30)
FIRST_SERIAL, _LAST = 36_526, 73_051  # 2000 and 2100
_NUMBER = re.compile(r"\s*\d{5}(?:\.\d+)?\s*")
_PART = re.compile(r"\s*0?\.\d+\s*|\s*[01]\s*")


def serial_stamps(texts: set[str], first: int = FIRST_SERIAL) -> dict[str, str] | None:
    """Days, stamps or times of day of a column of such numbers, by its different texts; None of any other column.

    Args:
        texts: of the column.
        first: the least number that is taken as a day.
    """
    if not texts:
        return None
    if all(_NUMBER.fullmatch(text) and first <= float(text) < _LAST for text in texts):
        has_hours = any(float(text) % 1 for text in texts)
        return {text: _moment(text).strftime("%Y-%m-%d %H:%M:%S" if has_hours else "%Y-%m-%d") for text in texts}
    is_part = all(_PART.fullmatch(text) for text in texts) and not all(map(is_time_of_day, texts))
    return {text: _moment(text).strftime("%H:%M:%S") for text in texts} if is_part else None


def _moment(text: str) -> dt.datetime:
    return _DAY_ZERO + dt.timedelta(seconds=round(float(text) * 86_400))
