"""Layer: everything one layer of the map is, in one object: rows, aggregate, colours, marks, tooltip, legend, hit test.

A data scientist's layer is a subclass of a dozen lines, drawn by the live map like the built-in ones:

    class OldTransformers(Layer):
        name, title, unit = "old_transformers", "Transformers by age", "years"
        statement, key, kind = "transformer_places", "transformer_id", "transformer"
        reduction = ds.mean("age_years")
        tooltip = [("Transformer", "@transformer_name"), ("Age", "@age_years years")]

Its statement answers `lon` and `lat` besides. From afar each pixel shows the reduction of the rows that fall into
it, through `ramp`; where few are in view each row is a mark with a tooltip. A built-in layer replaces what it does
otherwise. A layer holds no rows: the map's frames do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import datashader as ds
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from bokeh.core.enums import MarkerType
from numpy.typing import NDArray

from data_sources.assets import AssetKind, AssetRef
from data_sources.errors import ContractError
from data_sources.query import Query
from data_sources.source import Source
from layers import geo
from layers.aggregates import aggregate_points, blank
from layers.colours.colour import Rgb
from layers.colours.palette import Ramp
from layers.detail import Drawn
from layers.frame import Array, BlockFrame
from layers.kernels import stamp_codes
from layers.legend import LegendLine, entry
from layers.network import numbers, place
from layers.reductions import (
    STEPS,
    check_reduction,
    count_at,
    has_scale,
    is_of_pixels,
    middle,
    steps_between,
    steps_of_presence,
    unit_of_pixels,
)
from layers.snapshot import Scene, Snapshot
from layers.style import MapStyle
from layers.viewport import Viewport

Columns = dict[str, Any]
Codes = NDArray[np.uint8]
Tooltip = Sequence[tuple[str, str]]

DOT = np.array([[[0, 4, 0], [4, 4, 4], [0, 4, 0]]], np.uint8)
MARKERS = frozenset(MarkerType)
REACH_PX = 14.0  # how far from a thing a tap may be
CODES_KEPT = 16
COMMON_COLUMNS = ("x", "y", "id", "code", "size")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a row is drawn as a glyph of its own.

    Attributes:
        marker: Bokeh's name of its shape, or the name of a column of such names.
        is_ring: stroked and not filled.
        opacity: of the fill; the name of a column, or a number.
        line_px: width of its outline, in the colour behind the map.
        halo_px: diameter of a soft disc behind it; 0 for none.
        label: column of the words beside it; empty for none.
        label_at_most: with more marks in view than this, no words.
        label_above: words stand over the mark rather than beside it.
        side: where the tooltip hangs.
        is_coloured: a column `colour` brings the colours, rather than the layer's colour of its code.
    """

    marker: str = "circle"
    is_ring: bool = False
    opacity: str | float = 0.9
    line_px: float = 0.0
    halo_px: float = 0.0
    label: str = ""
    label_at_most: int = 200
    label_above: bool = False
    side: str = "horizontal"
    is_coloured: bool = False


@dataclass(frozen=True)
class Inks:
    """How an aggregate becomes colours.

    Attributes:
        colours: uint8 (n, 4), red, green, blue, opacity; the first is number 1.
        table: uint8, number of a colour by value of the aggregate; 0 is clear. A value beyond it counts as its last.
    """

    colours: NDArray[np.uint8]
    table: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing near a tap.

    Attributes:
        layer: name of its layer.
        key: the row's key.
        cost_px: how near it counts: its distance less what small things on top get as a start.
        asset: what it is of the network; None for a row of something else.
    """

    layer: str
    key: int
    cost_px: float
    asset: AssetRef | None = None


@dataclass(frozen=True)
class Place:
    """Places and lines in Web Mercator metres; a NaN ends each line."""

    x: Array
    y: Array
    line_x: Array
    line_y: Array

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all of it; None for nowhere."""
        x, y = np.concatenate([self.x, self.line_x]), np.concatenate([self.y, self.line_y])
        if not np.isfinite(x).any():
            return None
        return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))


