"""How good predictions are in a demo, whose truth is known."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.prediction.scores import PlayedScore, score_played
from data_sources.network.rows import Floats

HOURS = 24  # that the query looks back


def played_score(found: pa.Table) -> PlayedScore:
    """The figures of the rows of `prediction_scores`: one a fault that nothing reported, or a false prediction."""
    faults = found.filter(pc.invert(found["is_nothing"]))
    return score_played(
        _floats(faults["minutes_to_find"]), _floats(faults["is_right_first"]), found.num_rows - faults.num_rows
    )


def _floats(column: pa.ChunkedArray) -> Floats:
    """With NaN where nothing stands."""
    numbers: Floats = pc.fill_null(pc.cast(column, pa.float64()), float("nan")).to_numpy()
    return numbers
