"""FleetPlaces: each asset where it stands, coloured by one quantity; what a brush leaves out is not drawn."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import datashader as ds
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.fleet import FLEET_KINDS, OF_ASSETS, OF_SPANS, Fleet
from layers.aggregates import aggregate_points, blank, pixel_metres
from layers.built_in.points import LARGE_DOT, PIN
from layers.colours.colour import Rgb, hexadecimal
from layers.detail import MARK_METRES_PER_PIXEL, MAX_MARKS, Drawn
from layers.fleet.quantities import QUANTITIES, Quantity
from layers.frame import Array, BlockFrame
from layers.kernels import stamp_codes
from layers.layer import DOT, NOWHERE, Codes, Columns, Hit, Inks, Layer, Mark, Place, Tooltip
from layers.legend import LegendLine, entry
from layers.reductions import STEPS, steps_between
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle

UNKNOWN, FIRST = 1, 2  # codes: what is not known lies below what is, and that below what is worse
PIN_METRES: Final = 30.0  # metres a pixel from which an asset is a single pixel
FEW: Final = 3000  # assets that are drawn large wherever they are
MARKERS: Final = {"transformer": "square", "pole": "circle", "segment": "triangle"}
KIND_WORDS: Final = {"transformer": "Transformer", "pole": "Pole", "segment": "Span"}
REDUCTIONS: Final = {"mean": ds.mean, "max": ds.max}
_runs = itertools.count(1)


class FleetPlaces(Layer):
    """Assets by a quantity.

    Args:
        fleet: the assets.
        quantity: slug of what colours them.
        mask: which of them are drawn, bool (n,); None for all.
    """

    name = "fleet"
    title = "Assets"
    max_marks = MAX_MARKS
    mark_metres = MARK_METRES_PER_PIXEL
    mark = Mark(marker="marker", opacity=0.9, side="above", is_coloured=True)
    tooltip: ClassVar[Tooltip] = (("", "@kind @name"), ("", "@about: @value"), ("Feeder", "@feeder"), ("Risk", "@risk"))
    size_px = 11.0
    head_start_px = 6.0

    def __init__(self, fleet: Fleet, quantity: str = "health", mask: NDArray[np.bool_] | None = None) -> None:
        """Draws nothing yet."""
        run = None if mask is None else next(_runs)
        super().__init__(fleet=fleet.number, quantity=quantity, run=run)
        self.fleet, self.mask = fleet, mask
        self.quantity: Quantity = QUANTITIES[quantity]
        self._scaled = self.quantity.scaled(fleet)
        self._range = self.quantity.range(self._scaled[self.quantity.is_there(fleet)])
        self._is_few = int(self.is_drawn.sum()) <= FEW
        self._codes_of: dict[int, Codes] = {}

    @property
    def nbytes(self) -> int:
        """Memory of its own, bytes: scaled values, mask and codes (from the beginning); not the fleet's."""
        return self._scaled.nbytes + len(self.fleet) + (0 if self.mask is None else self.mask.nbytes)

    # The image -------------------------------------------------------------------------------------------------------

    def codes(self, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> Codes:
        """Of each row 0 where it is not drawn, else UNKNOWN or its step."""
        found = self._codes_of.get(frame.number)
        if found is None:
            rows = frame["row"]
            steps = steps_between(self._scaled[rows], *self._range)
            found = np.where(steps > 0, steps + FIRST - 1, UNKNOWN).astype(np.uint8)
            found[~self.is_drawn[rows]] = 0
            self._codes_of = {frame.number: found}
        return found

    @property
    def is_drawn(self) -> NDArray[np.bool_]:
        """Which rows of the fleet are drawn: of a kind that has the quantity, and brushed."""
        there = self.quantity.is_there(self.fleet)
        return there if self.mask is None else there & self.mask

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """The mean or the worst of what is known in each pixel, else that something there is not known."""
        codes = self.codes(frame, scene, how)
        stamp = self._stamp(canvas)
        reach = stamp.shape[0] // 2
        known = np.where(codes >= FIRST, codes, 0).astype(np.uint8)
        values = self._scaled[frame["row"]].astype(np.float64)
        reduction = REDUCTIONS[self.quantity.pixel]("value")
        steps = steps_between(
            aggregate_points(frame, known, canvas, reduction, reach, value=values).values, *self._range
        )
        unknown = np.where(codes == UNKNOWN, codes, 0).astype(np.uint8)
        is_there = aggregate_points(frame, unknown, canvas, ds.any(), reach).values
        out = blank(canvas)
        found = np.where(steps > 0, steps + FIRST - 1, np.where(is_there, UNKNOWN, 0)).astype(np.uint8)
        stamp_codes(out, found, stamp[None])
        return out

    def _stamp(self, canvas: ds.Canvas) -> NDArray[np.uint8]:
        """Single pixels from afar where they are many; a few are found at a glance."""
        if self._is_few:
            return LARGE_DOT
        return PIN if pixel_metres(canvas) > PIN_METRES else np.asarray(DOT[0], np.uint8)

    def inks(self, style: MapStyle) -> Inks:
        """What is not known, then the ramp."""
        colours = list(self.mark_colours(style).values())[1:]
        table = np.zeros(256, np.uint8)
        for code in range(1, len(colours) + 1):
            table[[level << 6 | code for level in range(4)]] = code
        return Inks(np.array([(*colour, 255) for colour in colours], np.uint8), table)

    # Marks -----------------------------------------------------------------------------------------------------------

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """The codes of the image."""
        return self.codes(frame, scene)

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """By code."""
        ramp = style.palette.ramp(self.quantity.ramp, STEPS)
        return {0: style.palette.de_energized, UNKNOWN: style.palette.unknown, **dict(enumerate(ramp, FIRST))}

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """What a mark tells, its shape and its colour."""
        fleet, at = self.fleet, frame["row"][rows]
        colours = {code: hexadecimal(one) for code, one in self.mark_colours(scene.style).items()}
        kinds = [FLEET_KINDS[kind] for kind in fleet.kind[at].tolist()]
        risk = QUANTITIES["risk"]
        return {
            "name": fleet.names.take(pa.array(at)).to_pylist(),
            "kind": [KIND_WORDS[kind] for kind in kinds],
            "feeder": scene.snapshot.feeder_names(scene.snapshot.feeders.index(fleet.feeder_id[at])),
            "about": [self.quantity.title] * len(at),
            "value": [self.quantity.words(value) for value in self.quantity.shown(fleet)[at].tolist()],
            "risk": [risk.words(value) for value in risk.shown(fleet)[at].tolist()],
            "marker": [MARKERS[kind] for kind in kinds],
            "colour": [colours[code] for code in self.codes(frame, scene)[rows].tolist()],
        }

    # What a person is told -------------------------------------------------------------------------------------------

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """The ramp with its values, and what is not known where there is such a thing."""
        colours, quantity = self.mark_colours(scene.style), self.quantity
        low, high = self._range
        steps = (0, STEPS // 4, STEPS // 2, 3 * STEPS // 4, STEPS - 1)
        places = [quantity.of_scale(low + (high - low) * step / (STEPS - 1)) for step in steps]
        told = [entry(colours[FIRST + step], self._label(at), "ramp") for step, at in zip(steps, places, strict=True)]
        if np.isnan(self._scaled[self.is_drawn]).any():
            told.append(entry(colours[UNKNOWN], "Not known", "square"))
        note = f"A pixel shows the {'mean' if quantity.pixel == 'mean' else 'worst'} of the assets in it."
        words = " ".join(filter(None, (note, quantity.note)))
        return LegendLine(self.name, f"{quantity.title} of assets", tuple(told), quantity.unit, words)

    def _label(self, value: float) -> str:
        return f"{value:,.{self.quantity.digits(value) if value < 10 else 0}f}"

    # What a tap means ------------------------------------------------------------------------------------------------

    def hit_at(self, key: int, distance_px: float) -> Hit | None:
        """A row of the fleet: told by kind and id."""
        found = super().hit_at(key, distance_px)
        return found and Hit(self.name, key, found.cost_px, self.fleet.ref(key))

    def locate(self, snapshot: Snapshot, kind: str, keys: Array) -> Place:
        """Where some assets of a kind are; of those that the fleet does not have another layer knows."""
        if kind not in FLEET_KINDS or self.name not in snapshot.frames:
            return NOWHERE
        frame = snapshot.frames[self.name]
        is_one = (self.fleet.kind == FLEET_KINDS.index(kind)) & np.isin(self.fleet.asset_id, keys)
        rows = np.flatnonzero(is_one[frame["row"]])
        x, y = frame.x0[rows].astype(float) + frame.origin[0], frame.y0[rows].astype(float) + frame.origin[1]
        return Place(x, y, NOWHERE.line_x, NOWHERE.line_y)


def _no_rows(columns: tuple[str, ...], texts: tuple[str, ...]) -> pa.Table:
    numbers: dict[str, Any] = {name: np.zeros(0, np.float32) for name in columns}
    ids = {name: np.zeros(0, np.int32) for name in ("asset_id", "segment_id", "feeder_id")}
    places = {name: np.zeros(0) for name in ("lon", "lat")}
    words = {name: pa.array([], pa.string()) for name in texts}
    return pa.table({**numbers, **ids, **places, **words, "is_simulated": pa.array([], pa.bool_())})


NO_FLEET = Fleet.of(
    _no_rows(OF_ASSETS, ("asset_kind", "asset_name", "asset_class")), _no_rows(OF_SPANS, ("segment_name", "span_class"))
)
"""Before anything was read; shared, so that figures can be made ahead."""
BLANK = FleetPlaces(NO_FLEET)
