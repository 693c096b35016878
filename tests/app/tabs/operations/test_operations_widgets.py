from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

import numpy as np
import pytest

from app.page.search import SearchBox, search_query
from app.state import AppState
from app.widgets.column import Column
from app.widgets.details import AssetDetails, Details
from app.widgets.details_fields import LINES, bars
from app.widgets.event_feed import EventFeed
from app.widgets.freshness import Freshness
from app.widgets.html import el, join
from app.widgets.legend import Legend
from app.widgets.map_controls import MapControls, changed_filters, filter_words
from app.widgets.outage_list import OutageList
from app.widgets.source_dialog import Provenance, SourceDialog
from app.widgets.sparkline import sparkline
from data_sources.assets import KINDS, AssetRef
from data_sources.network.trace import ChainLink, Trace
from data_sources.query import Query
from data_sources.source import Health, Sources
from layers.image.composite import legend_lines
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle

NOW = dt.datetime(2026, 7, 15, 18, 0, tzinfo=dt.UTC)
FRESH = Freshness("PostgreSQL", NOW, "kpis")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_text_and_attributes_are_escaped() -> None:
    written = el("button", "<b>&", None, False, ["a", 0], title='"x" <y>', disabled=True, hidden=False, data_value=3)
    assert written == '<button title="&quot;x&quot; &lt;y&gt;" disabled data-value="3">&lt;b&gt;&amp;a0</button>'
    assert join(written) == written


def test_a_name_with_markup_in_it_stays_a_name() -> None:
    view = OutageList()
    view.rows = [an_outage(feeder_name="<img src=x onerror=alert(1)>")]
    assert "<img" not in view.html
    assert "&lt;img" in view.html


def test_sparkline_shows_gaps_as_gaps() -> None:
    path = re.search(r'd="([^"]+)"', sparkline([1, 2, None, 4, 5], "course"))
    assert path is not None
    assert path[1].count("M") == 2
    assert sparkline([None, 3, None, None, None, None], "too little") == ""
    assert sparkline([], "nothing") == ""
    assert "nan" not in sparkline([2.0, 2.0], "flat")


def an_outage(**changes: Any) -> dict[str, Any]:
    row = {
        "outage_id": 7, "feeder_id": 1, "feeder_name": "F0001", "substation_name": "SUB-001", "device_id": 2,
        "device_name": "FUS-1", "device_kind": "fuse", "transformer_id": None, "transformer_name": None,
        "cause": "equipment_failure", "priority": "medium", "customers_out": 1210, "customers_interrupted": 1300,
        "started_at": NOW, "estimated_restoration_at": NOW + dt.timedelta(hours=1), "crew_id": 3, "crew_name": "Crew 3",
        "crew_status": "en_route", "lon": -95.0, "lat": 29.0, "is_simulated": True, "state": "en_route",
        "estimated_by": "rule", "estimate_reason": None, "hazards": "",
    }  # fmt: skip
    return row | changes


def test_outage_list_says_all_a_dispatcher_asks() -> None:
    view = OutageList(time_zone="America/Chicago")
    assert "skeleton" in view.html
    view.rows = [an_outage(), an_outage(outage_id=8, crew_name=None, estimated_restoration_at=None, customers_out=1)]
    text = text_of(view.html)
    for part in (
        "1,211 customers",
        "F0001",
        "Equipment failure · FUS-1",
        "Crew 3, on the way",
        "est. 14:00 CDT",
        "No crew yet",
    ):
        assert part in text
    assert "no estimate" in text
    view.rows = []
    assert "No active outages" in text_of(view.html)


def test_the_marked_outage_offers_ways_on() -> None:
    view = OutageList(rows=[an_outage()])
    assert "device:2" not in view.html
    view.selected = 7
    assert 'data-value="device:2"' in view.html
    heard: list[Any] = []
    view.on("fly", heard.append)
    view._take({"action": "fly", "value": "7"})
    view._take("nonsense")
    assert heard == ["7"]


def test_events_without_a_place_cannot_be_flown_to() -> None:
    event = {
        "event_id": 1, "happened_at": NOW, "kind": "x", "severity": "bad", "message": "FUS-1 <opened>", "feeder_id": 1,
        "outage_id": None, "lon": None, "lat": None, "is_simulated": False,
    }  # fmt: skip
    view = EventFeed(time_zone="America/Chicago", rows=[event])
    assert "disabled" in view.html
    assert "FUS-1 &lt;opened&gt;" in view.html
    view.rows = [event | {"lon": 1.0, "lat": 2.0}]
    assert 'data-action="fly"' in view.html
    view.rows = []
    assert "No events yet" in view.html


