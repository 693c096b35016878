"""Years of the demo's outages before those in the live database: made once a demo, straight into the history.

PostgreSQL holds last year and this one; the three before are made here, in the background, by the same generator over
the same network, so that the history has five.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.ami.utility import DemoUtility
from data_sources.demo.utility.assets.lives import minutes_into_year, years_of
from data_sources.demo.utility.devices import KINDS as DEVICE_KINDS
from data_sources.demo.utility.exposed import Exposed, transformer_risk
from data_sources.demo.utility.history import CAUSES, KINDS, OutageYear, UnitsFailed, outage_year
from data_sources.demo.utility.live import crew_count
from data_sources.demo.utility.outage_groups import Groups, groups_of
from data_sources.demo.utility.rows import PHASES
from data_sources.network.rows import Floats, Ints
from data_sources.pipeline.made import MADE, OUTAGE_YEARS
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import arrow_schema

OUTAGES: Final = "outage_events"
YEARS: Final = 3  # before those that the live database holds
IDS_A_YEAR: Final = 1_000_000  # outages are numbered from the year times this, far above the live ones


def make_outage_years(source: Source, warehouse: Warehouse, utility: DemoUtility) -> bool:
    """Make the years that are missing; whether there were any. Cheap where they are there.

    Args:
        source: the live database.
        warehouse: where to.
        utility: the demo.

    Raises:
        SourceUnavailable: the live database cannot be reached.
        OSError: the disk is full.
    """
    first = first_live_year(source, utility.utility_id)
    note = f"{utility.stamp} {first}"
    if warehouse.manifest().notes.get(OUTAGE_YEARS) == note:
        return False
    failures = source.fetch(Query.of("asset_failures", utility_id=utility.utility_id))
    parts = [_written(warehouse, utility, failures, year) for year in range(first - YEARS, first)]
    warehouse.commit(lambda manifest: _with_years(manifest, parts).with_notes(**{OUTAGE_YEARS: note}))
    return True


def first_live_year(source: Source, utility_id: int) -> int:
    """The year before a demo was made: the first whose outages it put into the live database.

    Outages on record do not tell it: lists that are imported reach back as far as they like, and old ones move away.
    """
    rows = source.fetch(Query.of("hist_utilities")).to_pylist()
    return int(next(row["as_of"].year for row in rows if row["utility_id"] == utility_id)) - 1


def _with_years(manifest: Manifest, parts: list[Part]) -> Manifest:
    """In the place of years made before, and of what the live database once had of these."""
    scopes = {part.scope for part in parts}
    gone = [part for part in manifest.of(OUTAGES) if part.role == MADE or part.scope in scopes]
    return manifest.without(OUTAGES, gone).with_part(OUTAGES, *parts)


def _written(warehouse: Warehouse, utility: DemoUtility, failures: pa.Table, year: int) -> Part:
    exposed = exposed_of(utility, year)
    crews = crew_count(len(utility.network.rows.feeders))
    past = outage_year(exposed, year, dt.date(year + 1, 1, 1), crews, utility.seed, failed_in(utility, failures, year))
    rows = outage_event_rows(utility, past, groups_of(past, exposed.customers), year * IDS_A_YEAR)
    return warehouse.write(OUTAGES, rows, role=MADE, scope=f"u{utility.utility_id}.{year}")


def failed_in(utility: DemoUtility, failures: pa.Table, year: int) -> UnitsFailed:
    """Transformers of a demo on record as failed in a year.

    Args:
        utility: the demo.
        failures: as asset_failures.sql answers.
        year: which.
    """
    units = failures.filter(pc.equal(failures["asset_kind"], "transformer"))
    at = years_of(units["failed_at"].to_numpy())
    chosen = np.flatnonzero(np.floor(at) == year)
    position = utility.network.rows.transformers.indexes(units["asset_id"].to_numpy()[chosen])
    return UnitsFailed(position, minutes_into_year(at[chosen]))


def exposed_of(utility: DemoUtility, year: int) -> Exposed:
    """What can fail of a demo, as old as it was in a year."""
    network, rows = utility.network, utility.network.rows
    topology, known = network.topology(), utility.transformers
    kinds = np.array([DEVICE_KINDS.index(kind) for kind in network.devices["kind"].tolist()])
    return Exposed.of(
        topology, kinds, rows.feeders.indexes(network.devices["feeder_id"]), topology.child[network.device_segment],
        network.transformers["node"], network.transformer_customers.astype(np.int64),
        rows.feeders.indexes(network.transformers["feeder_id"]),
        transformer_risk(year, *(_numbers(known, name) for name in ("installed_year", "peak_load_kw", "rated_kva"))),
        rows.substations.indexes(rows.feeders["substation_id"]),
    )  # fmt: skip


def outage_event_rows(utility: DemoUtility, past: OutageYear, groups: Groups, before: int) -> pa.Table:
    """A year as rows of OUTAGE_EVENTS: a transformer in a restoration step, or a momentary outage as a whole.

    Args:
        utility: whose.
        past: the year.
        groups: of it.
        before: outages are numbered after this.
    """
    brief = np.flatnonzero(past.is_momentary)
    outage = np.concatenate([groups.outage[groups.group], brief])
    transformer = np.concatenate([groups.transformer, np.full(len(brief), -1)])
    step = np.concatenate([groups.step[groups.group], np.ones(len(brief), np.int64)])
    seconds = np.concatenate([groups.seconds[groups.group], np.round(60.0 * past.minutes[brief]).astype(np.int64)])
    customers = np.where(transformer >= 0, utility.network.transformer_customers[transformer], past.customers[outage])
    order = np.lexsort((transformer, step, outage))
    outage, transformer, step, seconds, customers = (
        column[order] for column in (outage, transformer, step, seconds, customers)
    )
    started = past.started[outage].astype("datetime64[us]")
    columns = {
        "outage_id": before + 1 + outage, "utility_id": np.full(len(outage), utility.utility_id),
        "feeder_id": utility.network.rows.feeders.ids[past.feeder[outage]],
        "transformer_id": _named(utility.network.transformers.ids, transformer), "started_at": started,
        "restored_at": started + seconds.astype("timedelta64[s]"),
        "cause": pa.array(CAUSES).take(pa.array(past.cause[outage])), "customers_interrupted": customers,
        "customer_minutes": customers * seconds / 60.0, "is_simulated": np.ones(len(outage), np.bool_), "step": step,
        "out_at": started, "kind": pa.array(KINDS).take(pa.array(past.kind[outage])),
        "device_id": _named(utility.network.devices.ids, past.device[outage]),
        "kva": _of_transformer(_numbers(utility.transformers, "rated_kva"), transformer),
        "phases": _phases(utility, transformer),
    }  # fmt: skip
    schema = arrow_schema(OUTAGES)
    return pa.table({field.name: pa.array(columns[field.name]).cast(field.type) for field in schema}, schema)


def _named(ids: Ints, index: Ints) -> pa.Array:
    """Ids by index; NULL for -1."""
    return pa.array(ids[index], mask=index < 0)


def _of_transformer(values: Floats, index: Ints) -> pa.Array:
    return pa.array(values[index], mask=index < 0)


def _phases(utility: DemoUtility, transformer: Ints) -> pa.Array:
    """That a transformer lost: its own."""
    mask = utility.network.transformers["phase_mask"].astype(np.int64)[transformer]
    return pa.array(PHASES).take(pa.array(mask, mask=transformer < 0))


def _numbers(rows: pa.Table, name: str) -> Floats:
    return np.asarray(rows[name].to_numpy(), np.float64)
