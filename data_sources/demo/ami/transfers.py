"""Sections that are fed from a neighbour for a while: what the heads of both feeders carry then.

A head measures what its feeder feeds, whoever's transformers those are. Load moves with the transformers, and so do the
losses of their cores; losses of lines and windings go with the square of what a feeder carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from data_sources.demo.ami.demand import FeederDemand, PowerModel
from data_sources.demo.ami.flow import NO_LOAD_LOSS
from data_sources.demo.ami.outages import Transfer
from data_sources.network.rows import Floats


class Carried(NamedTuple):
    """What a feeder carries, and what its cores lose; any one shape."""

    kw: Floats
    core_kw: Floats


def head_kw(now: Carried, own: Carried, losses_kw: Floats) -> Floats:
    """What enters a feeder that carries `now`, where as built it carries `own` and loses `losses_kw`."""
    wound = np.maximum(losses_kw - own.core_kw, 0.0) * load_ratio(now.kw, own.kw) ** 2
    return np.asarray(now.kw + now.core_kw + wound)


def load_ratio(now_kw: Floats, own_kw: Floats) -> Floats:
    """What is carried over what would be; 1 where next to nothing would be, 2 at most."""
    return np.clip(np.divide(now_kw, own_kw, out=np.ones(np.shape(own_kw)), where=own_kw > 1.0), 0.0, 2.0)


class Heads:
    """What the heads of all feeders measure, collected feeder by feeder.

    Args:
        model: what the flow of power follows from.
        transfers: of the intervals that will pass by.
    """

    def __init__(self, model: PowerModel, transfers: Sequence[Transfer]) -> None:
        """Nothing has passed yet."""
        self._model, self._transfers = model, transfers
        self._columns: list[tuple[Floats, ...]] = []
        self._units: dict[int, tuple[Floats, Floats, Floats]] = {}

    def watch(self, one: FeederDemand) -> None:
        """The next feeder."""
        core = NO_LOAD_LOSS * self._model.feeders.rated_kva[one.transformers] @ (1.0 - one.dark)
        kw, found = one.transformer_kw.sum(axis=0, dtype=np.float64), one.flow
        self._columns.append((found.head_kw, found.head_kvar, found.head_pu, kw, core, found.losses_kw))
        for move in self._transfers:
            for unit in move.transformers[move.own_feeders == one.feeder].tolist():
                k = unit - one.transformers.start
                self._units[unit] = one.transformer_kw[k], one.transformer_kvar[k], np.maximum(1 - one.dark[k], 1e-6)

    def measured(self) -> tuple[Floats, Floats, Floats]:
        """kW, kvar and per unit voltage of every head, shapes (feeders, intervals)."""
        kw, kvar, volts, carried, core, losses = (np.stack(column) for column in zip(*self._columns, strict=True))
        if not self._transfers:
            return kw, kvar, volts
        moved_kw, moved_kvar, moved_core = np.zeros_like(kw), np.zeros_like(kw), np.zeros_like(kw)
        for move in self._transfers:
            for unit, own, other in zip(*(rows.tolist() for rows in move[:3]), strict=True):
                unit_kw, unit_kvar, fed = self._units[unit]
                share = np.minimum(move.share / fed, 1.0)
                for moved, of in (
                    (moved_kw, unit_kw * share),
                    (moved_kvar, unit_kvar * share),
                    (moved_core, NO_LOAD_LOSS * self._model.feeders.rated_kva[unit] * move.share),
                ):
                    moved[own] -= of
                    moved[other] += of
        as_fed = head_kw(Carried(carried + moved_kw, core + moved_core), Carried(carried, core), losses)
        is_other = np.abs(moved_core) > 0
        return np.where(is_other, as_fed, kw), kvar + moved_kvar, volts