def test_filters_change_one_choice_at_a_time() -> None:
    filters = changed_filters({}, "substation", "4")
    filters = changed_filters(filters, "feeder", "9")
    filters = changed_filters(filters, "band", ["health:poor", True])
    filters = changed_filters(filters, "band", ["health:fair", True])
    filters = changed_filters(filters, "construction", "underground")
    wanted = {"substation_id": 4, "feeder_id": 9, "health": frozenset({"poor", "fair"}), "construction": "underground"}
    assert filters == wanted
    assert MapFilters(**filters).feeder_id == 9
    choices = [{"kind": "feeder", "asset_id": 9, "name": "F0009"}]
    assert filter_words(filters, choices) == "F0009, Poor, below 50, Fair, 50 to 70, Underground only"
    filters = changed_filters(filters, "substation", "")
    assert "feeder_id" not in filters, "another substation has other feeders"
    filters = changed_filters(changed_filters(filters, "band", ["health:poor", False]), "band", ["health:fair", False])
    assert changed_filters(filters, "construction", "all") == {}
    assert changed_filters(wanted, "clear_filters", None) == {}
    assert filter_words({}, choices) == ""


def test_feeders_offered_are_those_of_the_substation_chosen() -> None:
    view = MapControls()
    view.choices = [
        {"kind": "substation", "asset_id": 1, "name": "SUB-001", "substation_id": 1, "voltage_kv": 138.0},
        {"kind": "feeder", "asset_id": 5, "name": "F0005", "substation_id": 1, "voltage_kv": 12.47},
        {"kind": "feeder", "asset_id": 6, "name": "F0006", "substation_id": 2, "voltage_kv": 12.47},
    ]
    assert "F0006" in view.html
    view.filters = {"substation_id": 1}
    assert "F0005" in view.html
    assert "F0006" not in view.html


@pytest.mark.parametrize("colour_by", ["circuit", "load", "voltage"])
def test_legend_draws_every_line_of_the_map(colour_by: Any) -> None:
    view = Legend()
    assert view.html == ""
    view.lines = legend_lines(Scene(Snapshot(1), MapStyle(colour_by=colour_by)))
    text = text_of(view.html)
    assert f"Feeders by {colour_by}" in text
    assert "Active outages" in text


def trace(**changes: Any) -> Trace:
    values: dict[str, Any] = {
        "kind": "transformer", "asset_id": 1, "direction": "downstream", "is_energized": True, "is_in_loop": False,
        "segment_ids": np.array([1]), "transformer_ids": np.array([1]), "device_ids": np.array([], int), "meter_count": 2,
        "customers": 2, "critical_customers": (("ACC-102", "life_support"),), "length_km": 0.48,
        "chain": (ChainLink("device", 2, "FUS-1"), ChainLink("feeder", 1, "F0001"), ChainLink("substation", 1, "SUB-001")),
    }  # fmt: skip
    return Trace(**(values | changes))


TRANSFORMER = {
    "asset_id": 1, "name": "TX-1", "lon": -95.0, "lat": 29.0, "substation_id": 1, "substation_name": "SUB-001", "feeder_id": 1,
    "feeder_name": "F0001", "segment_id": 2, "segment_name": "SEG-2", "pole_id": 2, "pole_name": "POLE-2", "kind": "service",
    "phases": "A", "rated_kva": 50.0, "primary_kv": 7.2, "secondary_v": 240.0, "is_underground": False, "installed_year": 2004,
    "health_score": 41.0, "peak_load_kw": 40.0, "customers_served": 2, "meters": 2, "load_kw": 52.0, "load_pct": 112.0,
    "voltage_v": 112.9, "is_energized": True, "updated_at": NOW, "manufacturer": "Acme", "model": "", "serial_number": "S-1",
    "manufactured_year": 0, "cooling": "ONAN", "is_upgraded_paper": True, "is_plate_simulated": False,
    "inspected_on": dt.date(2021, 5, 2), "inspection_age_years": 5.2, "inspection_result": "poor", "condition_score": 41.0,
    "is_inspection_simulated": True,
}  # fmt: skip


