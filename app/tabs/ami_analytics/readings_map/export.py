"""What of the map of readings can be taken away: the meters in view at an instant, and the questions behind them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.history.cube import QUALITIES
from data_sources.history.map_days import MapDay
from data_sources.query import Query
from layers.readings.marks import at_places, meter_places, quality_codes
from layers.snapshot import Snapshot
from layers.viewport import Viewport


def table_in_view(snapshot: Snapshot, view: Viewport, day: MapDay, slot: int) -> pa.Table:
    """One row a meter in view: what it read at an interval, and over the day.

    Args:
        snapshot: the network.
        view: what is seen.
        day: the readings.
        slot: the interval.
    """
    frame, meters = snapshot.frames["meters"], day.meters
    rows = frame.rows_in(view)
    rows = rows[np.argsort(frame["id"][rows])]
    places, instant = meter_places(day, frame)[rows], day.instant(slot)
    codes = quality_codes(instant, places)
    columns = {
        "net_kw": instant.net_kw, "voltage_pct": instant.voltage_pct, "nominal_voltage_v": meters.nominal_v,
        "peak_kw": meters.peak_kw, "load_factor_pct": meters.load_factor_pct, "estimated_pct": meters.estimated_pct,
    }  # fmt: skip
    started = day.intervals.start_at[slot]
    return pa.table(
        {
            "meter_id": pa.array(frame["id"][rows], pa.int32()),
            "meter_name": frame.owner["name"].take(pa.array(frame["row"][rows])),
            "interval_start_at": pa.array(np.full(len(rows), started), pa.timestamp("us", tz="UTC")),
            "quality": pa.array(QUALITIES).take(pa.array(codes)),
            **{name: pa.array(at_places(v, places), from_pandas=True) for name, v in columns.items()},
        }
    )


def day_queries(day: MapDay) -> list[Query]:
    """The questions a day was put together from; its readings are asked for in slices of meters."""
    intervals, meters = day.intervals, day.meters
    of_day = {"utility_id": day.utility_id, "day": intervals.day}
    asked = [Query.of("ami_map_day", **of_day), Query.of("ami_map_meter_day", **of_day)]
    if len(meters.meter_id):
        first, last = int(meters.meter_id[0]), int(meters.meter_id[-1])
        asked.append(Query.of("ami_day_of_meters", day=intervals.day, first_meter_id=first, end_meter_id=last + 1))
    return asked
