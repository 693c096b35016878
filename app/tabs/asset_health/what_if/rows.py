"""A what-if as figures, histogram, list and map. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app import formats
from app.charts.curves import Curve
from app.what_ifs import WhatIfFound
from app.widgets.column import Column, Row, day_words
from app.widgets.figures import Figure, Tone
from app.widgets.html import el
from data_sources.analytics.thermal.constants import HOT_C, WARM_C
from data_sources.fleet import Fleet
from data_sources.studies.thermal.what_if import METHOD, FleetImpact, impact_of

EXPECTED: Final = 6
BINS: Final = 60
COLUMN_OF: Final = {"hot_spot": "hot_spot_max_c", "load": "peak_load_pct"}
UNIT_OF: Final = {"hot_spot": "Hottest spot, °C", "load": "Peak load, % of rating"}
BEYOND_C: Final = 200.0
"""The most that IEEE C57.91 suggests for the hot spot of a distribution transformer; beyond it no model holds."""
FURTHEST: Final = {"hot_spot": BEYOND_C, "load": 300.0}
"""Where the histogram ends; what is beyond is counted in its last bin."""
LIMIT_OF: Final = {"hot_spot": WARM_C, "load": 100.0}
"""Above it a transformer is hot, or overloaded."""
NORMAL_LIFE_H: Final = 180_000.0
"""IEEE C57.91: of thermally upgraded paper at 110 °C."""
CHAPTERS: Final = (
    ("Method", (METHOD, "Engine of IEEE C57.91 and IEC 60076-7, as it fills the record of thermal stress.")),
    (
        "Limits",
        (
            "110 °C is the hot spot at which thermally upgraded paper ages at its normal rate (IEEE C57.91, clause 5); "
            "at 140 °C gas bubbles may form (IEEE C57.91, IEC 60076-7).",
            "Growth has no shape of its own; all vehicles charge on the evening of every day; warmer air makes nobody "
            "cool more: say that as growth.",
            "Beyond 200 °C, the limit that IEEE C57.91 suggests for distribution transformers, no temperature is told: "
            "such a unit would have failed, or its rating or the meters at it are recorded wrongly.",
            "Loss of life is told for these days alone, not for a year, and ageing is that of the median transformer.",
            "Transformers of which no hour is known are in no count.",
        ),
    ),
)


def days_words(found: WhatIfFound) -> str:
    """Which days were computed."""
    if not found.days:
        return "No readings are on record: what any transformer carried is not known, before or after."
    first, last = found.days[0], found.days[-1]
    words = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    return f"Of {words}, up to the day of most energy on record."


def kept(found: WhatIfFound, fleet: Fleet, feeders: frozenset[int] | None) -> pa.Table:
    """The rows of the transformers looked at."""
    assert found.rows is not None
    if feeders is None:
        return found.rows
    inside = fleet.is_of("transformer") & np.isin(fleet.feeder_id, list(feeders))
    return found.rows.filter(pc.is_in(found.rows["transformer_id"], pa.array(fleet.asset_id[inside], pa.int32())))


def figures(rows: pa.Table, days: int) -> Sequence[Figure]:
    """After, beside before."""
    impact = impact_of(rows)
    before, after = impact.before, impact.after
    warm, hot = f"Above {WARM_C:.0f} °C", f"Above {HOT_C:.0f} °C"
    return (
        _count(warm, before.above_110_c, after.above_110_c, impact, "warning"),
        _count(hot, before.above_140_c, after.above_140_c, impact, "bad"),
        _count("Overloaded", before.overloaded, after.overloaded, impact, "warning"),
        _beyond(rows),
        _ageing(rows, days),
        Figure.of("Not known", impact.unknown, "transformer", f"{impact.known:,} known"),
    )  # fmt: skip


def _count(label: str, before: int, after: int, impact: FleetImpact, tone: Tone) -> Figure:
    if not impact.known:
        return Figure(label, formats.NOTHING, "transformers", "not known of any")
    note = f"before {before:,}; {formats.percent(100 * after / impact.known, 1)} of those known"
    return Figure.of(label, after, "transformer", note, tone if after > before else "normal")


def _beyond(rows: pa.Table) -> Figure:
    """Those of which the model says what cannot be."""
    before, after = (_floats(rows, f"hot_spot_max_c_{side}") for side in ("before", "after"))
    count = int((after > BEYOND_C).sum())
    note = f"before {int((before > BEYOND_C).sum()):,}; look at rating and meters"
    return Figure(
        f"Beyond {BEYOND_C:.0f} °C", formats.number(count), "transformers", note, "bad" if count else "normal"
    )


def _ageing(rows: pa.Table, days: int) -> Figure:
    """How fast the median transformer ages in these days; at its normal rate 24 h a day."""
    sides = [_floats(rows, f"aged_hours_{side}") for side in ("before", "after")]
    if not days or np.isnan(sides[0]).all():
        return Figure("Ageing", formats.NOTHING, "h of life a day", "not known of any")
    before, after = (float(np.nanmedian(side)) / days for side in sides)
    note = f"median; before {formats.number(before, _digits(before))}, normal 24"
    return Figure("Ageing", formats.number(after, _digits(after)), "h of life a day", note)


def _digits(hours: float) -> int:
    return 1 if hours >= 1 else 3


def spread(rows: pa.Table, quantity: str) -> list[Curve]:
    """How many transformers reach what, before and after."""
    sides = {name: _floats(rows, f"{COLUMN_OF[quantity]}_{name}") for name in ("before", "after")}
    known = np.concatenate([side[np.isfinite(side)] for side in sides.values()])
    if not len(known):
        return []
    top = min(float(known.max()), FURTHEST[quantity])
    edges = np.linspace(min(float(known.min()), top - 1), top, BINS + 1)
    counts = {name: np.histogram(np.minimum(side[np.isfinite(side)], top), edges)[0] for name, side in sides.items()}
    return [
        Curve("Before", edges, counts["before"].astype(float), form="steps", colour="text_secondary"),
        Curve("After", edges, counts["after"].astype(float), form="steps", colour="attention"),
    ]


NEW: Final = (
    ("", ""), ("Newly overloaded", "attention"), (f"Newly above {WARM_C:.0f} °C", "warning"),
    (f"Newly above {HOT_C:.0f} °C", "bad"),
)  # fmt: skip
"""By the number that `listed` gives a row: what is new of it, and in which tone."""


def _change(row: Row) -> object:
    text, tone = NEW[row["change"]]
    return el("span", text, cls=f"badge is-{tone}") if text else ""


def _celsius(side: str) -> Callable[[Row], object]:
    """A hot spot; beyond what any model tells only that it is."""

    def write(row: Row) -> object:
        value = row[f"hot_spot_max_c_{side}"]
        return f"> {BEYOND_C:.0f}" if value > BEYOND_C else formats.number(value)

    return write


def _life(side: str) -> Callable[[Row], object]:
    """Hours of life; never more than there are."""

    def write(row: Row) -> object:
        value = row[f"aged_hours_{side}"]
        return "all of it" if value >= NORMAL_LIFE_H else formats.number(value, 1)

    return write


WHAT_IF_COLUMNS: Final = (
    Column("name", "Transformer"),
    Column("hot_spot_max_c_after", "Hot spot", "number", unit="°C", write=_celsius("after"),
           tip="Highest of these days at hourly mean load, after"),
    Column("hot_spot_max_c_before", "before", "number", unit="°C", write=_celsius("before")),
    Column("peak_load_pct_after", "Peak load", "number", unit="%",
           tip="Highest hourly mean of its rating, after"),
    Column("peak_load_pct_before", "before", "number", unit="%", room="medium"),
    Column("aged_hours_after", "Life used", "number", 1, unit="h", write=_life("after"),
           tip="Of the 180,000 h of a normal life, in these days, after", room="medium"),
    Column("aged_hours_before", "before", "number", 1, unit="h", write=_life("before"), room="wide"),
    Column("customers", "Customers", "count", room="wide"),
    Column("rated_kva", "Rated", "number", unit="kVA", room="wide"),
    Column("change", "What is new", "number", write=_change),
)  # fmt: skip


def listed(rows: pa.Table, fleet: Fleet) -> pa.Table:
    """The rows of the list, the hottest first; what is not known is left out."""
    known = rows.filter(pc.is_valid(rows["hot_spot_max_c_after"]))
    known = known.sort_by([("hot_spot_max_c_after", "descending"), ("transformer_id", "ascending")])
    place = _places(fleet, known["transformer_id"].to_numpy())
    names = fleet.names.take(pa.array(place, mask=place < 0)) if len(fleet) else pa.nulls(len(known), pa.string())
    ids = known["transformer_id"].cast(pa.string())
    found = known.append_column("name", pc.coalesce(names, pc.binary_join_element_wise("Transformer", ids, " ")))
    for name in ("customers", "rated_kva"):
        values = fleet.numbers[name][place] if len(fleet) else np.full(len(known), np.nan)
        found = found.append_column(name, pa.array(values, mask=(place < 0) | np.isnan(values)))
    return found.append_column("change", pa.array(_changes(found)))


def _changes(rows: pa.Table) -> NDArray[np.int64]:
    """Of each row its number in NEW."""
    found = np.zeros(len(rows), np.int64)
    limits = (("peak_load_pct", 100.0), ("hot_spot_max_c", WARM_C), ("hot_spot_max_c", HOT_C))
    for number, (name, limit) in enumerate(limits, start=1):
        before, after = (_floats(rows, f"{name}_{side}") > limit for side in ("before", "after"))
        found[after & ~before] = number
    return found


def _places(fleet: Fleet, ids: NDArray[np.int32]) -> NDArray[np.int64]:
    """Rows of transformers in the fleet; -1 of those that it does not have."""
    rows = np.flatnonzero(fleet.is_of("transformer"))
    own = fleet.asset_id[rows]
    if not len(own):
        return np.full(len(ids), -1, np.int64)
    order = np.argsort(own)
    at = np.minimum(np.searchsorted(own[order], ids), len(own) - 1)
    return np.where(own[order][at] == ids, rows[order][at], -1)


def on_map(rows: pa.Table, fleet: Fleet, quantity: str, shown: str) -> tuple[Fleet, NDArray[np.bool_]]:
    """The fleet with the values of one of the runs, and which of it the map draws.

    Args:
        rows: those looked at.
        fleet: all assets.
        quantity: "hot_spot" or "load".
        shown: "new" for those above a limit only after, "after" or "before" for all that are known.
    """
    side = "before" if shown == "before" else "after"
    ids, name = rows["transformer_id"].to_numpy(), COLUMN_OF[quantity]
    values = _floats(rows, f"{name}_{side}")
    drawn = np.isfinite(values)
    if shown == "new":
        limit = LIMIT_OF[quantity]
        drawn = (values > limit) & ~(_floats(rows, f"{name}_before") > limit)
    order = np.argsort(ids)
    return fleet.with_values("transformer", ids[order], {name: values[order]}), fleet.has("transformer", ids[drawn])


def _floats(rows: pa.Table, name: str) -> NDArray[np.float64]:
    return np.asarray(rows[name].to_numpy(), np.float64)
