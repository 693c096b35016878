"""Is a network plausible? Every row may hold together, and yet the whole be in another unit or another country.

All findings are warnings: a model may be odd and right. An import shows them at once, `fluxops check` again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.analytics.ground import path_lengths_m
from data_sources.checks.finding import Finding, found
from data_sources.network.graph import Network
from data_sources.query import Query
from data_sources.source import Source

# The widest that official time lies from the sun's is 3 h (Xinjiang on China's one zone).
FARTHEST_ZONE_H = 3.5
# A line is longer than the straight way between its drawn ends, and drawings are rough; feet for metres are 3.3 times.
LENGTHS_APART = 2.0
# Between two poles or junctions lie tens of metres, in open country some kilometres; half of the sections of a drawing
# whose x and y are taken for degrees are longer.
LONGEST_USUAL_M = 10_000.0
# Around 0, 0 there is nothing but sea for four degrees: a drawing's own origin, or places that are not known.
NOWHERE_DEGREES = 3.0
OVERLOADED_PCT = 200.0
# On 120 V; the widest range of the standard (C84.1, range B, utilisation) is 104 to 127 V.
LOWEST_V, HIGHEST_V = 102.0, 138.0
_RULES = {
    "loads of transformers": f"Transformers loaded above {OVERLOADED_PCT:.0f} % of their rating",
    "loads of feeders": f"Feeders loaded above {OVERLOADED_PCT:.0f} % of their rating",
    "voltages of feeders": "Feeders of more than three times the voltage of their substation's high side",
    "feeders without load": "Feeders with supply and customers, and no load at all",
    "voltages": f"Transformers with supply and a voltage outside {LOWEST_V:.0f} to {HIGHEST_V:.0f} V (120 V nominal)",
}


def plausible_findings(source: Source, network: Network, utility: Mapping[str, Any]) -> Iterator[Finding]:
    """Places against time zone, line lengths and a drawing's; loads against ratings, voltages against nominal.

    Args:
        source: the database.
        network: of the utility.
        utility: its row, with `time_zone`.
    """
    yield _zone(network, utility["time_zone"])
    yield _lengths(network)
    yield _places(network)
    limits = {"overloaded_pct": OVERLOADED_PCT, "lowest_v": LOWEST_V, "highest_v": HIGHEST_V}
    rows = source.fetch(Query.of("check_plausible", utility_id=network.utility_id, **limits))
    for row in rows.to_pylist():
        subject = row["subject"]
        yield found(f"plausible: {subject}", row["row_count"], row["examples"], _RULES[subject], "warning")


def _zone(network: Network, time_zone: str) -> Finding:
    """Official time against the sun's, whichever half of the year has no daylight saving."""
    nodes = network.rows.nodes
    lon, lat = (float(nodes[axis].mean()) if len(nodes) else 0.0 for axis in ("lon", "lat"))
    gap_h = min(_gap_h(lon, time_zone, month) for month in (1, 7)) if len(nodes) else 0.0
    where = f"The network lies around {lon:.2f}, {lat:.2f} degrees"
    sentence = f"{where}, {gap_h:.1f} h by the sun from its time zone {time_zone}"
    check = "plausible: time zone"
    if gap_h <= FARTHEST_ZONE_H:
        return Finding("ok", check, 0, "", f"{sentence}.")
    return Finding("warning", check, 1, time_zone, f"{sentence}: check its coordinates and its zone.")


def _places(network: Network) -> Finding:
    """Whether places are true ones, or those of a drawing: by the usual length of a section, and by the origin."""
    paths, nodes = network.paths(network.segments.ids), network.rows.nodes
    drawn = path_lengths_m(paths.lon, paths.lat, paths.offsets)
    usual_m = float(np.median(drawn[drawn > 0])) if (drawn > 0).any() else 0.0
    farthest = max(float(np.abs(nodes[axis]).max()) if len(nodes) else 90.0 for axis in ("lon", "lat"))
    check, what = "plausible: places", f"Half of the lines are drawn longer than {usual_m:,.0f} m"
    if farthest < NOWHERE_DEGREES:
        where = "All lies around 0, 0 degrees, where there is only sea"
        return Finding("warning", check, len(nodes), "", f"{where}: these may be the places of a drawing, not degrees.")
    if usual_m <= LONGEST_USUAL_M:
        return Finding("ok", check, 0, "", f"{what}.")
    ids = ", ".join(map(str, network.segments.ids[drawn > LONGEST_USUAL_M][:5].tolist()))
    sentence = f"{what}: these may be the places of a drawing, not degrees."
    return Finding("warning", check, int((drawn > LONGEST_USUAL_M).sum()), ids, sentence)


def _gap_h(lon: float, time_zone: str, month: int) -> float:
    offset = dt.datetime(2026, month, 1, tzinfo=ZoneInfo(time_zone)).utcoffset() or dt.timedelta()
    gap = abs(lon / 15 - offset.total_seconds() / 3600) % 24
    return min(gap, 24 - gap)


def _lengths(network: Network) -> Finding:
    """Lengths as stated against those drawn, over all segments that have both."""
    segments = network.segments
    paths = network.paths(segments.ids)
    stated, drawn = segments["length_m"].astype(np.float64), path_lengths_m(paths.lon, paths.lat, paths.offsets)
    is_both = (stated > 0) & (drawn > 0)
    check, what = "plausible: line lengths", "Lines are drawn in the lengths they are stated with"
    if not is_both.any():
        return Finding("ok", check, 0, "", f"{what}: none has both.")
    ratio = float(drawn[is_both].sum() / stated[is_both].sum())
    if 1 / LENGTHS_APART <= ratio <= LENGTHS_APART:
        return Finding("ok", check, 0, "", f"{what}: {ratio:.2f} times.")
    apart = is_both & ((drawn > LENGTHS_APART * stated) | (stated > LENGTHS_APART * drawn))
    ids = ", ".join(map(str, segments.ids[apart][:5].tolist()))
    sums = f"{drawn[is_both].sum() / 1000:,.2f} km against {stated[is_both].sum() / 1000:,.2f} km"
    sentence = f"Lines are drawn {ratio:.3g} times as long as they are stated ({sums}): check the unit of either."
    return Finding("warning", check, int(apart.sum()), ids, sentence)
