"""Transformers, coloured by load."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.built_in.points import LARGE_DOT, TINY_DOT, PointCode, PointLayer, by_band, has_unknown, whole
from layers.colours.scales import LOAD
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.layer import Codes, Columns, Mark, Tooltip
from layers.legend import LegendLine, entries, entry
from layers.network import numbers
from layers.snapshot import Scene

SIZE_PX = (10.0, 20.0)  # unloaded, and at 120 % of nameplate


class Transformers(PointLayer):
    """Transformers: blue, yellow and red by `load_pct` of nameplate (bands of `scales.LOAD`).

    Grey without supply, brown where the load is not known.
    """

    name, title, unit = "transformers", "Transformers by load", LOAD.unit
    kind = "transformer"
    statement = "map_transformers"
    status = "map_transformer_status"
    kept_columns = ("health_score", "load_pct", "rated_kva", "is_underground", "is_energized", "customers_served")
    stamp = LARGE_DOT
    far_stamp = TINY_DOT
    tooltip: ClassVar[Tooltip] = (
        ("Transformer", "@name"), ("Feeder", "@feeder"), ("Load", "@load of @rated{0.[0]} kVA"),
        ("Health", "@health"), ("Customers", "@customers{0,0}"),
    )  # fmt: skip
    mark = Mark(marker="square", opacity="opacity", side="above")
    head_start_px = 6.0

    def with_status(self, frame: BlockFrame, rows: pa.Table) -> BlockFrame:
        """The rows with their load and supply now; the same frame where nothing moved."""
        ids = numbers(rows, "transformer_id")
        if not len(ids) or not len(frame):
            return frame
        order = np.argsort(ids, kind="stable")
        at = order[np.searchsorted(ids, frame["id"], sorter=order).clip(0, len(ids) - 1)]
        is_known = ids[at] == frame["id"]
        load = np.where(is_known, numbers(rows, "load_pct")[at], frame["load_pct"]).astype(np.float32)
        supply = np.where(is_known, numbers(rows, "is_energized")[at], frame["is_energized"])
        if np.array_equal(load, frame["load_pct"], equal_nan=True) and np.array_equal(supply, frame["is_energized"]):
            return frame
        return frame.with_columns(load_pct=load, is_energized=supply)

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """Name, feeder, load, health, customers; and the size, by load."""
        load = frame["load_pct"][rows]
        low, high = SIZE_PX
        return {
            **super().words(frame, rows, scene),
            "size": (low + (high - low) * (np.nan_to_num(load) / 120.0).clip(0, 1)).astype(np.float32),
            "opacity": np.where(np.isin(LOAD.band(load), (0, LOAD.unknown)), 0.65, 0.95).astype(np.float32),
            "load": whole(load, " %"),
            "rated": frame["rated_kva"][rows],
            "health": whole(frame["health_score"][rows], " of 100"),
            "customers": frame["customers_served"][rows],
        }

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """Normal, high, over, unknown."""
        palette = scene.style.palette
        is_missing = has_unknown(scene.snapshot.frames.get(self.name), "load_pct")
        unknown = entry(palette.unknown, "Load unknown", "square") if is_missing else None
        return self.line(entries(LOAD, palette.load, "square"), unknown, how)

    def bands(self, frame: BlockFrame, scene: Scene) -> Codes:
        """By load; without supply is a code of its own."""
        load, filters = frame["load_pct"], scene.filters
        is_shown = filters.has_load(load) & filters.has_health(frame["health_score"])
        is_shown &= filters.has_construction(frame["is_underground"])
        codes = (
            PointCode.TRANSFORMER_NORMAL, PointCode.TRANSFORMER_HIGH, PointCode.TRANSFORMER_OVER,
            PointCode.TRANSFORMER_UNKNOWN,
        )  # fmt: skip
        found = by_band(codes, LOAD.band(load), is_shown)
        found[is_shown & ~frame["is_energized"]] = PointCode.TRANSFORMER_DARK
        return found
