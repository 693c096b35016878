"""Devices by feeder, meters by phase, line sections and conductors, distances: each as SQL of its own reckons it."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.refusals import NoAnswer
from app.assistant.tools import Catalogue
from app.tabs.operations.tools import OPERATIONS_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.operations.tools.knowing import gappy

__all__ = ["gappy"]

_METERS = """SELECT count(*) FROM flux.meters AS m JOIN flux.feeders AS f USING (feeder_id)
    WHERE m.is_active AND f.feeder_name = 'F0004' AND """
_LINES = "SELECT {} FROM flux.segments AS g JOIN flux.feeders AS f USING (feeder_id) WHERE f.feeder_name = 'F0003'"


def ask(source: PostgresSource, tool: str, **values: Any) -> dict[str, Any]:
    """The first row that a tool tells."""
    return Catalogue(OPERATIONS_TOOLS).get(tool).call(turn(source), values).table.to_pylist()[0]


def known(source: PostgresSource, sql: str) -> Any:
    """One value by SQL."""
    with source.connection() as connection:
        found = connection.execute(sql.encode()).fetchone()
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("tool", "values", "column", "sql"),
    [
        ("counts", {"place": "F0004", "quantity": "phase_b"}, "phase_b", _METERS + "m.phases = 'B'"),
        ("counts", {"place": "F0004", "quantity": "three_phase_meters"}, "three_phase_meters", _METERS + "m.phases = 'ABC'"),
        ("counts", {"place": "F0004", "quantity": "commercial_pct"}, "commercial_pct",
         _METERS.replace("count(*)", "100.0 * count(*) FILTER (WHERE m.customer_class = 'commercial') / count(*)") + "true"),
        ("counts", {"place": "F0003", "quantity": "mean_span_m"}, "mean_span_m", _LINES.format("avg(g.length_m)")),
        ("line_sections_ranked", {"place": "F0003", "n": 1}, "length_m", _LINES.format("max(g.length_m)")),
        ("line_sections_ranked", {"place": "F0003", "above": 200, "is_count": True}, "how_many",
         _LINES.format("count(*) FILTER (WHERE g.length_m > 200)")),
        ("line_sections_ranked", {"place": "F0003", "below": 0, "is_count": True}, "how_many", "SELECT 0"),
        ("conductor_in", {"place": "F0003", "conductor": "#2 ACSR"}, "length_km",
         _LINES.format("sum(g.length_m) / 1000") + " AND g.conductor = '#2 ACSR'"),
        ("conductor_in", {"place": "F0003", "conductor": "954 ACSR"}, "length_km", "SELECT 0.0"),
        ("feeders_ranked", {"by": "fuses", "n": 1}, "fuses",
         "SELECT count(*) FROM flux.devices WHERE kind = 'fuse' GROUP BY feeder_id ORDER BY 1 DESC LIMIT 1"),
        ("feeders_ranked", {"by": "transformer_kva", "n": 1}, "transformer_kva",
         "SELECT sum(rated_kva) FROM flux.transformers GROUP BY feeder_id ORDER BY 1 DESC LIMIT 1"),
        ("distance_between", {"name": "TX-0007-050", "place": "SUB-003"}, "distance_m", """
            WITH ends AS (
                SELECT radians(n.lat) AS lat, radians(n.lon) AS lon FROM flux.transformers AS t JOIN flux.nodes AS n USING (node_id)
                WHERE t.transformer_name = 'TX-0007-050'
                UNION ALL SELECT radians(s.lat), radians(s.lon) FROM flux.substations AS s WHERE s.substation_name = 'SUB-003'
            )
            SELECT 6371000 * acos(sin(a.lat) * sin(b.lat) + cos(a.lat) * cos(b.lat) * cos(a.lon - b.lon))
            FROM (SELECT * FROM ends LIMIT 1) AS a, (SELECT * FROM ends OFFSET 1) AS b"""),
    ],
)  # fmt: skip
def test_told_as_the_database_knows(
    gappy: PostgresSource, tool: str, values: dict[str, Any], column: str, sql: str
) -> None:
    assert ask(gappy, tool, **values)[column] == pytest.approx(float(known(gappy, sql)), rel=4e-3)


def test_makers_are_those_of_a_nameplate(gappy: PostgresSource) -> None:
    tool = Catalogue(OPERATIONS_TOOLS).get("transformers_by_group")
    found = tool.call(turn(gappy), {"group": "maker", "place": "F0001"})
    told = {row["name"]: row["assets"] for row in found.table.to_pylist()}
    with gappy.connection() as connection:
        rows = connection.execute(
            b"SELECT n.manufacturer, count(*) FROM flux.asset_nameplates AS n JOIN flux.transformers AS t"
            b" ON n.asset_kind = 'transformer' AND n.asset_id = t.transformer_id JOIN flux.feeders AS f USING (feeder_id)"
            b" WHERE f.feeder_name = 'F0001' GROUP BY 1"
        ).fetchall()
    assert told == dict(rows)
    assert "the maker is not known" in found.note


def test_a_feeder_is_no_place_to_measure_to(gappy: PostgresSource) -> None:
    with pytest.raises(NoAnswer, match="runs along many streets"):
        ask(gappy, "distance_between", name="TX-0007-050", place="F0003")
