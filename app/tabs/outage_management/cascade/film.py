"""Film: a cascade step by step, as the map, the figures and the chart by wave show it. Pure.

Step 0 is the moment of failure, before any tie has closed; step k is the end of wave k, with what tripped open; the
last one is how it ends, all ties closed that close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.cascade.transfer import FAILED, LOST, OUT_BEFORE, TRANSFERRED, Spread
from data_sources.analytics.topology import Ints
from data_sources.network.rows import Floats
from data_sources.studies.cascade.study import CascadeStudy
from layers import spread as lines
from layers.layer import Codes


@dataclass(frozen=True, slots=True, eq=False)
class SpreadFilm:
    """What every step shows.

    Attributes:
        codes: of each node at each step, as `layers.spread` draws them: supplied, transferred, out before, failed, or
            the wave since which it has been dark, shape (steps, nodes).
        labels: of the steps.
        customers: without supply at each step, shape (steps,).
        dark_kw: their load.
        transferred_kw: load that neighbours feed.
        dark_nodes: substations, feeders and sections without supply.
        tripped: elements that have tripped so far.
    """

    codes: Ints
    labels: tuple[str, ...]
    customers: Ints
    dark_kw: Floats
    transferred_kw: Floats
    dark_nodes: Ints
    tripped: Ints

    @property
    def last(self) -> int:
        """Number of the last step."""
        return len(self.labels) - 1

    @property
    def waves(self) -> int:
        """Times at which something tripped."""
        return self.last - 1

    def step(self, wanted: int | None) -> int:
        """The step meant; the last one where none is, or where there are not so many."""
        return self.last if wanted is None else min(max(wanted, 0), self.last)


def codes_of_segments(study: CascadeStudy, film: SpreadFilm) -> Codes:
    """The film by segment, uint8 (steps, segments); one with a switch on it is as the part that it feeds."""
    return film.codes[:, _nodes_of_segments(study)].astype(np.uint8)


def codes_before(study: CascadeStudy) -> Codes:
    """By segment, before anything fails: supplied or out before, uint8 (1, segments)."""
    is_out = study.cascade.settled.frames[:1] == OUT_BEFORE
    return np.where(is_out, lines.WAS_OUT, lines.SUPPLIED)[:, _nodes_of_segments(study)].astype(np.uint8)


def _nodes_of_segments(study: CascadeStudy) -> Ints:
    network, section = study.ground.network, study.ground.section
    count = len(network.segments)
    a, b = section[network.from_node[:count]], section[network.to_node[:count]]
    node: Ints = np.where(study.cascade.before.parent[a] == b, a, b)
    return node


def film_of(study: CascadeStudy, spread: Spread) -> SpreadFilm:
    """The film of what became of a failure."""
    frames, waves = spread.frames, spread.waves
    dark = np.isin(frames, (LOST, FAILED))
    tripped = spread.tripped_at[spread.tripped_at > 0]
    return SpreadFilm(
        codes=_codes(frames, dark, waves), labels=_labels(waves),
        customers=(dark @ study.ground.customers).astype(np.int64), dark_kw=dark @ study.cascade.load_kw,
        transferred_kw=(frames == TRANSFERRED) @ study.cascade.load_kw, dark_nodes=dark.sum(axis=1),
        tripped=np.array([(tripped <= step).sum() for step in range(waves + 2)], np.int64),
    )  # fmt: skip


def _labels(waves: int) -> tuple[str, ...]:
    return ("Failure", *(f"Wave {wave}" for wave in range(1, waves + 1)), "End")


def _codes(frames: Ints, dark: np.ndarray, waves: int) -> Ints:
    """One code a step and node; what was dark and is dark again counts from the later time."""
    since = np.zeros(frames.shape, np.int64)
    for step in range(1, len(frames)):
        since[step] = np.where(dark[step] & ~dark[step - 1], min(step, waves), since[step - 1])
    codes = np.where(dark, lines.FIRST_LOST + since, lines.SUPPLIED)
    for state, code in ((TRANSFERRED, lines.TRANSFERRED), (OUT_BEFORE, lines.WAS_OUT), (FAILED, lines.FAILED)):
        codes[frames == state] = code
    return codes