def test_an_inspection_of_no_known_day_says_so() -> None:
    view, row = AssetDetails(), TRANSFORMER | {"inspected_on": None, "inspection_age_years": None}
    view.details = Details(AssetRef("transformer", 1), row)
    assert "Poor, 41 of 100; nobody says when (simulated)" in text_of(view.html)
    view.details = Details(AssetRef("transformer", 1), row | {"inspection_result": None})
    assert "nobody says when" not in text_of(view.html)


def test_details_of_an_overloaded_transformer() -> None:
    view = AssetDetails()
    assert view.html == ""
    asset = AssetRef("transformer", 1)
    view.details = Details(asset)
    assert "skeleton" in view.html
    view.details = Details(
        asset, TRANSFORMER, [{"kind": "meter", "asset_id": 1, "name": "MTR-1", "note": "residential"}]
    )
    text = text_of(view.html)
    for part in (
        "TX-1",
        "52 kW, 112 %",
        "41 of 100",
        "225.8 V on 240 V (94.1 %), below range A",
        "Pole POLE-2",
        "Meters 1",
        "MTR-1",
        "Nameplate Acme, no. S-1, ONAN, upgraded paper",
        "Inspected Poor, 41 of 100; Sun 2 May 2021, 5.2 years ago (simulated)",
    ):
        assert part in text
    assert 'class="bar-value is-bad"' in view.html
    view.details = Details(asset, TRANSFORMER, [], trace())
    text = text_of(view.html)
    assert "SUB-001 F0001 FUS-1" in text, "the chain runs from the substation down"
    assert "1 critical customer Life support ACC-102" in text


@pytest.mark.parametrize(
    ("kind", "nominal", "told"),
    [
        ("transformer", {"secondary_v": 240.0}, "243.0 V on 240 V (101.2 %)"),
        ("transformer", {"secondary_v": 208.0}, "210.6 V on 208 V (101.2 %)"),
        ("transformer", {"secondary_v": None}, "121.5 V on 120 V (101.2 %)"),
        ("meter", {"nominal_voltage_v": 240.0}, "243.0 V on 240 V (101.2 %)"),
    ],
)
def test_a_voltage_is_told_on_the_nominal_voltage_of_its_place(
    kind: str, nominal: dict[str, float | None], told: str
) -> None:
    """Seen: 121.5 V on the dashboard and 243 V among the readings of the same transformer."""
    write = next(write for label, write in LINES[kind] if label == "Voltage now")
    assert write({"voltage_v": 121.5, "is_energized": True} | nominal) == told


def test_details_of_values_that_are_no_numbers() -> None:
    """Fault M11: "nan V on 120 V, above range A"."""
    names = ("load_pct", "load_kw", "voltage_v", "health_score", "primary_kv", "rated_kva", "peak_load_kw")
    for none in (math.nan, math.inf, None):
        row = TRANSFORMER | dict.fromkeys(names, none)
        view = AssetDetails(details=Details(AssetRef("transformer", 1), row, [], trace()))
        assert not re.search(r"\bnan\b|\binf\b|None|above range", text_of(view.html))
        told = [(label, text, tone) for label, _, _, text, tone in bars("transformer", row)]
        assert told == [("Load", "unknown", "unknown"), ("Health", "unknown", "unknown")]


def test_details_without_supply_and_of_nothing() -> None:
    asset = AssetRef("transformer", 1)
    view = AssetDetails(details=Details(asset, TRANSFORMER, [], trace(is_energized=False)))
    assert "No supply" in view.html
    view.details = Details(asset, {})
    assert "There is no transformer 1 in this network." in view.html, "it never was, as far as anybody here knows"
    view.details = Details(asset, {}, was_there=True)
    assert "not in the network any more" in view.html
    view.details = Details(asset, TRANSFORMER, [], trace(is_in_loop=True))
    assert "fed from two sides" in view.html


def test_details_tell_steady_values_from_a_source_that_is_not_read() -> None:
    changed = NOW - dt.timedelta(minutes=15)
    view = AssetDetails(details=Details(AssetRef("transformer", 1), TRANSFORMER | {"updated_at": changed}, read_at=NOW))
    assert "Live values, unchanged for … , last read …" in text_of(view.html)
    assert f'data-at="{changed.timestamp():.3f}" data-form="lasting"' in view.html
    assert f'data-at="{NOW.timestamp():.3f}" data-form="ago"' in view.html


def test_every_kind_of_asset_has_its_lines() -> None:
    assert set(LINES) == set(KINDS) - {"outage"}
    assert bars("device", {"name": "SW-1"}) == [], "nothing is unknown of what has no load and no health"


