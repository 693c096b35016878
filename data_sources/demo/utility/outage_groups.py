"""Groups of an outage's customers that came back at one moment: what flux.interruptions holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.history import OutageYear


class Groups(NamedTuple):
    """One row a group, in order of outage and return; its transformers follow each other.

    Attributes:
        outage: by index, shape (groups,).
        step: of the outage, from 1, likewise.
        seconds: without supply, likewise.
        customers: of all its transformers, likewise.
        first: where its transformers begin, and at last where they end, shape (groups + 1,).
        transformer: by index, shape (transformers in groups,).
        group: of each of them, likewise.
    """

    outage: Ints
    step: Ints
    seconds: Ints
    customers: Ints
    first: Ints
    transformer: Ints
    group: Ints


def groups_of(past: OutageYear, customers: Ints) -> Groups:
    """The groups of a year's outages.

    Args:
        past: the year.
        customers: of each transformer, by index.
    """
    seconds = np.round(60.0 * past.out.minutes).astype(np.int64)
    order = np.lexsort((past.out.transformer, seconds, past.out.outage))
    outage, seconds, transformer = past.out.outage[order], seconds[order], past.out.transformer[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (outage[1:] != outage[:-1]) | (seconds[1:] != seconds[:-1])
    first, group = np.flatnonzero(is_new), np.cumsum(is_new) - 1
    of = outage[first]
    step = np.arange(len(first)) - np.searchsorted(of, of) + 1
    counted = np.bincount(group, customers[transformer], len(first)).astype(np.int64)
    return Groups(of, step, seconds[first], counted, np.append(first, len(order)), transformer, group)