NOWHERE = Place(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


class Layer:
    """One layer of the map.

    Two layers of one class with the same values are the same layer.

    Attributes:
        name: in the map's style, in addresses; unique among the layers of a map.
        title: of the legend's line.
        unit: of what is coloured.
        kind: what a tap on it selects; None where its rows are nothing of the network.
        statement: the .sql file of its rows: `lon` and `lat` in degrees, a key, and what is coloured and told.
        source: where the statement is asked, "live" or "history".
        key: column of the row's key.
        reduction: Datashader's, from the rows in a pixel to its value; `ds.count()` where nothing is coloured.
        limits: values drawn in the first and the last colour; where None, the middle 96 % of the rows' values, or for
            a reduction that answers other values (`ds.sum`, `ds.std`, `ds.var`) of those of the picture's pixels.
        ramp: the name of its colours in the palette, or colours (`#RRGGBB`) from low to high.
        tooltip: titles and Bokeh templates (`@column`) of what a mark tells.
        mark: how a row looks near by.
        size_px: diameter of its marks.
        max_marks: in view; more are drawn in the image.
        mark_metres: metres a pixel from which there are no marks.
        is_overlay: always all rows as marks, over the image, at every extent: for some hundreds at most.
        status: the .sql file of what changes of its rows between two loads, by key; none where all is read again.
        needs: names of layers whose frames this one is made of, where it has no statement.
        follows: the layer it is switched with; its own name for none.
        plane: layers of one plane share codes: of two on one pixel the larger byte is seen.
        head_start_px: what a tap favours it by, against larger things below it.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    unit: ClassVar[str] = ""
    kind: ClassVar[AssetKind | None] = None
    statement: ClassVar[str] = ""
    source: ClassVar[str] = "live"
    key: ClassVar[str] = ""
    reduction: ClassVar[Any] = ds.count()
    limits: ClassVar[tuple[float, float] | None] = None
    ramp: ClassVar[Ramp | Sequence[str]] = "heat"
    tooltip: ClassVar[Tooltip] = ()
    mark: ClassVar[Mark] = Mark()
    size_px: ClassVar[float] = 9.0
    max_marks: ClassVar[int] = 1500
    mark_metres: ClassVar[float] = np.inf
    is_overlay: ClassVar[bool] = False
    status: ClassVar[str] = ""
    needs: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[str] = ""
    plane: ClassVar[str] = ""
    head_start_px: ClassVar[float] = 5.0

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuses a reduction that cannot be drawn.

        Raises:
            TypeError: it cannot be.
        """
        super().__init_subclass__(**kwargs)
        check_reduction(cls.__name__, cls.reduction)

    def __init__(self, **values: Hashable) -> None:
        """Takes what its statement binds besides `utility_id`, by name."""
        self.values: Mapping[str, Hashable] = dict(values)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.values == getattr(other, "values", None)

    def __hash__(self) -> int:
        return hash((type(self), tuple(sorted(self.values.items()))))

    # Rows -------------------------------------------------------------------------------------------------------

    def query(self, utility_id: int) -> Query:
        """The rows of this layer."""
        return Query.of(self.statement, utility_id=utility_id, **self.values)

    def frame(self, table: pa.Table, snapshot: Snapshot) -> BlockFrame:
        """The rows of `query()`, sorted for the map; rows without a place are left out.

        Args:
            table: the answer.
            snapshot: gives the origin and the feeders.

        Raises:
            ContractError: the key or the column that is coloured is not there, or holds no numbers.
        """
        if table.num_rows and (table["lon"].null_count or table["lat"].null_count):
            table = table.filter(pc.and_(pc.is_valid(table["lon"]), pc.is_valid(table["lat"])))
        kept = [name for name in table.column_names if name not in ("lon", "lat") and _is_number(table.schema, name)]
        columns = {name: numbers(table, name) for name in kept}
        columns["row"] = np.arange(table.num_rows, dtype=np.int32)
        for wanted in filter(None, (self.key, self.reduction.column)):
            if wanted not in columns:
                told = f"the column {wanted!r}, by which the layer {self.name!r} goes, holds no numbers"
                raise ContractError(f"{self.statement}.sql: {told}.")
        columns["id"] = columns[self.key] if self.key else columns["row"]
        if "feeder_id" in columns:
            columns["feeder"] = snapshot.feeders.index(columns["feeder_id"])
        return BlockFrame.of_points(*place(table), columns, snapshot.origin).owned_by(table)

    def with_status(self, frame: BlockFrame, rows: pa.Table) -> BlockFrame:
        """The frame with the newest rows of `status`; the same frame where nothing moved."""
        return frame

    def derived(self, frames: Mapping[str, BlockFrame]) -> BlockFrame:
        """The frame of a layer that is made of others' (`needs`)."""
        raise NotImplementedError(f"{type(self).__name__} has neither a statement nor rows made of others'.")

    # The image ---------------------------------------------------------------------------------------------------

    def codes(self, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> Codes:
        """What each row is drawn as: 0 for not at all, else 1 to 63. Kept with the frame."""
        key = (self.name, scene.filters, scene.style.colour_by, how is Drawn.TROUBLE)
        kept: Codes | None = frame.cache.get(key)
        if kept is None:
            kept = self._codes(frame, scene, how)
            while len(frame.cache) >= CODES_KEPT:
                frame.cache.pop(next(iter(frame.cache)), None)
            frame.cache[key] = kept
        return kept

    def aggregate(self, frame: BlockFrame, canvas: ds.Canvas, scene: Scene, how: Drawn = Drawn.IMAGE) -> Array:
        """What each pixel shows: unsigned (height, width), south to north; 0 for nothing, else a value of `inks`."""
        codes, column = self.codes(frame, scene, how), self.reduction.column
        values = {column: np.asarray(frame[column], np.float64)} if column else {}
        found: Array = aggregate_points(frame, codes, canvas, self.reduction, 1, **values).values
        out = blank(canvas)
        stamp_codes(out, self._pixel_steps(frame, found, scene), DOT)
        return out

    def _pixel_steps(self, frame: BlockFrame, found: Array, scene: Scene) -> Codes:
        """The steps of the pixels' values; their range is noted in the scene where it is the picture's own and new."""
        if not has_scale(self.reduction):
            return steps_of_presence(self.reduction, found)
        low, high = self.range(frame)
        if is_of_pixels(self.reduction) and self.limits is None:
            low, high = scene.ranges.get(self.name) or scene.ranges.setdefault(self.name, middle(found))
        return steps_between(found, low, high)

    def range(self, frame: BlockFrame) -> tuple[float, float]:
        """The values of the first and the last colour of the rows' own values."""
        if self.limits is not None:
            return self.limits
        kept: tuple[float, float] | None = frame.cache.get("range")
        if kept is None:
            kept = frame.cache["range"] = middle(frame[self.reduction.column])
        return kept

    def inks(self, style: MapStyle) -> Inks:
        """From the values of the aggregate to colours."""
        ramp = style.palette.ramp(self.ramp, STEPS)
        table = np.zeros(256, np.uint8)
        for code in range(1, STEPS + 1):
            table[[level << 6 | code for level in range(4)]] = code
        return Inks(np.array([(*colour, 255) for colour in ramp], np.uint8), table)

    # Marks -------------------------------------------------------------------------------------------------------

    def detail(self, count: int, viewport: Viewport) -> Drawn:
        """How rows that are too many, or too far away, for marks are drawn."""
        return Drawn.IMAGE

    @property
    def is_divisible(self) -> bool:
        """Whether parts of a view can be drawn by themselves: a pixel's colour does not depend on the other pixels."""
        return self.limits is not None or not is_of_pixels(self.reduction)

    def grain(self, count: int) -> int:
        """What its pixels depend on besides place and scale: a number made of how many of its places are in view."""
        return 0

    def is_countable(self, frame: BlockFrame) -> bool:
        """Whether the rows are places that may be marks; lines are always in the image."""
        return frame.x1 is frame.x0

    def marks(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """The columns of the marks of some rows; the worst come last, so that they lie on top."""
        codes = self.mark_codes(frame, scene)
        rows = rows[np.argsort(codes[rows], kind="stable")]
        columns: Columns = {
            "x": frame.x0[rows].astype(np.float64) + frame.origin[0],
            "y": frame.y0[rows].astype(np.float64) + frame.origin[1],
            "id": frame["id"][rows],
            "code": codes[rows],
            "size": np.full(len(rows), self.size_px, np.float32),
        }
        return {**columns, **self.words(frame, rows, scene)}

    def mark_codes(self, frame: BlockFrame, scene: Scene) -> Codes:
        """The colour of each row's mark, as a key of `mark_colours`."""
        if not has_scale(self.reduction):
            return np.full(len(frame), STEPS, np.uint8)
        return steps_between(frame[self.reduction.column], *self.range(frame))

    def mark_colours(self, style: MapStyle) -> Mapping[int, Rgb]:
        """The colour of each code of a mark; 0 is a row without a value."""
        return {0: style.palette.de_energized, **dict(enumerate(style.palette.ramp(self.ramp, STEPS), start=1))}

    def words(self, frame: BlockFrame, rows: NDArray[np.int64], scene: Scene) -> Columns:
        """What the marks tell: the columns that the tooltip and the label name, from the rows' table."""
        table: pa.Table = frame.owner
        told = (*self.told, "size")  # a table may bring the size of its marks
        found = table.select([name for name in told if name in table.column_names])
        taken = found.take(pa.array(frame["row"][rows]))
        return {name: _shown(taken, name) for name in taken.column_names}

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that tooltip and label name."""
        named = [a or b for _, text in self.tooltip for a, b in re.findall(r"@(?:\{([^}]+)\}|(\w+))", text)]
        extra = [name for name in (self.mark.label, self.mark.opacity) if isinstance(name, str) and name]
        extra += [self.mark.marker] if self.mark.marker not in MARKERS else []
        return tuple(dict.fromkeys((*named, *extra, *(["colour"] if self.mark.is_coloured else []))))

    def no_marks(self) -> Columns:
        """No marks, with their columns."""
        return {name: [] for name in dict.fromkeys((*COMMON_COLUMNS, *self.told))}

    def rows_shown(self, frame: BlockFrame, viewport: Viewport, scene: Scene) -> NDArray[np.int64]:
        """The rows that are in view and pass the filters."""
        rows = frame.rows_in(viewport)
        return rows[self.codes(frame, scene)[rows] > 0]

    # What a person is told ---------------------------------------------------------------------------------------

    def legend(self, scene: Scene, how: Drawn) -> LegendLine | None:
        """Its line in the legend; None for none."""
        colours, unit = scene.style.palette.ramp(self.ramp, STEPS), self.unit
        if how.is_in_image:
            unit = unit_of_pixels(self.reduction, unit)
        found = [entry(colours[step - 1], text, "ramp") for step, text in self._scale(scene, how)]
        note = (
            "" if self.limits is not None or not has_scale(self.reduction) else "Ends: the middle 96 % of the values."
        )
        return LegendLine(self.name, self.title, tuple(found) or (entry(colours[-1], "", "dot"),), unit, note)

    def _scale(self, scene: Scene, how: Drawn) -> list[tuple[int, str]]:
        """Some steps of the ramp and the values they are drawn for; none where there is one colour alone."""
        if how.is_in_image and type(self.reduction) is ds.count:
            return [(step, f"{count_at(step):,.0f}") for step in range(4, STEPS + 1, 3)]
        if not has_scale(self.reduction):
            return []
        frame = scene.snapshot.frames.get(self.name)
        of_rows = self.range(frame) if frame is not None else (0.0, 1.0)
        low, high = scene.ranges.get(self.name, of_rows) if how.is_in_image else of_rows
        places = (0, STEPS // 4, STEPS // 2, 3 * STEPS // 4, STEPS - 1)
        return [(at + 1, _number(low + (high - low) * at / (STEPS - 1), high - low)) for at in places]

    # What a tap means --------------------------------------------------------------------------------------------

    def hit(self, scene: Scene, x: float, y: float, metres_per_pixel: float, how: Drawn) -> Hit | None:
        """The row that a tap (Web Mercator) means; None where none is within reach."""
        frame = scene.snapshot.frames[self.name]
        rows = self.near(frame, scene, x, y, REACH_PX * metres_per_pixel, how)
        if not len(rows):
            return None
        distance = np.hypot(frame.x0[rows] - (x - frame.origin[0]), frame.y0[rows] - (y - frame.origin[1]))
        best = int(distance.argmin())
        return self.hit_at(int(frame["id"][rows[best]]), float(distance[best]) / metres_per_pixel)

    def hit_at(self, key: int, distance_px: float) -> Hit | None:
        """A row at some distance from the tap; None where that is too far."""
        if distance_px > REACH_PX:
            return None
        return Hit(self.name, key, distance_px - self.head_start_px, AssetRef(self.kind, key) if self.kind else None)

    def near(self, frame: BlockFrame, scene: Scene, x: float, y: float, reach: float, how: Drawn) -> NDArray[np.int64]:
        """The rows that are drawn in the blocks around a place."""
        rows = frame.blocks_in(x - reach, y - reach, x + reach, y + reach).indexes()
        return rows[self.codes(frame, scene, how)[rows] > 0]

    def locate(self, snapshot: Snapshot, kind: str, keys: Array) -> Place:
        """Where some of its things are; nowhere for what this layer does not know."""
        frame = snapshot.frames.get(self.name)
        if frame is None or kind != self.kind:
            return NOWHERE
        rows = np.flatnonzero(np.isin(frame["id"], keys))
        x, y = frame.x0[rows].astype(float) + frame.origin[0], frame.y0[rows].astype(float) + frame.origin[1]
        return Place(x, y, NOWHERE.line_x, NOWHERE.line_y)

    # Elsewhere ---------------------------------------------------------------------------------------------------

    def to_geoviews(
        self, rows: Source | pa.Table, *, scene: Scene | None = None, tiles_url: str | None = geo.CARTO_DARK
    ) -> Any:
        """The layer as a GeoViews element over map tiles, for a notebook: `tiles * element`.

        Every row is one mark, without aggregation; lay Datashader's `rasterize` over it for more than about 50,000.

        Args:
            rows: where to fetch `query()`, or its answer.
            scene: utility, feeders, style and filters; utility 1 and the standard ones where None.
            tiles_url: XYZ template of the tiles; None for none.
        """
        scene = scene or Scene(Snapshot(1))
        table = rows if isinstance(rows, pa.Table) else rows.fetch(self.query(scene.snapshot.utility_id))
        frame = self.frame(table, scene.snapshot)
        codes = np.where(self.codes(frame, scene) > 0, self.mark_codes(frame, scene), 0)
        return geo.over_tiles(geo.element(frame, codes, self.mark_colours(scene.style)), tiles_url)

    # What subclasses replace -------------------------------------------------------------------------------------

    def _codes(self, frame: BlockFrame, scene: Scene, how: Drawn) -> Codes:
        """See `codes`; here every row that passes the filters by feeder counts as one."""
        shown = scene.feeder_is_shown() if "feeder" in frame.columns else None
        return np.ones(len(frame), np.uint8) if shown is None else shown[frame["feeder"]].astype(np.uint8)


def _is_number(schema: pa.Schema, name: str) -> bool:
    kind = schema.field(name).type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _shown(table: pa.Table, name: str) -> Any:
    """Numbers as an array; all else as words."""
    return numbers(table, name) if _is_number(table.schema, name) else [_word(v) for v in table[name].to_pylist()]


def _word(value: Any) -> str:
    return "–" if value is None else str(value)


def _number(value: float, span: float) -> str:
    """A label: whole numbers where the range is wide enough to tell them apart."""
    digits = 0 if span >= STEPS / 2 else min(max(1 - math.floor(math.log10(max(span, 1e-9))), 0), 9)
    return f"{value:,.{digits}f}"
