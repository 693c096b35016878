"""The IEEE 9500-node feeder, where it lies beside the repository, with an asset list of its own: the unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.importers.assets.load import load_list
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.opendss.read import read_opendss
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from tests.conftest import CopyOf
from tests.data_sources.importers.opendss.models import shared

pytest.importorskip("opendssdirect", reason="the extra flux-ops-center[opendss] is not installed")

MASTER = "ieee9500/Master-unbal-initial-config.dss"


@pytest.fixture(scope="module")
def source(copy_of: CopyOf, empty_template: str) -> Iterator[PostgresSource]:
    network = read_opendss(shared(MASTER), name="IEEE 9500", time_zone="America/Los_Angeles")
    with copy_of(empty_template) as source:
        write_network(source, network, replace=False, actor="test")
        yield source


def test_half_of_it_is_known_and_half_is_not(source: PostgresSource, tmp_path: Path) -> None:
    with source.connection() as connection:
        units = connection.execute(
            "SELECT transformer_name, rated_kva FROM flux.transformers WHERE kind = 'service' ORDER BY transformer_id"
        ).fetchall()
        assert connection.execute("SELECT count(*) FROM flux.transformers WHERE installed_year <> 0").fetchone() == (0,)
    half = units[::2]
    assets, inspections = tmp_path / "assets.csv", tmp_path / "inspections.csv"
    listed = [f"{name.upper()},{kva:g},{1970 + place % 50},Acme" for place, (name, kva) in enumerate(half)]
    assets.write_text("\n".join(["transformer_name,kva,installed_year,manufacturer", *listed]))
    seen = [
        f"{name},2024-0{1 + place % 9}-15,{'good' if place % 3 else 'poor'}" for place, (name, _) in enumerate(half)
    ]
    inspections.write_text("\n".join(["transformer_name,inspected_on,result", *seen]))
    for path, what in ((assets, "assets"), (inspections, "inspections")):
        done = load_list(source, path, what, ListOptions(), actor="test")
        assert (done.new, done.file.refused.total()) == (len(half), 0)
    with source.connection() as connection:
        known = connection.execute(
            "SELECT count(*) FILTER (WHERE installed_year > 0), count(*) FROM flux.transformers WHERE kind = 'service'"
        ).fetchone()
        looked_at = connection.execute("SELECT count(*), count(DISTINCT asset_id) FROM flux.inspections").fetchone()
    assert known == (len(half), len(units))
    assert looked_at == (len(half), len(half))
    assert [one.sentence for one in check_utility(source, 1) if one.severity == "error"] == []
