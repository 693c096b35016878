"""Which rows of a list are one outage: those of one number, as long as they are not apart in time.

Many utilities begin their numbers anew each year. Rows of one number that do not overlap are outages of their own; in a
list that numbers its steps they are one, since a step may follow an hour without any, unless they lie a month apart.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_sources.analytics.reliability.interruptions import Bools, Floats, Instants, Ints
from data_sources.network.rows import Texts

APART_BY_STEPS_S = 30 * 86_400


def numbers_of(outage: Texts, step: Texts, started_at: Instants, minutes: Floats) -> Ints:
    """The outage of each row, numbered from 0, shape (rows,); a row without a number of the file is one of its own.

    Args:
        outage: what the file calls it, shape (rows,).
        step: of restoration, likewise; all empty where the file numbers none.
        started_at: datetime64[s], UTC, likewise.
        minutes: of interruption, likewise.
    """
    gap = APART_BY_STEPS_S if (step != "").any() else 0
    rows, before = _in_order(outage, started_at, minutes)
    rows["is_new"] = before.isna() | (rows["began"] > before + gap) | (rows["who"] == "")
    return np.asarray(rows["is_new"].cumsum().sort_index().to_numpy(np.int64) - 1)


def are_out_already(who: Texts, started_at: Instants, minutes: Floats) -> Bools:
    """Rows that begin while the same customer is out by another row, shape (rows,).

    Args:
        who: the customer, shape (rows,).
        started_at: datetime64[s], UTC, likewise.
        minutes: of interruption, likewise.
    """
    rows, _ = _in_order(who, started_at, minutes)
    is_again = np.zeros(len(rows), np.bool_)
    last, until, began_last = None, 0.0, 0.0  # of rows that stand
    for place, (name, began, ended) in enumerate(rows.itertuples(index=False)):
        is_again[place] = name == last and (began < until or began == began_last)
        if not is_again[place]:
            last, until, began_last = name, ended, began
    return np.asarray(pd.Series(is_again, rows.index).sort_index().to_numpy(), np.bool_)


def _in_order(who: Texts, started_at: Instants, minutes: Floats) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Rows by name and start, and the latest end of those of the same name before each; NaN of the first."""
    began = started_at.astype("datetime64[s]").astype(np.int64).astype(np.float64)
    rows = pd.DataFrame({"who": who, "began": began, "ended": began + minutes * 60})
    rows = rows.sort_values(["who", "began"], kind="stable")
    return rows, rows.groupby("who")["ended"].cummax().groupby(rows["who"]).shift()
