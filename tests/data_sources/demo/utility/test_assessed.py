"""The demo's assets are assessed as it is loaded: as the assessment of its rows in the database would."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.assessments import Assessments, again
from data_sources.studies.assets.writing import write_assessment


def health(source: PostgresSource, utility_id: int) -> pa.Table:
    return source.fetch(Query.of("asset_health", utility_id=utility_id))


def test_it_is_what_an_assessment_of_its_rows_finds(demo_source: PostgresSource) -> None:
    utility = demo_source.fetch(Query.of("utilities")).to_pylist()[0]
    utility_id = utility["utility_id"]
    first = health(demo_source, utility_id)
    (kept,) = demo_source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    assert first.num_rows == 2_800
    assert kept["is_simulated"]
    write_assessment(demo_source, utility_id, kept["assessed_at"])
    again = health(demo_source, utility_id)
    for name in first.column_names:
        if pa.types.is_floating(first[name].type):
            one, other = first[name].to_numpy(), again[name].to_numpy()
            assert np.allclose(one, other, rtol=1e-3, atol=1e-6, equal_nan=True), name
        else:
            assert first[name].equals(again[name]), name


def test_nothing_is_due_after_a_load(demo_source: PostgresSource) -> None:
    """The screens show its scores at once, and the service finds nothing to do."""
    utility_id = demo_source.fetch(Query.of("utilities")).to_pylist()[0]["utility_id"]
    (kept,) = demo_source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
    assert Assessments(demo_source, None).run(kept["assessed_at"] + 2 * again(2_800)) == ""
    with demo_source.connection() as connection:
        apart = connection.execute(
            b"SELECT count(*) FROM flux.asset_health AS h JOIN flux.transformers AS t ON t.transformer_id = h.asset_id "
            b"WHERE h.asset_kind = 'transformer' AND h.health_score IS DISTINCT FROM t.health_score"
        ).fetchone()
        means = connection.execute(
            b"SELECT max(abs(s.average_health_score - m.mean)) FROM flux.feeder_summary AS s JOIN (SELECT feeder_id, "
            b"avg(health_score) AS mean FROM (SELECT feeder_id, health_score FROM flux.poles UNION ALL SELECT feeder_id, "
            b"health_score FROM flux.transformers) AS a GROUP BY 1) AS m USING (feeder_id)"
        ).fetchone()
    assert apart == (0,)
    assert means is not None
    assert means[0] < 1e-3