def test_tooltip_of_freshness_names_source_age_and_query() -> None:
    text = text_of(FRESH.dot())
    assert "PostgreSQL" in text
    assert "kpis.sql" in text
    assert 'data-form="ago"' in FRESH.dot()
    stale = Freshness("PostgreSQL", NOW, "kpis", is_stale=True)
    assert "is-stale" in stale.dot()
    assert "Source is away" in text_of(stale.dot())


def test_source_dialog_sorts_and_closes() -> None:
    rows = [{"name": "a", "n": 3}, {"name": "b", "n": None}, {"name": "c", "n": 9}]
    columns = [
        Column("name", "Feeder"),
        Column("n", "Number", "count"),
    ]
    view = SourceDialog()
    assert view.html == ""
    view.provenance = Provenance("SAIDI", join("12.0 min"), "A rule.", FRESH, columns, None)
    assert "skeleton" in view.html
    view.provenance = Provenance("SAIDI", join("12.0 min"), "A rule.", FRESH, columns, rows)
    assert "flux.feeder_reliability" in view.html, "the statement itself is shown"
    view._take({"action": "sort", "value": "n"})
    assert re.findall(r"<td[^>]*>([abc])<", view.html) == ["c", "a", "b"]
    view._take({"action": "sort", "value": "n"})
    assert re.findall(r"<td[^>]*>([abc])<", view.html) == ["a", "c", "b"]
    assert "3 feeders<" in view.html
    view.provenance = Provenance("SAIDI", join("12.0 min"), "A rule.", FRESH, columns, rows[:1])
    assert "1 feeder<" in view.html
    view._take({"action": "close", "value": None})
    assert view.html == ""


def test_a_view_says_again_what_the_browser_missed() -> None:
    view = OutageList(rows=[])
    drawn_at = view.model.server_time
    view._take({"action": "seen", "value": drawn_at})
    assert not view.html.endswith(" ")
    view.rows = [an_outage()]
    missed = view.html
    view._take({"action": "seen", "value": drawn_at})
    assert view.html == missed + " "


class Hits:
    """A source that answers searches with given rows."""

    dialect = "postgres"

    def __init__(self) -> None:
        self.asked: list[Query] = []

    def fetch(self, query: Query) -> Any:
        import pyarrow as pa

        self.asked.append(query)
        rows = [{"rank": 2, "kind": "feeder", "asset_id": 9, "name": "F0009", "note": "SUB-001", "lon": 0.0, "lat": 0.0},
                {"rank": 3, "kind": "transformer", "asset_id": 4, "name": "TX-4", "note": "50 kVA", "lon": 0.0, "lat": 0.0}]  # fmt: skip
        return pa.Table.from_pylist(rows if query.values["needle"] != "none" else [], query.statement.result)

    def health(self) -> Health:
        return Health("Hits", True, NOW)


def test_enter_takes_the_first_hit_and_arrows_another() -> None:
    state = AppState(utility_id=1)
    box = SearchBox(state, Sources(live=Hits()))
    box._take({"action": "type", "value": "f0"})
    assert "F0009" in box.html
    box._take({"action": "choose", "value": ["f0", None]})
    assert state.selection.asset == AssetRef("feeder", 9)
    assert "F0009" not in box.html, "the box is empty again"
    box._take({"action": "type", "value": "tx"})
    box._take({"action": "choose", "value": ["tx", "transformer:4"]})
    assert state.selection.asset == AssetRef("transformer", 4)
    box._take({"action": "type", "value": "none"})
    assert "Nothing is named" in box.html
    box._take({"action": "type", "value": ""})
    assert "Nothing is named" not in box.html


def test_enter_before_the_hits_are_there_still_takes_the_first() -> None:
    state = AppState(utility_id=1)
    box = SearchBox(state, Sources(live=Hits()))
    box._take({"action": "choose", "value": ["f00", None]})
    assert state.selection.asset == AssetRef("feeder", 9)


def test_what_is_too_short_asks_nobody() -> None:
    assert search_query(1, " f ") is None
    query = search_query(1, " MTR-0 ")
    assert query is not None
    assert (query.values["needle"], query.values["needle_end"], query.values["number"]) == ("mtr-0", "mtr-1", None)
    assert search_query(1, "417").values["number"] == 417  # type: ignore[union-attr]  # long enough
