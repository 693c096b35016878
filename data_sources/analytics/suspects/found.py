"""What a search for losses answers: a suspect with its score, its reason in words and the evidence to draw.

A suspect is a reason to look, never a verdict: scores rank, and a threshold on them trades missed cases for visits in
vain. `precision_recall` says how that trade went where the truth is known (only a demo knows it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["theft", "stuck", "wrong_transformer", "dead", "spiking"]
LEAST_SCORE: Final = 0.05  # below it nothing speaks against a meter
KINDS: Final[tuple[Kind, ...]] = ("theft", "stuck", "wrong_transformer", "dead", "spiking")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line of a chart: a name, a unit ("kW", "%", "V") and values, NaN for gaps."""

    name: str
    unit: str
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A chart: its title, the starts of its intervals (UTC), and one line a series."""

    title: str
    start_at: NDArray[np.datetime64]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Suspect:
    """One reason to look at a meter.

    Attributes:
        kind: what is suspected.
        meter_id: the meter.
        transformer_id: where it is recorded.
        feeder_id: its feeder.
        is_metered: that transformer has a meter of its own.
        score: 0 to 1; comparable within a kind only.
        is_flagged: the score reaches the threshold of its kind.
        why: one sentence.
        evidence: what to draw.
        since_day: first local day of it, where that can be told.
        kwh_per_day: energy not registered, where that can be told.
        suggested_transformer_id: where it seems to belong (wrong_transformer).
    """

    kind: Kind
    meter_id: int
    transformer_id: int
    feeder_id: int
    is_metered: bool
    score: float
    is_flagged: bool
    why: str
    evidence: Evidence
    since_day: dt.date | None = None
    kwh_per_day: float | None = None
    suggested_transformer_id: int | None = None


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Thresholds and allowances of the searches.

    Attributes:
        theft_score: flagged from here on.
        stuck_score: flagged from here on.
        wrong_transformer_score: flagged from here on.
        kept_per_kind: suspects listed a feeder and kind, flagged or not.
        allowance_pct: secondary losses, % of what a transformer's own meter measures.
        about: meters that are listed wherever they stand, if anything speaks against them at all.
    """

    theft_score: float = 0.5
    stuck_score: float = 0.5
    wrong_transformer_score: float = 0.5
    kept_per_kind: int = 15
    allowance_pct: float = 1.0
    about: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """How a list of suspects met the truth; a share is None where nothing was flagged or planted.

    Attributes:
        planted: true cases.
        flagged: suspects at or above the threshold.
        hits: of these, true.
        hits_at_k: true ones among the first `planted` suspects.
    """

    planted: int
    flagged: int
    hits: int
    hits_at_k: int

    @property
    def precision(self) -> float | None:
        """Share of the flagged that are true."""
        return self.hits / self.flagged if self.flagged else None

    @property
    def recall(self) -> float | None:
        """Share of the true cases that are flagged."""
        return self.hits / self.planted if self.planted else None

    @property
    def at_k(self) -> float | None:
        """Precision, and recall, of the first k suspects, with k the number of true cases."""
        return self.hits_at_k / self.planted if self.planted else None


def precision_recall(suspects: Sequence[Suspect], true_meters: Collection[int]) -> PrecisionRecall:
    """Score one kind's suspects; a meter counts once, with its best score.

    Args:
        suspects: of one kind.
        true_meters: ids of the meters that have that trouble.
    """
    true = set(true_meters)
    ranked = list(dict.fromkeys(s.meter_id for s in sorted(suspects, key=lambda s: -s.score)))
    flagged = {s.meter_id for s in suspects if s.is_flagged}
    return PrecisionRecall(len(true), len(flagged), len(flagged & true), len(set(ranked[: len(true)]) & true))


def ranked(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Flagged first, then by score; ties by meter, so that a rerun gives the same list."""
    return sorted(suspects, key=lambda s: (not s.is_flagged, -s.score, s.meter_id, s.kind))


def listed(scores: NDArray[np.float64], meter_id: NDArray[np.int64], settings: SearchSettings) -> list[int]:
    """Rows of the meters to list: the best of a kind, and those asked about; none that nothing speaks against.

    Args:
        scores: shape (m,).
        meter_id: shape (m,).
        settings: how many, and who is asked about.
    """
    order = np.argsort(-scores, kind="stable")
    is_kept = np.arange(len(order)) < settings.kept_per_kind
    is_kept |= np.isin(meter_id[order], list(settings.about))
    return [int(row) for row in order[is_kept & (scores[order] > LEAST_SCORE)]]


def kept(suspects: Iterable[Suspect], settings: SearchSettings) -> list[Suspect]:
    """The same of suspects that are made already, best first."""
    best = sorted(suspects, key=lambda s: -s.score)
    return [s for place, s in enumerate(best) if place < settings.kept_per_kind or s.meter_id in settings.about]


def logistic(x: float, middle: float, width: float) -> float:
    """A score of 0 to 1 that is 0.5 at `middle` and 0.88 two widths above it."""
    return float(1.0 / (1.0 + np.exp(-np.clip((x - middle) / width, -40.0, 40.0))))
