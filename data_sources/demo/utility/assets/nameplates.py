"""Nameplates of the demo's transformers: makers and models are invented; of some nobody wrote them down."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.assets.lives import Lives

MAKERS: Final = ("Bayline Electric", "Gulf Coil Works", "Meridian Power", "Pinehurst Transformer", "Two Rivers")
MAKER_SHARE: Final = (0.30, 0.24, 0.20, 0.15, 0.11)
SERIES: Final = ("BL", "GC", "MP", "PT", "TR")
KNOWN_SHARE: Final = 0.9  # of those made since records are kept by machine, …
KNOWN_FROM: Final = 1985
OLD_SHARE: Final = 0.55  # … and of older ones
UPGRADED_FROM: Final = 1968  # thermally upgraded paper has been usual since the 1960s (IEEE C57.91, annex I)


def nameplate_table(lives: Lives, rated_kva: Floats, phases: Ints, seed: int) -> pa.Table:
    """Rows of flux.asset_nameplates, of transformers.

    Args:
        lives: of the transformers.
        rated_kva: of each, shape (transformers,).
        phases: bit mask of each, likewise.
        seed: of the demo.
    """
    rng = np.random.default_rng((seed, 137))
    year, count = lives.installed_year, len(lives.installed)
    maker = rng.choice(len(MAKERS), count, p=MAKER_SHARE)
    made = year - (rng.random(count) < 0.3)
    known = np.flatnonzero(rng.random(count) < np.where(year >= KNOWN_FROM, KNOWN_SHARE, OLD_SHARE))
    number = rng.integers(10_000, 1_000_000, count)
    chosen = maker[known]
    upgraded = pa.array(made[known] >= UPGRADED_FROM, mask=rng.random(len(known)) < 0.2)
    return rows.table(
        asset_kind=pa.repeat("transformer", len(known)),
        asset_id=("int", known + 1),
        utility_id=("int", np.ones(len(known))),
        manufacturer=rows.picked(MAKERS, chosen),
        model=_model(chosen, phases[known] == 7, rated_kva[known]),
        serial_number=pc.binary_join_element_wise(
            rows.picked(SERIES, chosen), rows.padded(made[known] % 100, 2), rows.padded(number[known], 6), ""
        ),
        manufactured_year=("small", made[known]),
        cooling=pa.repeat("ONAN", len(known)),
        is_upgraded_paper=upgraded,
        is_simulated=pa.repeat(True, len(known)),
    )


def _model(maker: Ints, is_three: Bools, rated_kva: Floats) -> pa.Array:
    """Series, phases and size, such as GC1-25."""
    phases = pa.array(["1-", "3-"]).take(pa.array(is_three.astype(np.int64)))
    size = pc.cast(pa.array(np.floor(rated_kva).astype(np.int64)), pa.string())
    return pc.binary_join_element_wise(rows.picked(SERIES, maker), phases, size, "")
