"""Plain tables made complete: references, places, defaults, each bad row with its reason.

Order of work: parents before children, each table settled (its bad rows refused or dropped) before the next looks at
it, so that a row whose parent was dropped is dropped with its own reason.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from data_sources.analytics.ground import distance_m
from data_sources.importers.coordinates import Floats
from data_sources.importers.tables.places import (
    LINE_END_M,
    LinePlaces,
    NodeFinder,
    derive_nodes,
    read_lines,
    settle_points,
    settle_side,
)
from data_sources.importers.tables.rows import make_tables
from data_sources.importers.tables.sheet import Ints, TableSheet, Texts
from data_sources.importers.tables.spec import TABLES

SQRT3 = 3**0.5
HOURS_A_MONTH = 730.0
PEAK_TO_MEAN = 2.0


class Builder:
    """Settles the sheets one after the other, then makes the tables.

    Args:
        sheets: one for each table, empty where there is no file.
        crs: reference system of all coordinates, None for degrees.
        skip_bad_rows: drop bad rows instead of refusing.
    """

    def __init__(self, sheets: dict[str, TableSheet], crs: str | None, skip_bad_rows: bool) -> None:
        """Nothing is checked yet."""
        self.sheets, self.crs, self.skip = sheets, crs, skip_bad_rows
        self.lines = LinePlaces(np.empty(0), np.empty(0), np.zeros(1, np.int64))
        self.place_notes: dict[str, str] = {}
        self.nodes_were_derived = False

    def build(self) -> dict[str, pa.Table]:
        """All tables of the schema but the summaries.

        Raises:
            ImportRefused: a bad row, and bad rows are not to be skipped; or the file as a whole cannot be used.
        """
        placed = ("substations", "nodes", "poles", "transformers", "meters", "devices")
        for name in placed:
            self.place_notes[name] = settle_points(self.sheets[name], self.crs)
        self.lines = settle_side([self.sheets[name] for name in placed], read_lines(self.sheets["segments"], self.crs))
        self._substations_and_feeders()
        self._nodes_and_segments()
        self._head_nodes()
        self._poles()
        self._transformers()
        self._meters()
        self._customers()
        self._devices()
        self._sums()
        return make_tables(self.sheets, self.lines)

    def _substations_and_feeders(self) -> None:
        substations, feeders = self.sheets["substations"], self.sheets["feeders"]
        self._names(substations)
        substations.fill("voltage_kv", 69.0)
        substations.settle(self.skip)
        feeders.link("substation_id", substations)
        self._names(feeders)
        feeders.fill("rated_a", 400.0)
        feeders.fill("rated_kva", SQRT3 * feeders["voltage_kv"] * feeders["rated_a"])
        feeders.settle(self.skip)

    def _nodes_and_segments(self) -> None:
        segments, feeders = self.sheets["segments"], self.sheets["feeders"]
        lines = self.lines
        feeder = segments.link("feeder_id", feeders)
        if self.sheets["nodes"].raw is None:
            self.sheets["nodes"] = derive_nodes(segments, lines)
            self.nodes_were_derived = True
        nodes = self.sheets["nodes"]
        self._names(nodes)
        nodes.settle(self.skip)
        finder = NodeFinder(nodes)
        ends = []
        for column, at_end in (("from_node_id", False), ("to_node_id", True)):
            links = segments.link(column, nodes)
            segments["lon"], segments["lat"] = lines.ends(at_end)
            ends.append(finder.fill(segments, links, column, LINE_END_M))
        self._refuse_lines_elsewhere(*ends)
        self._names(segments)
        segments.fill("length_m", np.where(lines.is_given, lines.lengths_m(), self._gap_m(*ends)))
        for column, source in (("voltage_kv", "voltage_kv"), ("rated_a", "rated_a")):
            segments.fill(column, feeders[source][feeder])
        for column, default in (
            ("phases", "ABC"),
            ("is_underground", 0.0),
            ("conductor", "not stated"),
            ("installed_year", 0),
        ):
            segments.fill(column, default)
        kept = ~segments.bad
        segments.settle(self.skip)
        self.lines = lines.keep(kept)

    def _refuse_lines_elsewhere(self, a: Ints, b: Ints) -> None:
        """A line ends where its nodes are, whichever of them it begins at (`fluxops check`: "paths: ends")."""
        nodes, segments, lines = self.sheets["nodes"], self.sheets["segments"], self.lines
        gaps = []
        for first, last in ((a, b), (b, a)) if len(nodes) else ():
            ends = [(*lines.ends(at_end), node) for at_end, node in ((False, first), (True, last))]
            to_node = [distance_m(lon, lat, nodes["lon"][node], nodes["lat"][node]) for lon, lat, node in ends]
            gaps.append(np.maximum(*to_node))
        if gaps:
            is_apart = lines.is_given & (a >= 0) & (b >= 0) & (np.minimum(*gaps) > LINE_END_M)
            segments.reject(
                is_apart, "geometry", f"ends more than {LINE_END_M:g} m from its from_node_id or to_node_id"
            )

    def _gap_m(self, a: Ints, b: Ints) -> Floats:
        lon, lat = self.sheets["nodes"]["lon"], self.sheets["nodes"]["lat"]
        return distance_m(lon[a], lat[a], lon[b], lat[b]) if len(lon) else np.zeros(len(a))

    def _head_nodes(self) -> None:
        """Given, or of the feeder's own nodes the one nearest to its substation."""
        feeders, nodes, segments = self.sheets["feeders"], self.sheets["nodes"], self.sheets["segments"]
        head = feeders.link("head_node_id", nodes).copy()
        substation = feeders["substation_id#"]
        own = np.concatenate([segments["feeder_id#"], segments["feeder_id#"]])
        node = np.concatenate([segments["from_node_id#"], segments["to_node_id#"]])
        places = self.sheets["substations"]
        to_go = distance_m(
            nodes["lon"][node], nodes["lat"][node], places["lon"][substation[own]], places["lat"][substation[own]]
        )
        order = np.lexsort((to_go, own))
        feeder, first = np.unique(own[order], return_index=True)
        nearest = np.full(len(feeders), -1, dtype=np.int64)
        nearest[feeder] = node[order][first]
        head = np.where(head < 0, nearest, head)
        feeders.reject(head < 0, "head_node_id", "is given and the feeder has no segment to find it from")
        feeders["head_node_id#"] = head
        before = len(feeders)
        feeders.settle(self.skip)
        if len(feeders) != before:
            segments.link("feeder_id", feeders)

    def _poles(self) -> None:
        poles = self.sheets["poles"]
        self._attach(poles)
        for column, default in (
            ("material", "not stated"),
            ("height_m", 12.0),
            ("installed_year", 0),
            ("health_score", float("nan")),
        ):
            poles.fill(column, default)
        poles.settle(self.skip)

    def _attach(self, sheet: TableSheet) -> None:
        """Node and feeder of a thing on the network."""
        node = NodeFinder(self.sheets["nodes"]).fill(sheet, sheet.link("node_id", self.sheets["nodes"]), "node_id")
        feeder = sheet.link("feeder_id", self.sheets["feeders"])
        feeder = np.where(feeder < 0, self._node_feeder()[node], feeder)
        sheet.reject(feeder < 0, "feeder_id", "is given and no segment ends at its node to take it from")
        sheet["feeder_id#"] = feeder
        self._names(sheet)

    def _node_feeder(self) -> Ints:
        """A feeder at each node, -1 without one; the last entry stands for "no node"."""
        segments = self.sheets["segments"]
        feeder = np.full(len(self.sheets["nodes"]) + 1, -1, dtype=np.int64)
        for column in ("from_node_id#", "to_node_id#"):
            feeder[segments[column][::-1]] = segments["feeder_id#"][::-1]
        return feeder

    def _transformers(self) -> None:
        transformers, feeders = self.sheets["transformers"], self.sheets["feeders"]
        self._attach(transformers)
        transformers.link("secondary_node_id", self.sheets["nodes"])
        transformers.link("pole_id", self.sheets["poles"])
        self._place_at_node(transformers)
        transformers.fill("primary_kv", feeders["voltage_kv"][transformers["feeder_id#"]])
        defaults: tuple[tuple[str, Any], ...] = (
            ("kind", "service"), ("phases", "ABC"), ("secondary_v", 240.0), ("is_underground", 0.0),
            ("installed_year", 0), ("health_score", float("nan")),
        )  # fmt: skip
        for column, default in defaults:
            transformers.fill(column, default)
        transformers.settle(self.skip)

    def _place_at_node(self, sheet: TableSheet) -> None:
        nodes = self.sheets["nodes"]
        for column in ("lon", "lat"):
            sheet.fill(column, nodes[column][sheet["node_id#"]] if len(nodes) else np.nan)

    def _meters(self) -> None:
        meters, transformers = self.sheets["meters"], self.sheets["transformers"]
        transformer = meters.link("transformer_id", transformers)
        node = meters.link("node_id", self.sheets["nodes"])
        secondary, primary = transformers["secondary_node_id#"][transformer], transformers["node_id#"][transformer]
        meters["node_id#"] = np.where(node >= 0, node, np.where(secondary >= 0, secondary, primary))
        meters["feeder_id#"] = transformers["feeder_id#"][transformer]
        self._place_at_node(meters)
        self._names(meters)
        meters.fill("phases", transformers["phases"][transformer])
        meters.fill("nominal_voltage_v", transformers["secondary_v"][transformer])
        for column, default in (
            ("customer_class", "residential"),
            ("monthly_kwh", 900.0),
            ("has_solar", 0.0),
            ("has_ev", 0.0),
        ):
            meters.fill(column, default)
        meters.settle(self.skip)

    def _customers(self) -> None:
        customers, meters = self.sheets["customers"], self.sheets["meters"]
        if customers.raw is None:
            meters.fill("is_active", 1.0)
            self.sheets["customers"] = _one_account_each(meters)
            return
        meter = customers.link("meter_id", meters)
        self._names(customers, "account_number")
        customers.fill("is_active", 1.0)
        customers.fill("customer_class", meters["customer_class"][meter])
        active = np.flatnonzero((customers["is_active"] > 0) & ~customers.bad)
        _, first = np.unique(meter[active], return_index=True)
        second = np.zeros(len(customers), dtype=bool)
        second[np.delete(active, first)] = True
        customers.reject(second, "meter_id", "has an active account already; set is_active to no on one of them")
        customers.settle(self.skip)
        has_account = np.zeros(len(meters))
        has_account[customers["meter_id#"][customers["is_active"] > 0]] = 1.0
        meters.fill("is_active", has_account)

    def _devices(self) -> None:
        devices, segments, nodes = self.sheets["devices"], self.sheets["segments"], self.sheets["nodes"]
        segment = devices.link("segment_id", segments)
        feeder = devices.link("feeder_id", self.sheets["feeders"])
        devices["feeder_id#"] = np.where(feeder >= 0, feeder, segments["feeder_id#"][segment])
        devices.link("other_feeder_id", self.sheets["feeders"])
        ends = segments["from_node_id#"][segment], segments["to_node_id#"][segment]
        for column in ("lon", "lat"):
            devices.fill(column, (nodes[column][ends[0]] + nodes[column][ends[1]]) / 2)
        self._names(devices)
        devices.fill("phases", segments["phases"][segment])
        devices.fill("rated_a", segments["rated_a"][segment])
        devices.fill("is_normally_open", 0.0)
        devices.fill("is_open", devices["is_normally_open"])
        devices.settle(self.skip)

    def _names(self, sheet: TableSheet, column: str = "") -> None:
        """The display name is the user's own key where no name is given."""
        key = TABLES[sheet.name][0].name
        sheet.fill(column or key.removesuffix("_id") + "_name", sheet[key])

    def _sums(self) -> None:
        """Columns that follow from the tables below."""
        meters, transformers, feeders = self.sheets["meters"], self.sheets["transformers"], self.sheets["feeders"]
        count = len(transformers)
        mean_kw = np.bincount(meters["transformer_id#"], weights=meters["monthly_kwh"], minlength=count) / HOURS_A_MONTH
        active = np.bincount(meters["transformer_id#"], weights=meters["is_active"], minlength=count)
        transformers.fill("load_kw", mean_kw)
        transformers.fill("peak_load_kw", mean_kw * PEAK_TO_MEAN)
        transformers.fill("customers_served", active)
        service = transformers["kind"] == "service"
        peak = np.where(service, transformers["peak_load_kw"], 0.0)
        feeders.fill("peak_load_kw", np.bincount(transformers["feeder_id#"], weights=peak, minlength=len(feeders)))
        substations = self.sheets["substations"]
        mva = np.bincount(feeders["substation_id#"], weights=feeders["rated_kva"], minlength=len(substations)) / 1000
        substations.fill("capacity_mva", mva)


def _one_account_each(meters: TableSheet) -> TableSheet:
    """One account for each active meter, where there is no table of customers."""
    active = np.flatnonzero(meters["is_active"] > 0)
    customers = TableSheet(None, "customers")
    customers.count, customers.bad = len(active), np.zeros(len(active), bool)
    numbers: Texts = np.array([f"ACC-{name}" for name in meters["meter_name"][active]], dtype=object)
    customers.columns = {
        "customer_id": numbers, "meter_id#": active, "account_number": numbers,
        "customer_class": meters["customer_class"][active], "is_active": np.ones(len(active)),
    }  # fmt: skip
    for column in ("critical_kind", "customer_name", "service_address", "phone"):
        customers.columns[column] = np.full(len(active), None, dtype=object)
    return customers
